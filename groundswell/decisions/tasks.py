"""What the worker does for decisions: they open, remind and close by their own time."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from groundswell.actors.models import Actor
from groundswell.core.bus import publish
from groundswell.core.clock import now, today
from groundswell.core.errors import DomainError
from groundswell.core.later import later
from groundswell.core.schedule import every
from groundswell.decisions.actions import (
    ask_for_review,
    begin_voting,
    close_voting,
    keep_count,
    remind_commitment,
    remind_undecided,
)
from groundswell.decisions.actions.growing import tell_of_count
from groundswell.decisions.actions.opinion import keep_map
from groundswell.decisions.models import (
    Ballot,
    Commitment,
    Decision,
    Method,
    OpinionSnapshot,
    Option,
    Outcome,
    RollEntry,
    Stance,
)
from groundswell.decisions.models.decision import CROWD_FROM

if TYPE_CHECKING:
    import structlog
else:
    structlog = later("structlog")

A_DAY: Final = timedelta(days=1)
A_WEEK: Final = timedelta(days=7)
A_LITTLE: Final = timedelta(hours=1)
"""A reminder later than this is of no use."""
_SHOWN_MEANWHILE: Final = (Decision.Results.LIVE, Decision.Results.AFTER_VOTE)
_AT_ONCE: Final = 100


def _log() -> "structlog.stdlib.BoundLogger":
    logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)
    return logger


@every(seconds=20)
def open_what_is_due() -> None:
    """Scheduled decisions whose time has come; by whoever set the time."""
    due = Decision.objects.filter(state=Decision.State.SCHEDULED, opens_at__lte=now())
    _each(due, lambda one: begin_voting(actor=one.topic.author, decision=one))


@every(seconds=20)
def close_what_is_due() -> None:
    """Open decisions whose end has come; no ballot was taken since."""
    due = Decision.objects.filter(state=Decision.State.OPEN, closes_at__lte=now())
    _each(due, lambda one: close_voting(actor=one.topic.author, decision=one))


@every(minutes=5)
def remind_of_the_end() -> None:
    """One reminder within the last day, of decisions that were open for longer than that."""
    soon = now() + A_DAY
    ending = Decision.objects.filter(state=Decision.State.OPEN, reminded_at=None)
    due = ending.filter(closes_at__lte=soon, closes_at__gt=now() + A_LITTLE)
    due = due.filter(opened_at__lt=F("closes_at") - A_DAY)
    due = due.filter(step__in=[Decision.Step.NONE, Decision.Step.OBJECTIONS])
    _each(due, lambda one: remind_undecided(actor=one.topic.author, decision=one))


@every(hours=1)
def remind_of_promises() -> None:
    """What was promised is due tomorrow or before."""
    day = today() + A_DAY
    due = Commitment.objects.filter(state="open", reminded_at=None, by_when__lte=day)
    for one in due.select_related("outcome__by", "outcome__decision__topic"):
        with suppress(DomainError):
            remind_commitment(actor=one.outcome.by, commitment=one)


@every(hours=1)
def ask_to_look_again() -> None:
    """The day on which people wanted to look at an outcome again."""
    due = Outcome.objects.filter(review_on__lte=today(), reviewed_at=None)
    for one in due.select_related("by", "decision__topic"):
        with suppress(DomainError):
            ask_for_review(actor=one.by, outcome=one)


def _each(due: QuerySet[Decision], work: Callable[[Decision], object]) -> None:
    for decision in due.select_related("topic__author", "topic__space__actor"):
        try:
            work(decision)
        except DomainError as error:  # somebody was quicker, or it cannot be: the rest goes on
            _log().info("decision_waits", decision=decision.topic_id, because=str(error))
        except Exception:  # noqa: BLE001 - it is logged
            # One that is broken keeps none of the others from opening or closing.
            _log().exception("decision_failed", decision=decision.topic_id)


@every(seconds=20)
def tell_authors() -> None:
    """Who wrote statements of a map that has ended hears what people said to them, once it is
    drawn for the last time."""
    ended = Decision.objects.filter(
        method=Method.OPINION_MAP,
        state__in=[Decision.State.CLOSED, Decision.State.DECIDED],
        closed_at__gt=now() - A_WEEK,
        opinion__made_at__gte=F("closed_at"),
        ballot_count__gte=CROWD_FROM,
    )
    for decision in ended.select_related("topic__author"):
        rows = Option.objects.filter(decision=decision).shown().exclude(author=None)
        due = rows.exclude(author=decision.topic.author).untold()
        for author in Actor.objects.filter(id__in=due.values("author")):
            with suppress(DomainError):
                tell_of_count(actor=decision.topic.author, decision=decision, author=author)


@every(seconds=3)
def count_what_moved() -> None:
    """Counts that are shown: of open decisions once ballots moved, of others where one is missing.
    However many vote at once, it is one count."""
    moved = Ballot.objects.filter(
        Q(cast_at__gt=OuterRef("shown_count__until"))
        | Q(changed_at__gt=OuterRef("shown_count__until")),
        decision=OuterRef("pk"),
    )
    is_open = Q(state=Decision.State.OPEN, results__in=_SHOWN_MEANWHILE)
    over = Q(state__in=[Decision.State.CLOSED, Decision.State.DECIDED])
    counted = Decision.objects.exclude(method=Method.OPINION_MAP).filter(is_open | over)
    due = counted.filter(Q(shown_count=None) | Q(shown_count__until=None) | is_open & Exists(moved))
    for decision in due.select_related("topic__author", "topic__space")[:_AT_ONCE]:
        try:
            if keep_count(actor=decision.topic.author, decision=decision):
                publish(f"topic-{decision.pk}")
        except Exception:  # noqa: BLE001 - it is logged
            # One that cannot be counted keeps none of the others from being counted.
            _log().exception("count_failed", decision=decision.pk)


@every(seconds=5)
def draw_maps() -> None:
    """Opinion maps on which somebody voted, or statements changed, since they were last drawn."""
    drawn = OpinionSnapshot.objects.filter(decision=OuterRef("pk"))
    newer = Stance.objects.filter(decision=OuterRef("pk"), at__gt=OuterRef("opinion__until"))
    moved = Option.objects.filter(
        decision=OuterRef("pk"), moderated_at__gt=OuterRef("opinion__made_at")
    )
    left = RollEntry.objects.filter(
        decision=OuterRef("pk"), voted=1, withdrawn_at__gt=OuterRef("opinion__made_at")
    )
    voted = RollEntry.objects.filter(decision=OuterRef("pk"), voted=1)
    maps = Decision.objects.filter(method=Method.OPINION_MAP).filter(Exists(voted))
    # Once more after the end, with every stance that was taken while the last one was drawn.
    ended = Q(closed_at__gt=F("opinion__made_at"))
    due = maps.filter(~Exists(drawn) | Exists(newer) | Exists(moved) | Exists(left) | ended)
    for decision in due.select_related("topic__author"):
        draw_map(decision)


def draw_map(decision: Decision) -> None:
    """One of them, and tells whoever looks at it."""
    # A server of pages knows this module too, and needs no mathematics: 60 MB and half a second.
    from groundswell.decisions.charting import (  # noqa: PLC0415 - the worker's alone
        charted,
        places_of,
        shown_of,
    )

    found = charted(decision)
    if found is not None:
        keep_map(
            actor=decision.topic.author,
            decision=decision,
            shown=shown_of(found.made),
            places=places_of(found.made),
            until=found.until,
        )
        publish(f"map-{decision.pk}")
