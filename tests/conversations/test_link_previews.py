"""Cards of linked pages: asked once, by us, and shown as text."""

import pytest

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.conversations import tasks
from groundswell.conversations.actions import edit_message
from groundswell.conversations.models import LinkPreview
from groundswell.core.fetching import Fetched, FetchRefused
from groundswell.spaces.models import Space
from tests import factories

PAGE = b"<title>Bus 14</title><meta property='og:description' content='Have <b>your</b> say'>"


@pytest.fixture
def asked(monkeypatch, settings) -> list[str]:
    """The addresses that were fetched; the network's edge answers with one page."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    addresses: list[str] = []

    def fetch(url: str, **_options: object) -> Fetched:
        addresses.append(url)
        if "broken" in url:
            raise FetchRefused("timeout")
        return Fetched(status=200, url=url, content_type="text/html", body=PAGE, headers={})

    monkeypatch.setattr(tasks, "fetch", fetch)
    return addresses


def test_linked_page_is_asked_once_and_shown(
    as_, ben: Actor, meadow: Space, asked: list[str], django_capture_on_commit_callbacks
) -> None:
    topic = factories.topic(ben, meadow, text="See https://bus.example/14 please.")
    factories.reply(ben, topic, text="Again: https://bus.example/14")

    with django_capture_on_commit_callbacks(execute=True):
        project_pending()
        project_pending()

    page = as_(None).get(f"/t/{topic.id}/").text
    assert asked == ["https://bus.example/14"]
    assert page.count('<a class="preview" href="https://bus.example/14"') == 2
    assert "<b>Bus 14</b><span>Have &lt;b&gt;your&lt;/b&gt; say</span>" in page


def test_page_that_cannot_be_read_shows_nothing(
    as_, ben: Actor, meadow: Space, asked: list[str], django_capture_on_commit_callbacks
) -> None:
    topic = factories.topic(ben, meadow, text="https://broken.example/")

    with django_capture_on_commit_callbacks(execute=True):
        project_pending()

    assert LinkPreview.objects.get().problem == "timeout"
    assert 'class="preview"' not in as_(None).get(f"/t/{topic.id}/").text


def test_edit_changes_the_cards(
    ben: Actor, meadow: Space, asked: list[str], django_capture_on_commit_callbacks
) -> None:
    message = factories.reply(ben, factories.topic(ben, meadow), text="https://one.example/")
    with django_capture_on_commit_callbacks(execute=True):
        project_pending()

    edit_message(actor=ben, message=message, text="https://two.example/")
    with django_capture_on_commit_callbacks(execute=True):
        project_pending()

    assert list(message.previews.values_list("url", flat=True)) == ["https://two.example/"]


def test_quoted_own_and_further_links_bring_no_card(
    ben: Actor, meadow: Space, asked: list[str], settings, django_capture_on_commit_callbacks
) -> None:
    links = " ".join(f"https://n{n}.example/" for n in range(5))
    factories.topic(
        ben, meadow, text=f"> https://quoted.example/\n\n{settings.SITE_URL}/t/1/ {links}"
    )

    with django_capture_on_commit_callbacks(execute=True):
        project_pending()

    assert sorted(asked) == ["https://n0.example/", "https://n1.example/", "https://n2.example/"]
