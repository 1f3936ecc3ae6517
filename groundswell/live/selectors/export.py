"""A session to take along: what was asked, said and taken from it."""

from typing import Any

from groundswell.conversations.models import Message
from groundswell.live.models import Question, Session
from groundswell.live.selectors.poll import Shown
from groundswell.live.selectors.recap import Recap, Said
from groundswell.live.selectors.signs import Moment

FORMAT, VERSION = "groundswell-session", 1
COLUMNS = (
    *("kind", "number", "minute", "author", "text", "state", "votes", "answer", "url"),
    "hashtag",
)


def whole(recap: Recap, said: list[Said]) -> dict[str, Any]:
    """Everything as data."""
    session = recap.session
    return {
        "format": FORMAT,
        "version": VERSION,
        "session": {
            "id": str(session.topic_id),
            "title": session.topic.title,
            "purpose": session.purpose,
            "hashtag": session.hashtag,
            "starts_at": session.starts_at.isoformat(),
            "began_at": session.began_at.isoformat() if session.began_at else None,
            "closed_at": session.closed_at.isoformat() if session.closed_at else None,
            "host": session.host.name,
            "speakers": [{"name": one.name, "says": one.says} for one in session.speakers.all()],
        },
        "figures": {
            "present": recap.present,
            "spoke": recap.spoke,
            "only_read": recap.only_read,
            "lines": recap.lines,
            "seconds_in_queue": recap.median_queue.total_seconds() if recap.median_queue else None,
            "seconds_to_answer": recap.median_answer.total_seconds()
            if recap.median_answer
            else None,
        },
        "prompts": [
            {
                "number": one.prompt.number,
                "text": one.prompt.text,
                "answers": one.count,
                "best": [{"author": it.author.name, "text": it.text} for it in one.best],
            }
            for one in recap.prompts
        ],
        "lines": [{"author": it.author.name, "text": it.text} for it in recap.best],
        "busiest": [
            {"minute": one.first, "until": one.last, "said": one.said} for one in recap.pulse.peaks
        ],
        "quiet": [{"minute": one.first, "until": one.last} for one in recap.pulse.quiet],
        "questions": [_question(one) for one in (*recap.answered, *recap.carried)],
        "polls": [_poll(one) for one in recap.polls],
        "moments": [
            {"second": one.second, "signs": one.count, "most": str(one.says)}
            for one in recap.moments
        ],
        "takeaways": [_takeaway(one) for one in said],
        "links": recap.links,
    }


def rows_of(recap: Recap, said: list[Said]) -> list[list[str]]:
    """The same as rows of a table: questions, prompts, takeaways."""
    questions = [
        [
            "question",
            str(one.message.number if one.message else ""),
            _minute(one.answered_offset),
            _author(one.message),
            one.text,
            one.state,
            str(one.vote_count),
            _answer(one),
            one.message.get_absolute_url() if one.message else "",
        ]
        for one in (*recap.answered, *recap.carried)
    ]
    prompts = [
        ["prompt", one.prompt.label, "", "", one.prompt.text, "", str(one.count), "", ""]
        for one in recap.prompts
    ]
    best = [
        [
            *("line", str(it.number), _minute(recap.session.offset_of(it.published_at))),
            *(_author(it), it.text, "", "", "", it.get_absolute_url()),
        ]
        for it in recap.best
    ]
    takeaways = [row for one in said for row in _takeaway_rows(recap.session, one)]
    polls = [row for one in recap.polls for row in _poll_rows(one)]
    moments = [
        ["moment", "", _minute(one.second), "", str(one.says), "", str(one.count), "", ""]
        for one in recap.moments
    ]
    sign = f"#{recap.session.hashtag}" if recap.session.hashtag else ""
    rows = (*questions, *prompts, *best, *polls, *moments, *takeaways)
    return [[*row, sign] for row in rows]


def markdown_of(recap: Recap, said: list[Said]) -> str:
    """The same as words."""
    session = recap.session
    parts = [f"# {session.topic.title}", session.purpose]
    parts += [f"#{session.hashtag}"] if session.hashtag else []
    if said:
        parts.append("## Takeaways")
        parts.append("\n".join(_said_line(one) for one in said))
    for one in recap.prompts:
        parts.append(f"## {one.prompt.label}. {one.prompt.text}")
        parts.append("\n".join(f"- {it.author.name}: {_one_line(it.text)}" for it in one.best))
    if recap.best:
        parts.append("## Lines that people liked or passed on most")
        parts.append("\n".join(f"- {it.author.name}: {_one_line(it.text)}" for it in recap.best))
    for title, questions in (("Answered", recap.answered), ("Carried on", recap.carried)):
        if questions:
            parts.append(f"## {title}")
            parts.append("\n".join(_question_line(one) for one in questions))
    for poll in recap.polls:
        parts.append(f"## {_one_line(poll.poll.text)}")
        parts.append(_poll_lines(poll))
    if recap.moments:
        parts.append("## Moments")
        parts.append("\n".join(_moment_line(one) for one in recap.moments))
    if recap.links:
        parts.append("## Links")
        parts.append("\n".join(f"- <{address}>" for address in recap.links))
    return "\n\n".join(part for part in parts if part) + "\n"


def _said_line(one: Said) -> str:
    shown = "".join(f"\n  - {it.author.name}: {_one_line(it.text)}" for it in one.items)
    return f"- {_one_line(one.takeaway.message.text)} ({one.takeaway.said_count}){shown}"


def _question_line(one: Question) -> str:
    at = f" [{_minute(one.answered_offset)}]" if one.answered_offset is not None else ""
    said = one.said_answer
    answer = f"\n  - {said.author.name}: {_one_line(said.text)}" if said else ""
    link = f"\n  - <{one.answer_url}>" if one.answer_url else ""
    return f"- {_one_line(one.text)}{at}{answer}{link}"


def _question(one: Question) -> dict[str, Any]:
    return {
        "text": one.text,
        "author": _author(one.message),
        "state": one.state,
        "votes": one.vote_count,
        "asked_at": one.asked_at.isoformat(),
        "answered_at": one.answered_at.isoformat() if one.answered_at else None,
        "offset": one.answered_offset,
        "how": one.how,
        "answer": _answer(one),
        "answered_by": _author(one.said_answer),
    }


def _poll(one: Shown) -> dict[str, Any]:
    poll, tally = one.poll, one.tally
    answers = [{"text": row.option.text, "people": row.count} for row in tally.rows]
    return {
        "text": poll.text,
        "kind": poll.kind,
        "most": poll.most,
        "people": tally.people,
        "opened_at": poll.opened_at.isoformat() if poll.opened_at else None,
        "closed_at": poll.closed_at.isoformat() if poll.closed_at else None,
        "answers": answers if one.counted else None,
    }


def _poll_rows(one: Shown) -> list[list[str]]:
    """A row for what was asked, and one for each answer."""
    poll, message = one.poll, one.poll.message
    url = message.get_absolute_url() if message else ""
    number = str(message.number) if message else ""
    minute = _minute(poll.session.offset_of(poll.opened_at)) if poll.opened_at else ""
    people = str(one.tally.people)
    asked = ["poll", number, minute, _author(message), poll.text, poll.kind, people, "", url]
    answers = [
        ["poll answer", number, "", "", row.option.text, "", str(row.count), "", url]
        for row in one.tally.rows
    ]
    return [asked, *(answers if one.counted else [])]


def _takeaway_rows(session: Session, one: Said) -> list[list[str]]:
    """A row for what was taken along, and one for each thing said that shows it."""
    message = one.takeaway.message
    lifted = "lifted" if one.takeaway.lifted_at else ""
    said = [
        *("takeaway", str(message.number), "", _author(message), message.text),
        *(lifted, str(one.takeaway.said_count), "", message.get_absolute_url()),
    ]
    shown = [
        [
            *("shows a takeaway", str(it.number), _minute_of(session, it), _author(it), it.text),
            *("", "", message.get_absolute_url(), it.get_absolute_url()),
        ]
        for it in one.items
    ]
    return [said, *shown]


def _poll_lines(one: Shown) -> str:
    lines = [f"- {_one_line(row.option.text)}: {row.count}" for row in one.tally.rows]
    people = (
        "1 person answered." if one.tally.people == 1 else f"{one.tally.people} people answered."
    )
    return "\n".join([people, "", *lines] if one.counted else [people])


def _moment_line(one: Moment) -> str:
    return f"- [{_minute(one.second)}] {one.says} ({one.count})"


def _takeaway(one: Said) -> dict[str, Any]:
    return {
        "text": one.takeaway.message.text,
        "author": _author(one.takeaway.message),
        "said_by": one.takeaway.said_count,
        "lifted": one.takeaway.lifted_at is not None,
        "speaker": one.takeaway.speaker.name if one.takeaway.speaker else None,
        "wordings": [{"author": it.actor.name, "text": it.words} for it in one.wordings],
        "shown_by": [
            {"author": it.author.name, "text": it.text, "url": it.get_absolute_url()}
            for it in one.items
        ],
    }


def _answer(question: Question) -> str:
    said = question.said_answer
    return said.text if said else question.answer_url


def _author(message: Message | None) -> str:
    return message.author.name if message else ""


def _minute(seconds: int | None) -> str:
    return "" if seconds is None else f"{seconds // 60}:{seconds % 60:02}"


def _minute_of(session: Session, message: Message) -> str:
    """When it was said; nothing where that was before the session or after it."""
    began, ended, at = session.began_at, session.closed_at, message.published_at
    said = began is not None and at >= began and (ended is None or at <= ended)
    return _minute(session.offset_of(at)) if said else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())
