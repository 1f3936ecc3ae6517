"""A session goes out with its space and comes back equal."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from groundswell.actors.models import Actor
from groundswell.exchange.actions import _arriving_sessions
from groundswell.exchange.exporters.archive import pack_space
from groundswell.exchange.importers.archive import open_archive
from groundswell.exchange.importers.archive.bring import bring
from groundswell.exchange.importers.archive.fields import Fields
from groundswell.exchange.importers.shapes import SourceError
from groundswell.exchange.importers.tally import Tally
from groundswell.live.actions import (
    Answered,
    Typed,
    add_takeaway,
    answer_question,
    begin_session,
    carry_question,
    close_session,
    lift_takeaway,
    merge_questions,
    order_unheard,
    pin_question,
    place_question,
    plan_prompts,
    put_prompt,
    say_too,
    take_up_question,
    write_line,
)
from groundswell.live.models import Question, Session
from groundswell.live.selectors.export import whole
from groundswell.live.selectors.recap import recap_of, takeaways_of
from groundswell.spaces.models import Space
from tests import factories
from tests.exchange.archives import content, empty_site
from tests.live.acts import again, asks, came, guest, own, votes


@pytest.fixture
def past(ada: Actor, ben: Actor, meadow: Space) -> Session:
    session = factories.session(
        ada, meadow, title="River evening", guests=True, speakers="Renee Falk, engineer",
        hashtag="rivertalk", moderation="off", recording="all",
        recording_url="https://videos.example/river",
    )  # fmt: skip
    plan_prompts(actor=ada, session=session, typed=Typed(lines="Who are you?\nNever put"))
    begin_session(actor=ada, session=session)
    put_prompt(actor=ada, session=own(session), number=1)
    who, mine = guest(session), came(ben, session)
    write_line(actor=ben, session=own(session), participant=mine, text="I am Ben")
    first = asks(who, session, "How high is the dyke at the mill?")
    second = asks(mine, session, "How high is the dyke, anyway?", voice="hidden")
    third = asks(mine, session, "Which road stays open when it floods?")
    votes(mine, first)
    merge_questions(actor=ada, source=again(second), into=again(first))
    pin_question(actor=ada, question=again(third))
    place_question(actor=ada, question=again(third), steps=-1)
    order_unheard(actor=ada, session=own(session), first=True)
    answered = Answered(how="writing", words="Four metres.")
    answer_question(actor=ada, question=again(first), answered=answered)
    took = add_takeaway(
        actor=ada, session=own(session), text="Boots by the door",
        speaker=session.speakers.get(), prompt=session.prompts.first(),
        items=[again(first).message, session.prompts.first().message],
    )  # fmt: skip
    say_too(actor=ben, takeaway=took, words="The boots stand by the door")
    lift_takeaway(actor=ada, takeaway=took)
    close_session(actor=ada, session=own(session))
    assert again(third).state == "carried"
    return own(session)


def taken(session: Session) -> dict[str, object]:
    found = whole(recap_of(session), takeaways_of(session, None))
    return json.loads(json.dumps(found))


def test_session_comes_back_equal(past: Session, tmp_path: Path) -> None:
    before = taken(past)
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    packed = pack_space(past.topic.space, first)
    empty_site()
    with open_archive(first) as archive:
        bring(archive, Tally())
    with open_archive(first) as archive:
        again_ = Tally()
        bring(archive, again_)
    pack_space(Space.objects.get(), second)
    session = Session.objects.with_topic().get()
    rows = Question.objects.order_by("message__number")
    states = list(rows.values_list("state", flat=True))
    held = [(bool(one.pinned_at), one.place) for one in rows]

    assert packed.counts["sessions"] == 1
    assert content(second) == content(first)
    assert taken(session) == before
    assert states == ["answered", "merged", "carried"]
    assert (held, session.unheard_first) == ([(False, -1), (False, 0), (True, -2)], True)
    assert "Never put" not in str(content(first))


MERGED = {"state": "merged"}


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ([MERGED | {"into": 1}, MERGED | {"into": 0}], "into is not a question that stands"),
        ([MERGED | {"into": 0}], "into is not a question that stands"),
        (
            [MERGED | {"into": 2}, MERGED | {"into": 2}, MERGED | {"into": 1}],
            "into is not a question that stands",
        ),
        ([{"state": "current"}, {"state": "current"}], "one question is on at most"),
    ],
)
def test_questions_that_lead_nowhere_are_refused(
    told: list[dict[str, object]], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(_arrival: object, one: Fields, _session: object) -> Question:
        return Question(state=one.text("state"))

    monkeypatch.setattr(_arriving_sessions, "_question", made)
    with pytest.raises(SourceError, match=says):
        _arriving_sessions._questions(None, Fields("line 1", {"questions": told}), Session())


def test_chain_of_merges_that_ends_is_taken() -> None:
    told = [Fields("line 1", {}) for _one in range(3)]
    first, second, third = (Question() for _one in told)
    first.merged_into, second.merged_into = second, third
    _arriving_sessions._require_ends(told, [first, second, third])

    assert third.merged_into is None


def test_question_asked_again_comes_back_as_such(
    ada: Actor, ben: Actor, meadow: Space, tmp_path: Path
) -> None:
    first, second = (factories.session(ada, meadow, title=title) for title in ("One", "Two"))
    later = first.starts_at + timedelta(days=7)
    Session.objects.filter(topic=second.topic_id).update(starts_at=later)
    question = asks(came(ben, first), first, "Which road stays open when it floods?")
    carry_question(actor=ada, question=again(question), to=second.topic)
    take_up_question(actor=ada, question=again(question), session=own(second))
    packed, again_packed = tmp_path / "first.zip", tmp_path / "second.zip"
    pack_space(meadow, packed)
    empty_site()
    with open_archive(packed) as archive:
        bring(archive, Tally())
    pack_space(Space.objects.get(), again_packed)

    asked = Question.objects.get(asked_before__isnull=False)
    assert (asked.session.topic.title, asked.asked_before.session.topic.title) == ("Two", "One")
    assert content(again_packed) == content(packed)
