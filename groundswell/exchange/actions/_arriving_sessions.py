"""The sessions of an archive, once their topics and words are here."""

from collections.abc import Iterator
from typing import Any

from groundswell.conversations.models import Topic
from groundswell.core.text.clean import one_line
from groundswell.exchange.actions._arrival import Arrival
from groundswell.exchange.actions._arriving_polls import MOST_PEOPLE, Rooms, sole_message
from groundswell.exchange.actions._arriving_series import LAST_YEAR, Rhythms
from groundswell.exchange.actions._arriving_shapes import Grown
from groundswell.exchange.archives import SOURCE
from groundswell.exchange.importers.archive.fields import Fields
from groundswell.live.models import (
    Participant,
    Prompt,
    Question,
    Session,
    Speaker,
    Takeaway,
    TakeawayItem,
    Wording,
)
from groundswell.live.rules import ZONES, require_web_address

State = Question.State
MOST_PLACES = 100_000


def arrive_sessions(arrival: Arrival) -> Iterator[Grown]:
    """The sessions that are not here, one at a time, with their polls and the series of each."""
    lines = list(arrival.archive.lines("sessions"))
    topics = [arrival.topic(it, "id") for it in lines]
    told = list(zip(lines, topics, strict=True))
    rhythms, rooms = Rhythms(arrival, told), Rooms(arrival, lines)
    here = set(Session.objects.filter(topic__in=[one.id for one in topics]).values_list("pk"))
    earlier = Earlier(arrival)
    for it, topic in told:
        known = (topic.id,) in here
        arrival.tally.add("unchanged" if known else "created", "sessions")
        if not known:
            grown = _grown(arrival, it, topic, rhythms, rooms)
            earlier.give(it, grown)
            yield grown
        elif it.name("id") not in arrival.here:
            raise it.wrong("id", "the name of a session of its own")
        here.add((topic.id,))


def _grown(arrival: Arrival, it: Fields, topic: Topic, rhythms: Rhythms, rooms: Rooms) -> Grown:
    grown = Grown(Topic.Kind.SESSION, topics=[topic.id])
    session = _session(arrival, it, topic)
    speakers = _speakers(it, session)
    prompts = {one.number: one for one in _prompts(arrival, it, session)}
    came, answered = _people(it, session, answered=rooms.most_people(it))
    rhythms.give(it, session, grown)
    grown.rows[Session].append(session)
    grown.rows[Speaker] += speakers
    grown.rows[Participant] += came
    grown.rows[Prompt] += list(prompts.values())
    grown.rows[Question] += _questions(arrival, it, session)
    rooms.give(it, session, grown, people=answered)
    for one in it.children("takeaways"):
        said = list(_wordings(arrival, one))
        number = one.maybe_number("prompt")
        speaker = one.maybe_number("speaker", most=max(0, len(speakers) - 1))
        takeaway = Takeaway(
            message_id=sole_message(arrival, one),
            session=session,
            speaker=speakers[speaker] if speaker is not None and speakers else None,
            prompt=prompts.get(-1 if number is None else number),
            said_count=max(1, len(said)),
            lifted_at=one.maybe_moment("lifted"),
            became=arrival.topic(one, "became") if one.maybe_name("became") else None,
        )
        grown.rows[Takeaway].append(takeaway)
        shown = {arrival.message(item, "object"): None for item in one.children("shownBy")}
        grown.rows[TakeawayItem] += [
            TakeawayItem(takeaway=takeaway, message_id=id_) for id_ in shown
        ]
        grown.rows[Wording] += [Wording(takeaway=takeaway, **values) for values in said]
    return grown


class Earlier:
    """The questions that came so far, of which later sessions asked some again."""

    def __init__(self, arrival: Arrival) -> None:
        self.arrival, self.again = arrival, set[int]()
        self.by_message: dict[int, Question] = {}

    def give(self, it: Fields, grown: Grown) -> None:
        """Leads what is asked again to what was asked before, each to one of its own."""
        found: list[Question] = grown.rows[Question]  # type: ignore[assignment]
        for one, question in zip(it.children("questions"), found, strict=True):
            if one.values.get("before") is not None:
                question.asked_before = self._before(one, question)
        self.by_message |= {one.message_id: one for one in found if one.message_id}

    def _before(self, it: Fields, question: Question) -> Question:
        id_ = self.arrival.message(it, "before")
        known = Question.objects.filter(message=id_, session__topic__space=self.arrival.space)
        before = self.by_message.get(id_) or known.first()
        own = before is not None and before.session_id == question.session_id
        if before is None or own or before.id in self.again or _asked_again(before):
            raise it.wrong("before", "a question of a session before that is asked again once")
        self.again.add(before.id)
        return before


def _asked_again(question: Question) -> bool:
    return Question.objects.filter(asked_before=question.id).exists()


def _speakers(it: Fields, session: Session) -> list[Speaker]:
    return [
        Speaker(
            session=session,
            position=at,
            name=one_line(one.text("name"), most=150, least=1),
            says=one_line(one.text("summary", ""), most=150),
        )
        for at, one in enumerate(it.children("speakers"))
    ]


def _session(arrival: Arrival, it: Fields, topic: Topic) -> Session:
    url = it.text("recordingUrl", "")
    state = it.one_of("state", Session.State.values)
    began, ended = it.maybe_moment("began"), it.maybe_moment("ended")
    if state != Session.State.ANNOUNCED and began is None:
        raise it.wrong("began", "a date, although the session has begun")
    if state == Session.State.RECAPPED and (ended is None or began is None or ended < began):
        raise it.wrong("ended", "a date after the beginning, although the session is over")
    starts = it.moment("startTime")
    if starts.year > LAST_YEAR:
        raise it.wrong("startTime", f"a moment before the year {LAST_YEAR + 1}")
    return Session(
        topic=topic,
        purpose=one_line(it.text("summary"), most=300, least=1),
        host=arrival.actor(it, "attributedTo"),
        starts_at=starts,
        minutes=it.number("minutes", least=5, most=1440),
        zone=it.one_of("zone", sorted(ZONES)),
        hashtag=one_line(it.text("hashtag", ""), most=60),
        state=state,
        began_at=began,
        wrapped_at=it.maybe_moment("wrapped"),
        closed_at=ended,
        recording=it.one_of("recording", Session.Recording.values),
        recording_url=require_web_address(url) if url else "",
        recording_lead=it.maybe_number("recordingLead", least=-86_400, most=86_400) or 0,
        naming=it.one_of("naming", Session.Naming.values),
        moderation=it.one_of("moderation", Session.Moderation.values),
        totals=it.one_of("totals", Session.Totals.values),
        most_unanswered=it.number("mostUnanswered", least=1, most=10),
        unheard_first=it.values.get("unheardFirst") is True,
        # What was told long ago is not told again.
        grown_at=ended,
        source=one_line(it.text("provenance", ""), most=80) or SOURCE,
    )


def _people(
    it: Fields, session: Session, *, answered: int
) -> tuple[list[Participant], list[Participant]]:
    """As many as came, of whom nothing is known; and those of them who can have answered a poll,
    among them who came and had to go."""
    many = it.maybe_number("came", most=MOST_PEOPLE) or 0
    spoke = min(many, it.maybe_number("spoke", most=MOST_PEOPLE) or 0)
    at = session.began_at or session.starts_at
    came = [
        Participant(session=session, guest=True, at=at, spoke_at=at if place < spoke else None)
        for place in range(many)
    ]
    gone = [
        Participant(session=session, guest=True, at=at, spoke_at=at, removed_at=at)
        for _one in range(answered - spoke)
    ]
    return came + gone, came[:spoke] + gone


def _prompts(arrival: Arrival, it: Fields, session: Session) -> Iterator[Prompt]:
    for one in it.children("prompts"):
        yield Prompt(
            session=session,
            number=one.number("number", most=99),
            minute=one.maybe_number("minutes", most=1440) or 0,
            message_id=sole_message(arrival, one),
            put_at=one.maybe_moment("at"),
        )


def _questions(arrival: Arrival, it: Fields, session: Session) -> list[Question]:
    lines = it.children("questions")
    found = [_question(arrival, one, session) for one in lines]
    for one, question in zip(lines, found, strict=True):
        if question.state == State.MERGED:
            question.merged_into = found[one.number("into", most=len(found) - 1)]
    _require_ends(lines, found)
    on = [
        one for one, question in zip(lines, found, strict=True) if question.state == State.CURRENT
    ]
    if len(on) > 1:
        raise on[1].wrong("state", "a state of its own: one question is on at most")
    return found


def _require_ends(lines: list[Fields], found: list[Question]) -> None:
    """What was merged leads to a question that stands: whoever follows would follow for ever."""
    ends = set[int]()
    for one, question in zip(lines, found, strict=True):
        seen, into = set[int](), question
        while into.merged_into is not None and not (into.id in seen or into.id in ends):
            seen.add(into.id)
            into = into.merged_into
        if into.id in seen:
            raise one.wrong("into", "a question that stands")
        ends |= seen


def _question(arrival: Arrival, it: Fields, session: Session) -> Question:
    url = it.text("url", "")
    shown = [State.OPEN, State.CURRENT, State.ANSWERED, State.MERGED, State.CARRIED]
    return Question(
        session=session,
        message_id=sole_message(arrival, it),
        state=it.one_of("state", [str(state) for state in shown]),
        voice=it.one_of("voice", Question.Voice.values),
        vote_count=it.maybe_number("votes") or 0,
        asked_at=it.moment("asked"),
        opened_at=it.maybe_moment("opened"),
        current_at=it.maybe_moment("current"),
        answered_at=it.maybe_moment("answered"),
        pinned_at=it.maybe_moment("pinned"),
        place=it.maybe_number("place", least=-MOST_PLACES, most=MOST_PLACES) or 0,
        how=it.one_of("how", [*Question.How.values, ""], ""),
        answer_id=arrival.maybe_message(it, "answer"),
        answer_url=require_web_address(url) if url else "",
        carried_to=arrival.topic(it, "target") if it.maybe_name("target") else None,
    )


def _wordings(arrival: Arrival, it: Fields) -> Iterator[dict[str, Any]]:
    seen = set[int]()
    for one in it.children("wordings"):
        actor = arrival.actor(one, "actor")
        if actor.id not in seen or not actor.id:
            seen.add(actor.id)
            words = one_line(one.text("content", ""), most=280)
            yield {"actor": actor, "words": words, "at": one.moment("at")}
