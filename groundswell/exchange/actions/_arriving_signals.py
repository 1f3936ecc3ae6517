"""What people did with the words of an archive, what stewards did for its topics."""

from django.db.models import Model

from groundswell.conversations.models import (
    AcceptedAnswer,
    Closing,
    HoldingReply,
    Lock,
    MeToo,
    Pin,
    Reaction,
    Reshare,
    Topic,
)
from groundswell.core.text.clean import MOST_BODY, clean, one_line
from groundswell.exchange.actions._arrival import Arrival
from groundswell.exchange.importers.archive.fields import Fields
from groundswell.exchange.importers.archive.pieces import Piece

Rows = dict[type[Model], list[Model]]


def arrive_signals(arrival: Arrival, piece: Piece, rows: Rows) -> None:
    """Everything that hangs on the topics and messages of a piece, but files."""
    for it in piece.topics:
        if arrival.is_new(it, "id"):
            topic = arrival.topic(it, "id")
            _arrive_states(arrival, it, topic, rows)
            _arrive_answers(arrival, it, topic, rows)
    rows[Reaction] += [_reaction(arrival, it) for it in piece.reactions]
    fresh = [it for it in piece.reshares if arrival.is_new(it, "object")]
    rows[Reshare] += [_reshare(arrival, it) for it in fresh]
    for it in fresh:
        # An onward one may stand before the one it came by.
        via = arrival.reshares.get(it.text("instrument", ""))
        arrival.reshares[it.text("id")].via_id = via.id if via else None


def _reaction(arrival: Arrival, it: Fields) -> Reaction:
    return Reaction(
        message_id=arrival.message(it, "object"),
        actor=arrival.actor(it, "actor"),
        sign=one_line(it.text("content"), most=16, least=1),
        at=it.moment("published"),
    )


def _reshare(arrival: Arrival, it: Fields) -> Reshare:
    text = clean(it.text("summary", ""), most=1000)
    reshare = Reshare(
        message_id=arrival.message(it, "object"),
        actor=arrival.actor(it, "actor"),
        into=arrival.space if it.values.get("target") else None,
        text=text,
        at=it.moment("published"),
    )
    reshare.html = arrival.rendered(text, reshare.id).html if text else ""
    arrival.reshares[it.text("id")] = reshare
    return reshare


def _arrive_states(arrival: Arrival, it: Fields, topic: Topic, rows: Rows) -> None:
    """Locks, pins and summaries."""
    if lock := it.maybe_child("locked"):
        reason = one_line(lock.text("summary"), most=500)
        by = arrival.actor(lock, "by")
        rows[Lock].append(Lock(topic=topic, by=by, reason=reason, at=lock.moment("at")))
    if pin := it.maybe_child("pinned"):
        rows[Pin].append(Pin(topic=topic, by=arrival.actor(pin, "by"), at=pin.moment("at")))
    if closing := it.maybe_child("closed"):
        source = clean(closing.markdown(), most=MOST_BODY)
        rows[Closing].append(
            Closing(
                topic=topic,
                by=arrival.actor(closing, "by"),
                source=source,
                html=arrival.rendered(source, topic.id).html,
                at=closing.moment("at"),
            )
        )


def _arrive_answers(arrival: Arrival, it: Fields, topic: Topic, rows: Rows) -> None:
    """Accepted answers, promises, and who asks the same."""
    if accepted := it.maybe_child("accepted"):
        rows[AcceptedAnswer].append(
            AcceptedAnswer(
                topic=topic,
                message_id=arrival.message(accepted, "object"),
                by=arrival.actor(accepted, "by"),
                at=accepted.moment("at"),
            )
        )
    rows[HoldingReply] += [
        HoldingReply(
            topic=topic,
            message_id=arrival.message(holding, "object"),
            by=arrival.actor(holding, "by"),
            due_on=holding.day("dueOn"),
            kept_at=holding.maybe_moment("kept"),
        )
        for holding in it.children("holding")
    ]
    rows[MeToo] += [
        MeToo(topic=topic, actor=arrival.actor(too, "actor"), at=too.moment("at"))
        for too in it.children("meToo")
    ]
