"""Polls: each kind, each state, who sees what, and one ballot for each participant."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.live.actions import (
    Asks,
    answer_poll,
    answering,
    begin_session,
    change_poll,
    close_poll,
    close_session,
    drop_poll,
    hold_word,
    open_poll,
    prepare_poll,
    put_away_poll,
)
from groundswell.live.clouding import said
from groundswell.live.models import (
    LogItem,
    Participant,
    Poll,
    PollOption,
    PollVote,
    Session,
    Wall,
)
from groundswell.live.selectors.log import answers_of
from groundswell.live.tallying import seen, tally
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import came, guest, own

Browser = Callable[..., Client]
BRIDGE = "Which bridge first?"


@pytest.fixture
def evening(ada: Actor, meadow: Space) -> Session:
    session = factories.session(ada, meadow, guests=True)
    begin_session(actor=ada, session=session)
    return own(session)


def poll(
    ada: Actor, session: Session, kind: str = "single", *, opened: bool = True, **asks
) -> Poll:
    if kind in Poll.LISTED:
        asks.setdefault("options", "North\nSouth\nMill")
    asks = {"words": BRIDGE, **asks}
    found = prepare_poll(actor=ada, session=session, asks=Asks(kind=kind, **asks))
    return open_poll(actor=ada, poll=again(found)) if opened else found


def again(found: Poll) -> Poll:
    fresh = Poll.objects.select_related("message").get(id=found.id)
    fresh.session = own(found.session)
    return fresh


def says(who: Participant, found: Poll, *answers: str) -> list[str]:
    given = [option_id(found, answer) or answer for answer in answers]
    chosen = answer_poll(actor=who.actor, poll=again(found), participant=who, answers=given)
    return [option.text for option in chosen]


def option_id(found: Poll, text: str) -> str:
    return next((str(one.id) for one in found.options.all() if one.text == text), "")


def counts(found: Poll) -> dict[str, int]:
    return {row.option.text: row.count for row in tally(again(found)).rows}


def test_an_answer_may_be_changed_and_counts_once(ada: Actor, evening: Session) -> None:
    asked, one, two = poll(ada, evening), guest(evening), guest(evening)
    says(one, asked, "North")
    says(one, asked, "South")
    says(two, asked, "South")
    says(two, asked, "South")

    assert counts(asked) == {"North": 0, "South": 2, "Mill": 0}
    assert (tally(asked).people, PollVote.objects.count()) == (2, 2)


def test_a_second_ballot_is_refused_by_the_database(ada: Actor, evening: Session) -> None:
    asked, who = poll(ada, evening), guest(evening)
    says(who, asked, "North")
    other = asked.options.get(text="Mill")

    with pytest.raises(IntegrityError), transaction.atomic():
        PollVote.objects.create(poll=asked, option=other, participant=who)


def test_an_answer_is_five_statements_and_holds_the_poll_where_there_are_several_writers(
    ada: Actor, evening: Session
) -> None:
    asked, who = poll(ada, evening), guest(evening)
    found, north = again(asked), option_id(asked, "North")

    with CaptureQueriesContext(connection) as queries:
        answer_poll(actor=who.actor, poll=found, participant=who, answers=[north])
    words = [query["sql"].split()[0] for query in queries.captured_queries]

    kinds = [word for word in words if word not in {"SAVEPOINT", "RELEASE"}]
    holds = ["SELECT"] if connection.vendor == "postgresql" else []
    assert kinds == [*holds, "SELECT", "SELECT", "SELECT", "DELETE", "INSERT"]


def test_several_of_several_have_a_limit(ada: Actor, evening: Session) -> None:
    asked, who = poll(ada, evening, "multiple", most=2), guest(evening)
    says(who, asked, "North", "Mill")
    with pytest.raises(Invalid, match="at most 2"):
        says(who, asked, "North", "Mill", "South")
    kept = counts(asked)
    says(who, asked)

    assert (kept, counts(asked)) == (
        {"North": 1, "South": 0, "Mill": 1},
        {"North": 0, "South": 0, "Mill": 0},
    )
    assert tally(asked).people == 0


@pytest.mark.parametrize(
    ("kind", "options", "shown"),
    [
        ("pulse", "", ["Yes", "No", "Unsure"]),
        ("scale", "", ["1", "2", "3", "4", "5"]),
        ("scale", "never\nalways", ["1: never", "2", "3", "4", "5: always"]),
        ("words", "", []),
        ("number", "", []),
    ],
)
def test_answers_that_stand_from_the_beginning(
    ada: Actor, evening: Session, kind: str, options: str, shown: list[str]
) -> None:
    asked = poll(ada, evening, kind, options=options)

    assert [option.text for option in asked.options.all()] == shown


def test_numbers_have_a_middle_and_a_mean(ada: Actor, evening: Session) -> None:
    asked = poll(ada, evening, "number")
    for typed in ("3", "3.0", "2,5", "30"):
        says(guest(evening), asked, typed)
    found = tally(asked)

    assert counts(asked) == {"2.5": 1, "3": 2, "30": 1}
    assert (found.median, found.mean) == (3, 9.62)
    for typed in ("many", "NaN", "1e99", "9" * 500):
        with pytest.raises(Invalid, match="a number"):
            says(guest(evening), asked, typed)


def test_a_poll_goes_from_prepared_to_put_away(ada: Actor, ben: Actor, evening: Session) -> None:
    asked = poll(ada, evening, opened=False)
    who = guest(evening)
    with pytest.raises(Conflict):
        says(who, asked, "North")
    change_poll(actor=ada, poll=again(asked), asks=Asks(words="Which road?", kind="pulse"))
    open_poll(actor=ada, poll=again(asked))
    says(who, asked, "Yes")
    with pytest.raises(Conflict):
        drop_poll(actor=ada, poll=again(asked))
    with pytest.raises(Refused):
        close_poll(actor=ben, poll=again(asked))
    close_poll(actor=ada, poll=again(asked))
    put_away_poll(actor=ada, poll=again(asked))
    away = again(asked).state
    put_away_poll(actor=ada, poll=again(asked), away=False)

    told = LogItem.objects.filter(part="polls").order_by("number")
    assert [bool(item.html) for item in told] == [False, False, False, True]
    assert (away, again(asked).state, counts(asked)["Yes"]) == ("archived", "closed", 1)
    assert again(asked).message.kind == "poll"


def test_what_is_on_its_way_at_the_close_counts(ada: Actor, evening: Session) -> None:
    asked, one, two = poll(ada, evening), guest(evening), guest(evening)
    with time_machine.travel(now(), tick=False) as clock:
        close_poll(actor=ada, poll=again(asked))
        clock.shift(timedelta(seconds=2))
        says(one, asked, "North")
        clock.shift(timedelta(seconds=0.1))
        with pytest.raises(Conflict, match="is closed"):
            says(two, asked, "North")

    assert counts(asked)["North"] == 1


@pytest.mark.parametrize(
    ("results", "room", "voter", "over", "host"),
    [
        ("live", True, True, True, True),
        ("voted", False, True, True, True),
        ("closed", False, False, True, True),
        ("host", False, False, False, True),
    ],
)
def test_who_sees_the_results(
    ada: Actor, evening: Session, results: str, room: bool, voter: bool, over: bool, host: bool
) -> None:
    asked = poll(ada, evening, results=results)
    says(guest(evening), asked, "North")
    told = answers_of(evening.topic_id)
    closed = close_poll(actor=ada, poll=again(asked))

    assert [seen(asked), seen(asked, voted=True), seen(closed), seen(asked, hosts=True)] == [
        room,
        voter,
        over,
        host,
    ]
    north = option_id(asked, "North")
    assert told[str(asked.id)] == 1
    assert (f"{asked.id}:{north}" in told) == room
    drawn = LogItem.objects.filter(part="polls").order_by("number")
    assert ["poll-table" in item.html for item in drawn] == [False, over] or room


def test_polls_by_plain_forms(ada: Actor, evening: Session, as_: Browser) -> None:
    host, plan = as_(ada), f"/t/{evening.topic_id}/polls/"
    form = {"words": BRIDGE, "kind": "single", "options": "North\nSouth", "results": "voted"}
    refused = host.post(plan, {**form, "options": "North"})
    made = host.post(plan, form)
    asked = Poll.objects.get()
    anew = host.get(f"{plan}{asked.id}/edit/").content.decode()
    host.post(f"{plan}{asked.id}/move/", {"act": "open"})
    browser = as_(None)
    browser.post(f"/join/{evening.code}/", {})
    before = browser.get(evening.room_url).content.decode()
    answer = f"{evening.room_url}polls/{asked.id}/"
    sent = browser.post(answer, {"answer": option_id(asked, "South")})
    after = browser.get(evening.room_url).content.decode()
    part = browser.post(answer, {"answer": "77"}, headers={"HX-Request": "true"})

    assert (refused.status_code, made.status_code, sent.status_code) == (422, 303, 303)
    assert anew.count(BRIDGE) >= 1
    assert (before.count("poll-table"), after.count("poll-table")) == (0, 1)
    assert (before.count("checked><span"), after.count("checked><span")) == (0, 1)
    assert (part.status_code, part.content.decode().count("that are listed")) == (422, 1)
    assert counts(asked) == {"North": 0, "South": 1}


def test_answer_that_is_refused_keeps_what_was_chosen(
    ada: Actor, evening: Session, as_: Browser
) -> None:
    asked, browser = poll(ada, evening, "multiple", most=2), as_(None)
    browser.post(f"/join/{evening.code}/", {})
    chosen = {"answer": [option_id(asked, name) for name in ("North", "Mill", "South")]}
    answer = f"{evening.room_url}polls/{asked.id}/"
    plain = browser.post(answer, chosen)
    part = browser.post(answer, chosen, headers={"HX-Request": "true"})
    close_poll(actor=ada, poll=again(asked))
    Poll.objects.update(closed_at=now() - timedelta(minutes=1))
    late = browser.post(answer, chosen, headers={"HX-Request": "true"})

    for one in (plain, part):
        page = one.content.decode()
        assert (one.status_code, page.count("Choose at most 2 answers")) == (422, 1)
        assert [page.count(f'value="{it}" checked') for it in chosen["answer"]] == [1, 1, 1]
    assert (late.status_code, late.content.decode().count("This poll is closed")) == (422, 1)


def test_a_prepared_poll_is_nowhere_in_the_room(ada: Actor, evening: Session, as_: Browser) -> None:
    asked = poll(ada, evening, opened=False)
    browser = as_(None)
    answers = [
        browser.get(f"{evening.room_url}polls/{asked.id}/").status_code,
        browser.get(evening.room_url).content.decode().count(BRIDGE),
        browser.get(f"/t/{evening.topic_id}/").content.decode().count(BRIDGE),
        as_(ada).get(f"/t/{evening.topic_id}/polls/").content.decode().count(BRIDGE),
    ]

    assert answers == [404, 0, 0, 1]


def test_polls_stand_in_the_recap_and_every_export(
    ada: Actor, evening: Session, as_: Browser
) -> None:
    asked, secret = poll(ada, evening), poll(ada, evening, "pulse", results="host", words="Afraid?")
    says(guest(evening), asked, "North")
    says(guest(evening), secret, "Yes")
    close_session(actor=ada, session=own(evening))
    page = f"/t/{evening.topic_id}/"

    def counted(who: Actor | None) -> list[int]:
        browser = as_(who)
        found = [browser.get(page + name).content.decode() for name in ("", "recap.html")]
        words = [browser.get(page + name).content.decode() for name in ("recap.md", "recap.csv")]
        data = browser.get(f"{page}recap.json").json()["polls"]
        return [
            *(one.count('class="poll-table"') for one in found),
            *(one.count("Unsure") for one in words),
            sum(len(one["answers"] or []) for one in data),
        ]

    assert counted(None) == [1, 1, 0, 0, 3]
    assert counted(ada) == [2, 2, 1, 1, 6]
    assert as_(ada).get(f"{page}recap.md").content.decode().count("1 person answered.") == 2


@pytest.mark.parametrize("many", [1, 3])
def test_the_room_asks_the_same_for_one_poll_and_three(
    ada: Actor, evening: Session, as_: Browser, many: int
) -> None:
    for kind in ("single", "words", "number")[:many]:
        poll(ada, evening, kind)
    browser = as_(None)
    browser.get(evening.room_url)
    with CaptureQueriesContext(connection) as asked:
        browser.get(evening.room_url)

    assert len(asked) == 10


def test_people_of_a_cloud_count_once_whatever_they_repeat(ada: Actor, evening: Session) -> None:
    asked = poll(ada, evening, "words")
    says(guest(evening), asked, "Bridges BRIDGE bridge")
    says(guest(evening), asked, "a bridge, clean water")
    says(guest(evening), asked, "the Water")
    with pytest.raises(Invalid, match="carry a meaning"):
        says(guest(evening), asked, "of the")

    assert counts(asked) == {"Bridges": 2, "clean water": 1, "Water": 1}


def test_a_word_held_back_is_out_of_the_room(ada: Actor, evening: Session, as_: Browser) -> None:
    asked = poll(ada, evening, "words")
    says(guest(evening), asked, "nonsense")
    [word] = asked.options.all()
    word.poll = again(asked)
    hold_word(actor=ada, option=word)
    held = as_(None).get(evening.room_url).content.decode().count("nonsense")
    says(guest(evening), asked, "Nonsense")
    people = tally(asked).people
    hold_word(actor=ada, option=word, held=False)
    shown = as_(None).get(evening.room_url).content.decode().count("nonsense")

    assert (held, people, shown) == (0, 2, 2)


def test_page_and_stream_agree(ada: Actor, evening: Session, as_: Browser) -> None:
    asked = poll(ada, evening)
    for answer in ("North", "North", "Mill"):
        says(guest(evening), asked, answer)
    told = answers_of(evening.topic_id)
    page = as_(None).get(evening.room_url).content.decode()

    shown = [
        page.split(f'data-option="{option.id}"')[1].split('poll-count">')[1].split("<")[0]
        for option in asked.options.all()
    ]
    assert shown == [str(told[f"{asked.id}:{option.id}"]) for option in asked.options.all()]
    assert shown == ["2", "0", "1"]


def test_who_only_answers_took_part(ada: Actor, ben: Actor, evening: Session, as_: Browser) -> None:
    asked = poll(ada, evening)
    says(came(ben, evening), asked, "Mill")
    guest(evening)

    page = as_(ada).get(evening.desk_url).content.decode()
    assert "1 took part" in page


def test_more_words_than_anybody_types_are_not_even_read(
    ada: Actor, evening: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, who, read = poll(ada, evening, "words"), guest(evening), []
    monkeypatch.setattr(answering, "said", lambda typed: read.append(len(typed)) or said(typed))
    with pytest.raises(Invalid, match="one to three words"):
        says(who, asked, "a1 " * 100_000)
    says(who, asked, "bridge")

    assert read == [0, 6]


def test_answers_that_nobody_gives_any_more_are_gone(ada: Actor, evening: Session) -> None:
    asked, one, two = poll(ada, evening, "words"), guest(evening), guest(evening)
    says(one, asked, "rude")
    asked.options.update(held_at=now())
    for who, words in ((one, "willow, dyke"), (two, "dyke"), (one, "water"), (two, "")):
        says(who, asked, words)

    assert sorted(option.text for option in asked.options.all()) == ["rude", "water"]


@pytest.mark.parametrize(
    ("kind", "answer"), [("number", "9999999999{:03}.25"), ("words", "&" * 55 + "q{:03}")]
)
def test_poll_with_answers_beyond_number_is_drawn_whole(
    ada: Actor, evening: Session, as_: Browser, kind: str, answer: str
) -> None:
    asked, host = poll(ada, evening, kind, words="&" * 299 + "?"), as_(ada)
    said = [answer.format(place) for place in range(150)]
    options = [PollOption(poll=asked, key=text[-50:], text=text) for text in said]
    crowd = [Participant(session=evening, guest=True) for _text in said]
    Participant.objects.bulk_create(crowd), PollOption.objects.bulk_create(options)
    PollVote.objects.bulk_create(
        PollVote(poll=asked, option=option, participant=who)
        for option, who in zip(options, crowd, strict=True)
    )
    close_poll(actor=ada, poll=again(asked))
    told = LogItem.objects.filter(part="polls").last().html
    wall = f"{evening.get_absolute_url()}wall/"
    host.post(wall, {"scene": "poll" if kind == "number" else "cloud"})
    host.post(wall, {"still": "on"})

    assert told.endswith("</li>")
    assert (told.count('<th scope="row"'), told.count("and 120 more answers")) == (30, 1)
    assert Wall.objects.get().still.endswith("</div>")


@pytest.mark.parametrize(("many", "folds"), [(1, 0), (3, 1)])
def test_several_closed_polls_are_one_line_of_the_room(
    ada: Actor, evening: Session, as_: Browser, many: int, folds: int
) -> None:
    for _poll in range(many):
        close_poll(actor=ada, poll=again(poll(ada, evening)))
    poll(ada, evening)
    page = as_(ada).get(evening.room_url).content.decode()
    before, _fold, after = page.partition("Closed polls <b>3</b>")

    assert page.count("Closed polls <b>") == folds
    assert before.count("Poll, closed") == many * (1 - folds)
    assert after.count("Poll, closed") == many * folds
    assert page.count('data-state="open"') == 1
