"""Opinion maps: statements, stances, and keeping the map."""

from django.db.models import F
from django.utils.translation import gettext as _

from groundswell.activity.declarations import Kind
from groundswell.activity.log import action, record, unlogged
from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.text.clean import one_line
from groundswell.decisions.actions._casting import hold_open
from groundswell.decisions.actions._listing import Listed, add_option, key_of
from groundswell.decisions.actions._roll import hold_entry
from groundswell.decisions.activities.opinion import (
    STATEMENT_REFUSED,
    STATEMENT_TAKEN,
    STATEMENT_WRITTEN,
)
from groundswell.decisions.charting import Charted, places_of, shown_of
from groundswell.decisions.models import (
    Decision,
    OpinionSnapshot,
    Option,
    RollEntry,
    Shape,
    Stance,
)
from groundswell.decisions.models.decision import LONGEST_OPTION
from groundswell.decisions.rules import may_run, require_ballot, require_may_run, require_may_write

MOST_STATEMENTS = 2_000
_COUNTS = {1: "agrees", 0: "passes", -1: "disagrees"}


@action
def write_statement(*, actor: Actor, decision: Decision, text: str) -> Option:
    """Adds a statement; where they are looked at first it waits, unless by who runs the map."""
    held = hold_open(decision)
    require_may_write(actor, held)
    _require_map(held)
    words = one_line(text, most=LONGEST_OPTION, least=1, field="text")
    same = Option.objects.filter(decision=held, key=key_of(words), retired_at=None)
    there = same.exclude(moderation=Option.Moderation.REFUSED).first()
    if there is not None:
        said = _("This is there already, as statement %(number)s: vote on that one.")
        raise Invalid(said % {"number": there.number}, "text")
    if held.option_count >= MOST_STATEMENTS:
        raise Conflict(_("This map is full. People cannot weigh more statements."))
    waits = held.moderation == Decision.Moderation.BEFORE and not may_run(actor, held)
    state = Option.Moderation.WAITING if waits else Option.Moderation.SHOWN
    option = add_option(held, Listed(text=words), author=actor, moderation=state)
    _record(STATEMENT_WRITTEN, actor, held, option)
    return option


@action
def moderate_statement(
    *, actor: Actor, decision: Decision, option: Option, take: bool, because: str = ""
) -> Option:
    """Shows a statement, or takes it out with a reason that its author reads."""
    rows = Decision.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("topic__space__actor").get(topic=decision.pk)
    require_may_run(actor, held)
    _require_map(held)
    held_option = Option.objects.select_for_update(of=("self",)).get(id=option.id, decision=held)
    reason = one_line(because, most=500, field="because") if because else ""
    if not take and not reason:
        raise Invalid(_("Say why, in a sentence: its author reads it."), "because")
    state = Option.Moderation.SHOWN if take else Option.Moderation.REFUSED
    if held_option.moderation == state:
        raise Conflict(_("Somebody has seen to this statement already."))
    held_option.moderation = state
    held_option.moderated_by, held_option.moderated_at = actor, now()
    held_option.refused_because = "" if take else reason
    held_option.save(
        update_fields=["moderation", "moderated_by", "moderated_at", "refused_because"]
    )
    _record(STATEMENT_TAKEN if take else STATEMENT_REFUSED, actor, held, held_option)
    return held_option


@unlogged(because="stances are the state of a ballot; the map is what is shown of them")
def take_stance(
    *, actor: Actor, decision: Decision, number: int, value: int, important: bool = False
) -> Stance:
    """Agrees, disagrees or passes; another time changes it. One person's stance counts once."""
    held = hold_open(decision)
    require_ballot(actor, held)
    _require_map(held)
    if value not in _COUNTS:
        raise Invalid(_("Agree, disagree or pass."))
    option = Option.objects.filter(decision=held, number=number).shown().first()
    if option is None:
        raise Conflict(_("This statement is not voted on any more."))
    entry = hold_entry(held, actor)
    weight = 2 if important else 1
    stance = Stance.objects.filter(entry=entry, option=option).first()
    if stance is None:
        stance = Stance(decision=held, option=option, entry=entry, value=value, weight=weight)
        stance.save(force_insert=True)
        _count(option, {_COUNTS[value]: 1})
        _mark(held, entry)
        return stance
    if stance.value != value:
        _count(option, {_COUNTS[stance.value]: -1, _COUNTS[value]: 1})
    stance.value, stance.weight, stance.at = value, weight, now()
    stance.save(update_fields=["value", "weight", "at"])
    return stance


@unlogged(because="the map is read off the stances, and can be at any time again")
def keep_map(*, actor: Actor, decision: Decision, charted: Charted) -> OpinionSnapshot:
    """Keeps what the worker made of the stances, for pages to show."""
    values = {
        "shown": shown_of(charted.made),
        "places": places_of(charted.made),
        "until": charted.until,
        "made_at": now(),
    }
    return OpinionSnapshot.objects.update_or_create(decision=decision, defaults=values)[0]


def _require_map(decision: Decision) -> None:
    if decision.shape != Shape.STANCE:
        raise Conflict(_("This decision is no opinion map: it is voted on in another way."))


def _count(option: Option, changes: dict[str, int]) -> None:
    moved = {name: F(name) + by for name, by in changes.items()}
    Option.objects.filter(id=option.id).update(**moved)


def _mark(decision: Decision, entry: RollEntry) -> None:
    """The roll says that this person took part."""
    if RollEntry.objects.filter(id=entry.id, voted=0).update(voted=1):
        rows = Decision.objects.filter(topic=decision.pk)
        rows.update(ballot_count=F("ballot_count") + 1)


def _record(kind: Kind, actor: Actor, decision: Decision, option: Option) -> None:
    record(
        kind,
        actor=actor,
        space_id=decision.topic.space_id,
        topic_id=decision.topic_id,
        target_actor_id=option.author_id,
        data={"option": str(option.id), "number": option.number},
    )
