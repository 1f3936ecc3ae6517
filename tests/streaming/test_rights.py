"""Who may no longer see hears no more: streams end on the hub of every process, strangers' too."""

import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from groundswell.actors import sessions
from groundswell.actors.models import Actor
from groundswell.conversations.actions import move_topic, post_reply
from groundswell.core.bus import publish
from groundswell.core.subscriptions import issue, revoke_for_all
from groundswell.spaces.actions import change_space, remove_member
from groundswell.spaces.models import Space
from tests import factories
from tests.laws.test_visibility import TOKEN
from tests.streaming.conftest import Site, Stream

pytestmark = pytest.mark.django_db(transaction=True)


def token_on(client: Client, address: str) -> str:
    """The subscription that the page at the address hands to its reader."""
    (token,) = TOKEN.findall(client.get(address).content.decode())
    return token.replace("%3A", ":")


def statuses(site: Site, *tokens: str) -> list[int]:
    # A refusal keeps the connection for more: its first line is all there is to wait for.
    answers = [site.get(f"/live/stream?token={token}").read("\r\n") for token in tokens]
    return [int(answer.split(" ", 2)[1]) for answer in answers]


def is_deaf(stream: Stream) -> bool:
    """Whether the stream ended, and its last word was that the right is gone."""
    stream.until_over()
    return stream.events()[-1:] == ["revoked"]


def test_strangers_stop_hearing_a_space_that_was_made_private(
    site: Site, ada: Actor, ben: Actor, cyn: Actor, meadow: Space, as_: Callable[..., Client]
) -> None:
    topic = factories.topic(ada, meadow)
    pages = [f"/t/{topic.id}/", f"/s/{meadow.actor.handle}/"]
    outside = [token_on(as_(who), page) for who in (None, cyn) for page in pages]
    streams = [site.listen(token=token) for token in outside]
    elsewhere = site.listen("space-1", actor=cyn.id)

    change_space(actor=ada, space=meadow, visibility="members")
    post_reply(actor=ada, topic=topic, text="Between us")

    assert [is_deaf(stream) for stream in streams] == [True] * 4
    assert [stream.events() for stream in streams] == [["revoked"]] * 4
    assert statuses(site, *outside) == [403] * 4
    assert elsewhere.during(0.3).count("event: revoked") == 0


def test_members_get_a_new_stream_from_the_same_page(
    site: Site, ada: Actor, ben: Actor, meadow: Space, as_: Callable[..., Client]
) -> None:
    topic = factories.topic(ada, meadow)
    page = f"/t/{topic.id}/"
    before = site.listen(token=token_on(as_(ben), page))

    change_space(actor=ada, space=meadow, visibility="members")
    ended = is_deaf(before)
    time.sleep(0.01)
    after = site.listen(token=token_on(as_(ben), page))
    post_reply(actor=ada, topic=topic, text="Between us")
    after.read(f"event: topic-{topic.id}\n")

    assert ended
    assert after.events() == [f"topic-{topic.id}"]


def test_page_begun_before_the_change_gets_no_stream_after_it(site: Site) -> None:
    """It read what was public then, and hands out its subscription only now."""
    began = time.time()
    time.sleep(0.01)
    revoke_for_all("space-1")
    site.listen("space-2").during(0.1)

    late = issue(None, ["topic-1"], within=["space-1"], at=began)
    fresh = issue(None, ["topic-1"], within=["space-1"])

    assert statuses(site, late, fresh) == [403, 200]


def test_other_settings_of_a_space_end_no_stream(
    site: Site, ada: Actor, meadow: Space, as_: Callable[..., Client]
) -> None:
    stream = site.listen(token=token_on(as_(None), f"/s/{meadow.actor.handle}/"))

    change_space(actor=ada, space=meadow, purpose="Something else")
    stream.read(f"event: space-{meadow.id}\n")

    assert stream.events() == [f"space-{meadow.id}"]


def test_topic_that_moves_into_a_private_space_falls_silent(
    site: Site, ada: Actor, meadow: Space, burrow: Space, as_: Callable[..., Client]
) -> None:
    topic = factories.topic(ada, meadow)
    stream = site.listen(token=token_on(as_(None), f"/t/{topic.id}/"))

    move_topic(actor=ada, topic=topic, space=burrow)

    assert is_deaf(stream)


def test_removed_member_hears_no_more(
    site: Site, ada: Actor, ben: Actor, burrow: Space, as_: Callable[..., Client]
) -> None:
    topic = factories.topic(ada, burrow)
    stream = site.listen(token=token_on(as_(ben), f"/t/{topic.id}/"))
    stewards = site.listen(token=token_on(as_(ada), f"/t/{topic.id}/"))

    remove_member(actor=ada, membership=burrow.memberships.get(actor=ben), reason="Spam")
    post_reply(actor=ada, topic=topic, text="Between us")

    assert is_deaf(stream)
    assert stream.events() == ["revoked"]
    stewards.read(f"event: topic-{topic.id}\n")


def signed_out(client: Client, _person: Actor) -> None:
    client.post("/accounts/logout/")


def ended_everywhere(_client: Client, person: Actor) -> None:
    sessions.end_all(person.account)


def ended_from_elsewhere(client: Client, person: Actor) -> None:
    other = Client()
    other.force_login(person.account)
    ours = UserSession.objects.create(
        user=person.account,
        session_key=client.session.session_key,
        ip="127.0.0.1",
        user_agent="Lynx",
    )
    assert other.post(f"/settings/security/sessions/{ours.id}/end/").status_code == 303


@pytest.mark.parametrize("end", [signed_out, ended_everywhere, ended_from_elsewhere])
def test_session_that_ends_takes_its_streams_along(
    site: Site, ben: Actor, burrow: Space, as_: Callable[..., Client], end: Callable[..., None]
) -> None:
    client = as_(ben)
    token = token_on(client, "/")
    stream = site.listen(token=token)

    end(client, ben)

    assert is_deaf(stream)
    assert statuses(site, token) == [403]


@pytest.fixture
def two_sites(settings: Any, tmp_path: Any) -> Iterator[list[Site]]:
    """Two hubs that share nothing but a Redis, as two processes would."""
    settings.DATA_DIR = tmp_path
    settings.BUS, settings.REDIS_URL = "redis", os.environ.get("TEST_REDIS_URL", "")
    if not settings.REDIS_URL:
        pytest.skip("TEST_REDIS_URL names no Redis or Valkey to test with")
    sites = [Site(), Site()]
    for site in sites:
        site.start()
    yield sites
    for site in sites:
        site.stop()


def until_connected(streams: list[Stream], channel: str) -> None:
    """A process that starts takes a moment to reach Redis."""
    until = time.monotonic() + 10
    while any(f"event: {channel}\n" not in stream.during(0.3) for stream in streams):
        assert time.monotonic() < until, "nothing came through Redis"
        publish(channel)


def test_streams_end_at_every_process(
    two_sites: list[Site], ada: Actor, meadow: Space, as_: Callable[..., Client]
) -> None:
    topic = factories.topic(ada, meadow)
    tokens = [token_on(as_(None), f"/t/{topic.id}/") for _site in two_sites]
    streams = [site.listen(token=token) for site, token in zip(two_sites, tokens, strict=True)]
    until_connected(streams, f"topic-{topic.id}")

    change_space(actor=ada, space=meadow, visibility="invitation")
    post_reply(actor=ada, topic=topic, text="Between us")

    assert [is_deaf(stream) for stream in streams] == [True, True]
    assert [statuses(site, token) for site in two_sites for token in tokens] == [[403]] * 4
