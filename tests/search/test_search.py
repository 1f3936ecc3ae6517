"""Finding what was said, and only what one may see."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from groundswell.activity.log import importing
from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending, rebuild
from groundswell.actors.models import Actor
from groundswell.conversations.actions import delete_message, edit_message
from groundswell.core import limits
from groundswell.search.models import Entry
from groundswell.search.projections import index, index_imports
from groundswell.search.selectors import Filters, found, names_found
from groundswell.spaces.models import Space
from tests import factories
from tests.core.hostile import HOSTILE

Browser = Callable[[Actor | None], Client]


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    limits.reset()


def texts(typed: str, viewer: Actor | None = None, **filters: object) -> list[str]:
    project_pending()
    results = found(typed, viewer, filters=Filters(**filters), latest=True)
    return [hit.text for hit in results.hits]


def test_words_are_found_by_their_beginning_without_accents(ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow, title="The lane", text="Überflutung every winter")

    assert texts("uberflu") == ["Überflutung every winter"]
    assert texts("winter lane") == ["Überflutung every winter"]
    assert texts("summer") == []
    assert topic.messages.count() == 1


def test_phrase_and_exclusion(ben: Actor, meadow: Space) -> None:
    factories.topic(ben, meadow, text="the mill leat is dry")
    factories.topic(ben, meadow, text="the leat by the mill")

    assert texts('"mill leat"') == ["the mill leat is dry"]
    assert texts("leat -dry ") == ["the leat by the mill"]


def test_title_outweighs_text(ben: Actor, meadow: Space) -> None:
    factories.topic(ben, meadow, title="Otters", text="by the bridge")
    factories.topic(ben, meadow, title="Bridge", text="no otters here")
    project_pending()

    best = found("otters ", None, filters=Filters()).hits

    assert [hit.topic_title for hit in best] == ["Otters", "Bridge"]


def test_found_words_are_marked(ben: Actor, meadow: Space) -> None:
    factories.topic(ben, meadow, text="Where the river bends")
    project_pending()

    [hit] = found("river ", None, filters=Filters()).hits

    assert [(f.text, f.hit) for f in hit.fragments] == [
        ("Where the ", False),
        ("river", True),
        (" bends", False),
    ]


def test_excerpt_has_the_words_without_the_signs_of_markdown(ben: Actor, meadow: Space) -> None:
    text = "> not one\n\n## Whose\n\nWhose pipe **is** it? | 3 * 4 | snake_case"
    factories.topic(ben, meadow, text=f"{text}\n\n- [x] [a *bend*](/a)")
    project_pending()

    [hit] = found("pipe ", None, filters=Filters()).hits

    assert "".join(f.text for f in hit.fragments) == (
        "not one Whose Whose pipe is it? 3 * 4 snake_case a bend"
    )


def test_accents_are_marked_too(ben: Actor, meadow: Space) -> None:
    factories.topic(ben, meadow, text="Nach der Überflutung: cafe\u0301s zu, Fluß hoch")
    project_pending()

    def hits(typed: str) -> list[str]:
        [hit] = found(typed, None, filters=Filters()).hits
        return [fragment.text for fragment in hit.fragments if fragment.hit]

    assert hits("uberflu") == ["Überflu"]
    # Stored composed, as every text is.
    assert hits("CAFÉS fluss ") == ["cafés", "Fluß"]


def test_what_is_hidden_does_not_move_what_is_found(
    ada: Actor, ben: Actor, meadow: Space, burrow: Space
) -> None:
    factories.topic(ben, meadow, title="Otters", text="by the bridge")
    factories.topic(ben, meadow, title="Bridge", text="no otters here " * 30)
    project_pending()
    before = [hit.id for hit in found("otters bridge ", None, filters=Filters()).hits]

    for _ in range(5):
        factories.topic(ada, burrow, title="Bridge", text="otters " * 200)
    project_pending()

    after = [hit.id for hit in found("otters bridge ", None, filters=Filters()).hits]
    assert (after, len(before)) == (before, 2)


def test_spaces_and_people_are_found_by_name(
    as_: Browser, ada: Actor, cyn: Actor, meadow: Space, burrow: Space
) -> None:
    def names(typed: str, viewer: Actor | None) -> tuple[list[str], list[str]]:
        hits = names_found(typed, viewer)
        return [space.name for space in hits.spaces], [person.name for person in hits.people]

    assert names("the", ada) == (["The Burrow", "The Meadow"], [])
    assert names("the", cyn) == (["The Meadow"], [])
    assert (names("ada", cyn), names("ada", None)) == (([], ["Ada"]), ([], []))
    assert 'href="/@ada/"' in as_(cyn).get("/search/?q=ada").text


def test_imports_are_indexed_at_once(ben: Actor, meadow: Space) -> None:
    message = factories.topic(ben, meadow, text="kingfisher").messages.get()
    Entry.objects.all().delete()

    index_imports(list(Activity.objects.filter(message_id=message.id)))

    assert [entry.message_id for entry in Entry.objects.all()] == [message.id]


def test_private_words_are_found_by_members_only(
    ben: Actor, cyn: Actor, meadow: Space, burrow: Space
) -> None:
    factories.topic(ben, meadow, text="badger in the open")
    factories.topic(ben, burrow, text="badger underground")

    assert texts("badger", ben) == ["badger underground", "badger in the open"]
    assert texts("badger", cyn) == ["badger in the open"]
    assert texts("badger", None) == ["badger in the open"]


def test_filters_narrow(ada: Actor, ben: Actor, meadow: Space) -> None:
    orchard = factories.space(ada, "orchard")
    with importing("mbox", datetime(2019, 5, 1, tzinfo=UTC)):
        factories.topic(ben, meadow, kind="question", text="apple one #fruit")
    factories.topic(ada, orchard, text="apple two")

    assert texts("apple", space="meadow") == ["apple one #fruit"]
    assert texts("apple", kind="question") == ["apple one #fruit"]
    assert texts("apple", person="@ada") == ["apple two"]
    assert texts("apple", tag="#Fruit") == ["apple one #fruit"]
    assert texts("apple", until=datetime(2020, 1, 1, tzinfo=UTC)) == ["apple one #fruit"]
    assert texts("apple", since=datetime(2020, 1, 1, tzinfo=UTC)) == ["apple two"]


def test_edited_and_deleted_words(ben: Actor, meadow: Space) -> None:
    message = factories.reply(ben, factories.topic(ben, meadow), text="heron")
    edit_message(actor=ben, message=message, text="egret")
    assert (texts("heron"), texts("egret")) == ([], ["egret"])

    delete_message(actor=ben, message=message)
    assert texts("egret") == []


def test_rebuilt_index_equals_the_kept_one(ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow, title="One", text="first")
    edit_message(actor=ben, message=factories.reply(ben, topic), text="changed")
    project_pending()
    kept = list(Entry.objects.order_by("message").values())

    Entry.objects.all().delete()
    rebuild(index)

    assert list(Entry.objects.order_by("message").values()) == kept
    assert len(kept) == 2


def test_by_date_every_hit_is_paged(ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow, text="start")
    for number in range(45):
        factories.reply(ben, topic, text=f"swift {number}")
    for _ in range(3):
        project_pending()

    seen, after = [], None
    while True:
        page = found("swift", None, filters=Filters(), latest=True, after=after)
        seen += [hit.text for hit in page.hits]
        after = page.next_cursor
        if after is None:
            break

    assert seen == [f"swift {number}" for number in reversed(range(45))]


def test_page_shows_hits_and_keeps_filters(as_: Browser, ben: Actor, meadow: Space) -> None:
    factories.topic(ben, meadow, title="The lane floods", text="in the *winter*")
    project_pending()

    page = as_(None).get("/search/", {"q": "winter", "space": "meadow"})

    assert page.status_code == 200
    assert "<mark>winter</mark>" in page.text
    assert 'value="meadow"' in page.text


def test_wrong_cursor_is_missing(as_: Browser, db: None) -> None:
    answer = as_(None).get("/search/", {"q": "a", "order": "latest", "after": "nonsense"})

    assert answer.status_code == 404


def test_list_takes_the_same_queries_for_one_and_three(
    as_: Browser, ben: Actor, meadow: Space, django_assert_num_queries: Callable
) -> None:
    browser = as_(ben)
    for count in (1, 2):
        for _ in range(count):
            factories.topic(ben, meadow, text="finch")
        project_pending()
        # Session, account, organisation, spaces to pick; what matches, its messages; spaces and
        # people of the name; the rail, the bell.
        with django_assert_num_queries(10):
            browser.get("/search/", {"q": "finch"})


@pytest.mark.slow
def test_no_hostile_search_fails(as_: Browser, ben: Actor, meadow: Space) -> None:
    factories.topic(ben, meadow)
    project_pending()
    browser = as_(None)

    worst = set()
    for text in HOSTILE[::5]:
        limits.reset()
        asked = text.encode("utf-8", "replace").decode()[:2000]
        worst.add(browser.get("/search/", {"q": asked}).status_code)

    assert worst == {200}
