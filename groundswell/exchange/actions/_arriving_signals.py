"""What people did with the words of an archive, what stewards did for its topics."""

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
from groundswell.core.text.render import render
from groundswell.exchange.actions._arrival import Arrival, chunks
from groundswell.exchange.importers.archive.fields import Fields


def arrive_reactions(arrival: Arrival) -> None:
    """Signs given to messages."""
    for some in chunks(arrival.archive.lines("reactions")):
        Reaction.objects.bulk_create(
            [
                Reaction(
                    message_id=arrival.message(it, "object"),
                    actor=arrival.actor(it, "actor"),
                    sign=one_line(it.text("content"), most=16, least=1),
                    at=it.moment("published"),
                )
                for it in some
            ],
            ignore_conflicts=True,
        )


def arrive_reshares(arrival: Arrival) -> None:
    """Messages passed on; an onward one knows the one it came by, which may stand after it."""
    made: dict[str, Reshare] = {}
    onward = []
    for it in arrival.archive.lines("reshares"):
        if not arrival.is_new(it, "object"):
            continue
        text = clean(it.text("summary", ""), most=1000)
        reshare = Reshare(
            message_id=arrival.message(it, "object"),
            actor=arrival.actor(it, "actor"),
            into=arrival.space if it.values.get("target") else None,
            text=text,
            at=it.moment("published"),
        )
        reshare.html = render(text, namespace=reshare.id).html if text else ""
        reshare.save(force_insert=True)
        made[it.text("id")] = reshare
        if it.values.get("instrument"):
            onward.append((reshare, it.text("instrument")))
    for reshare, via in onward:
        reshare.via = made.get(via)
        reshare.save(update_fields=["via"])


def arrive_care(arrival: Arrival) -> None:
    """Locks, pins, summaries, accepted answers, promises, and who asks the same."""
    for it in arrival.archive.lines("topics"):
        if arrival.is_new(it, "id"):
            topic = arrival.topic(it, "id")
            _arrive_states(arrival, it, topic)
            _arrive_answers(arrival, it, topic)


def _arrive_states(arrival: Arrival, it: Fields, topic: Topic) -> None:
    if lock := it.maybe_child("locked"):
        reason = one_line(lock.text("summary"), most=500)
        by = arrival.actor(lock, "by")
        Lock(topic=topic, by=by, reason=reason, at=lock.moment("at")).save(force_insert=True)
    if pin := it.maybe_child("pinned"):
        Pin(topic=topic, by=arrival.actor(pin, "by"), at=pin.moment("at")).save(force_insert=True)
    if closing := it.maybe_child("closed"):
        source = clean(closing.markdown(), most=MOST_BODY)
        Closing(
            topic=topic,
            by=arrival.actor(closing, "by"),
            source=source,
            html=render(source, namespace=topic.id).html,
            at=closing.moment("at"),
        ).save(force_insert=True)


def _arrive_answers(arrival: Arrival, it: Fields, topic: Topic) -> None:
    if accepted := it.maybe_child("accepted"):
        AcceptedAnswer(
            topic=topic,
            message_id=arrival.message(accepted, "object"),
            by=arrival.actor(accepted, "by"),
            at=accepted.moment("at"),
        ).save(force_insert=True)
    for holding in it.children("holding"):
        HoldingReply(
            topic=topic,
            message_id=arrival.message(holding, "object"),
            by=arrival.actor(holding, "by"),
            due_on=holding.day("dueOn"),
            kept_at=holding.maybe_moment("kept"),
        ).save(force_insert=True)
    for too in it.children("meToo"):
        MeToo(topic=topic, actor=arrival.actor(too, "actor"), at=too.moment("at")).save()
