"""What the page of one statement shows: what people said to it, and what became of it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message, Topic
from groundswell.conversations.rules import require_may_reply
from groundswell.core.errors import DomainError
from groundswell.core.text.quote import quoted
from groundswell.decisions.models import Decision, OpinionSnapshot, Option, Outcome, Stance
from groundswell.decisions.rules import entry_of, has_ballot, may_grow, may_run
from groundswell.decisions.saying import Told, percent, tally_of, told_of
from groundswell.decisions.selectors.opinion import sees_counts

TALK_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many said what, as it stands now, and in each group of the last map."""

    agree: int
    disagree: int
    passed: int
    percent: int
    told: Told | None
    groups: list[tuple[str, int]]

    @property
    def seen(self) -> int:
        """Whoever answered it."""
        return self.agree + self.disagree + self.passed


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPage:
    """One statement, for one viewer."""

    option: Option
    runs: bool
    mine: bool
    stance: Stance | None
    votes: bool
    """Whether the viewer may answer it now."""
    talks: bool
    """Whether the viewer may talk about it: once they answered it, or nobody answers any more."""
    counted: Counted | None
    grew: Topic | None
    adopted: Outcome | None
    grows: bool
    talk: list[Message]


def statement_seen(decision: Decision, number: int, viewer: Actor | None) -> Option | None:
    """The statement of this number; unshown ones are seen by author and who runs the map."""
    rows = Option.objects.filter(decision=decision, number=number, retired_at=None)
    option = rows.select_related("topic__space", "author").first()
    if option is None or option.moderation == Option.Moderation.SHOWN or may_run(viewer, decision):
        return option
    return option if viewer is not None and option.author_id == viewer.id else None


def statement_page(decision: Decision, option: Option, viewer: Actor | None) -> StatementPage:
    """Everything on its page."""
    entry = entry_of(viewer, decision)
    stance = Stance.objects.filter(entry=entry, option=option).first() if entry else None
    shown = option.moderation == Option.Moderation.SHOWN
    open_now = decision.state == Decision.State.OPEN
    grew = grown_of([option], viewer).get(option.id)
    return StatementPage(
        option=option,
        runs=may_run(viewer, decision),
        mine=viewer is not None and option.author_id == viewer.id,
        stance=stance,
        votes=shown and open_now and has_ballot(viewer, decision),
        talks=shown and (stance is not None or not open_now) and _may_reply(viewer, decision),
        counted=_counted(decision, option) if shown and sees_counts(decision, entry) else None,
        grew=grew,
        adopted=Outcome.objects.filter(adopted=option).select_related("message").last(),
        grows=shown and grew is None and may_grow(viewer, decision),
        talk=_talk(decision, option),
    )


def _may_reply(viewer: Actor | None, decision: Decision) -> bool:
    if viewer is None:
        return False
    try:
        require_may_reply(viewer, decision.topic)
    except DomainError as error:
        # Guidelines that are not accepted yet are shown where one writes.
        return getattr(error, "field", "") == "accept_guidelines"
    return True


def grown_of(options: list[Option], viewer: Actor | None) -> dict[int, Topic]:
    """What grew out of statements, by their ids, as far as the viewer may see it."""
    wanted = {one.topic_id for one in options if one.topic_id}
    if not wanted:
        return {}
    topics = Topic.objects.visible_to(viewer).in_bulk(wanted)
    return {one.id: topics[one.topic_id] for one in options if one.topic_id in topics}


def _counted(decision: Decision, option: Option) -> Counted:
    snapshot = OpinionSnapshot.objects.filter(decision=decision).first()
    shown: dict[str, Any] = snapshot.shown if snapshot else {}
    groups = []
    if shown.get("distinct"):
        large = [one for one in shown["groups"] if not one["small"]]
        said = [(one["letter"], tally_of(one, option.number)) for one in large]
        groups = sorted((letter, percent(tally[0], tally[2])) for letter, tally in said if tally[2])
    seen = option.agrees + option.disagrees + option.passes
    return Counted(
        agree=option.agrees,
        disagree=option.disagrees,
        passed=option.passes,
        percent=percent(option.agrees, seen),
        told=told_of(shown, option.number) if shown else None,
        groups=groups,
    )


def quotation_of(decision: Decision, option: Option) -> str:
    """The statement as one quotes it; messages that do are found by its address."""
    return quoted(
        option.text,
        author=_("Statement %(number)s") % {"number": option.number},
        address=address_of(decision, option),
    )


def address_of(decision: Decision, option: Option) -> str:
    """The page of the statement."""
    return f"/t/{decision.pk}/statements/{option.number}/"


def _talk(decision: Decision, option: Option) -> list[Message]:
    """What was said about it in the conversation."""
    rows = Message.objects.standing().filter(
        topic=decision.pk, number__gt=1, text__contains=address_of(decision, option)
    )
    rows = rows.select_related("author", "topic__space__actor").order_by("number")
    return list(rows[:TALK_SHOWN])
