"""Sessions of a space, as objects: what their topics have besides their words.

Only what a reader of the session could see. Who asked without a name stays unnamed, votes are
counts, and who came is a number. Not in the archive: questions that wait or were set aside, and
prompts that were not put.
"""

from collections.abc import Iterator

from groundswell.conversations.models import Message
from groundswell.exchange.exporters.archive.known import Known, Line
from groundswell.exchange.exporters.archive.objects import Object, lean, when
from groundswell.exchange.exporters.archive.polls import poll_lines, polls_left_out
from groundswell.exchange.exporters.archive.series import series_objects
from groundswell.live.models import Prompt, Question, Session, Takeaway, Wording
from groundswell.live.selectors.people import came, spoke
from groundswell.spaces.models import Space

State = Question.State
SHOWN = (State.OPEN, State.CURRENT, State.ANSWERED, State.MERGED, State.CARRIED)


def sessions_left_out(space: Space) -> dict[str, int]:
    """What the space's sessions have and the archive has not, by noun."""
    sessions = Session.objects.filter(topic__space=space, topic__removed_at=None)
    unseen = Question.objects.filter(session__in=sessions).exclude(state__in=SHOWN)
    return {
        "questions that no reader sees": unseen.count(),
        "prompts that were not put": Prompt.objects.filter(
            session__in=sessions, message=None
        ).count(),
        **polls_left_out(space),
    }


def session_lines(known: Known) -> Iterator[Line]:
    """The sessions by their beginning, after the series they belong to; their topics have been
    written."""
    rows = Session.objects.filter(topic__space=known.space, topic__removed_at=None)
    ordered = rows.select_related("host").order_by("starts_at", "topic__published_at")
    sessions = [one for one in ordered if one.topic_id in known.topics]
    known.meet(one.host for one in sessions)
    series = list(dict.fromkeys(one.series_id for one in sessions if one.series_id))
    yield from (("series", it) for it in series_objects(known, series))
    for session in sessions:
        place = series.index(session.series_id) if session.series_id else None
        yield "sessions", {**_session(known, session), **_day(session, place)}
    yield from poll_lines(known, sessions)


def _day(session: Session, series: int | None) -> Object:
    """Of which series it is, by its place in the file, and which of its days."""
    day = session.series_day.isoformat() if session.series_day else None
    return {} if series is None else lean(series=series, seriesDay=day)


def _session(known: Known, session: Session) -> Object:
    people = came(session)
    prompts = Prompt.objects.filter(session=session, message__in=_standing(session))
    return lean(
        type="Event",
        id=known.names.topic(session.topic_id),
        summary=session.purpose,
        attributedTo=known.names.actor(session.host),
        startTime=when(session.starts_at),
        minutes=session.minutes,
        zone=session.zone,
        hashtag=session.hashtag,
        state=session.state,
        began=when(session.began_at),
        wrapped=when(session.wrapped_at),
        ended=when(session.closed_at),
        recording=session.recording,
        recordingUrl=session.recording_url,
        recordingLead=session.recording_lead,
        naming=session.naming,
        moderation=session.moderation,
        totals=session.totals,
        mostUnanswered=session.most_unanswered,
        unheardFirst=session.unheard_first or None,
        came=people.count(),
        spoke=spoke(people),
        provenance=session.source if session.source not in {"local", "archive"} else "",
        speakers=[lean(name=it.name, summary=it.says) for it in session.speakers.all()],
        prompts=[
            lean(
                object=known.names.message(it.message_id or 0),
                number=it.number,
                minutes=it.minute,
                at=when(it.put_at),
            )
            for it in prompts.order_by("number")
        ],
        questions=list(_questions(known, session)),
        takeaways=list(_takeaways(known, session)),
    )


def _standing(session: Session) -> list[int]:
    rows = Message.objects.standing().filter(topic=session.topic_id)
    return list(rows.values_list("id", flat=True))


def _questions(known: Known, session: Session) -> Iterator[Object]:
    rows = Question.objects.filter(session=session, state__in=SHOWN)
    found = list(
        rows.filter(message__in=_standing(session))
        .select_related("message", "asked_before__session", "asked_before__message")
        .order_by("message__number")
    )
    for question in found:
        question.session = session
    place = {question.id: at for at, question in enumerate(found)}
    for it in found:
        answer = it.answer_id if it.answer_id in known.messages else None
        into = place.get(it.merged_into_id or 0)
        lost = it.state == State.MERGED and into is None
        carried = it.carried_to_id if it.carried_to_id in known.topics else None
        before = _before(known, it)
        yield lean(
            object=known.names.message(it.message_id or 0),
            state=State.OPEN if lost else it.state,
            voice=it.voice,
            votes=it.vote_count,
            asked=when(it.asked_at),
            opened=when(it.opened_at),
            current=when(it.current_at),
            answered=when(it.answered_at),
            how=it.how,
            answer=known.names.message(answer) if answer else None,
            url=it.answer_url,
            into=into,
            pinned=when(it.pinned_at),
            place=it.place or None,
            target=known.names.topic(carried) if carried else None,
            before=known.names.message(before) if before else None,
        )


def _before(known: Known, question: Question) -> int | None:
    """The message of the question before that it asks again, where readers see that."""
    before = question.asked_before
    if before is None or before.state not in SHOWN or before.message is None:
        return None
    gone = before.message.tombstoned_at is not None
    here = before.session_id in known.topics and before.message_id in known.messages
    # Sessions are read in the order of their times.
    earlier = before.session.starts_at < question.session.starts_at
    return before.message_id if here and earlier and not gone else None


def _takeaways(known: Known, session: Session) -> Iterator[Object]:
    standing = set(_standing(session))
    rows = Takeaway.objects.filter(session=session, message__in=standing)
    speakers = {one.id: at for at, one in enumerate(session.speakers.all())}
    for it in rows.select_related("prompt").order_by("message__number"):
        said = list(Wording.objects.filter(takeaway=it).select_related("actor").order_by("at"))
        known.meet(one.actor for one in said)
        became = it.became_id if it.became_id in known.topics else None
        yield lean(
            object=known.names.message(it.message_id),
            speaker=speakers.get(it.speaker_id or 0),
            prompt=it.prompt.number if it.prompt and it.prompt.message_id else None,
            lifted=when(it.lifted_at),
            became=known.names.topic(became) if became else None,
            shownBy=[
                {"object": known.names.message(id_)}
                for id_ in it.items.order_by("message__number").values_list("message", flat=True)
                if id_ in standing
            ],
            wordings=[
                lean(actor=known.names.actor(one.actor), content=one.words, at=when(one.at))
                for one in said
            ],
        )
