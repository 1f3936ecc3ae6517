"""Changing how a decision is made, while nobody has voted in it."""

from dataclasses import replace

from django.utils.translation import gettext as _

from groundswell.activity.log import action
from groundswell.actors.models import Actor
from groundswell.conversations.models import Link
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Invalid
from groundswell.decisions.actions._counting import count_anew
from groundswell.decisions.actions._holding import hold, record_of
from groundswell.decisions.actions._listing import Listed, add_option
from groundswell.decisions.actions._roll import enrol, enrol_space
from groundswell.decisions.actions._rules import Rules, chosen, require_fitting
from groundswell.decisions.activities import RULES_CHANGED
from groundswell.decisions.models import Decision, Option, RollEntry
from groundswell.decisions.rules import require_changeable, require_may_run

BEFORE = (Decision.State.DRAFT, Decision.State.SCHEDULED)


@action
def change_rules(
    *, actor: Actor, decision: Decision, rules: Rules, options: tuple[Listed, ...] = ()
) -> Decision:
    """Everything that was chosen when it was put up may be chosen anew, until somebody votes."""
    held = hold(decision)
    require_may_run(actor, held)
    require_changeable(held)
    if held.state == Decision.State.OPEN:
        rules = replace(rules, opens_at=held.opens_at)
    elif rules.opens_at is not None and rules.opens_at <= now():
        told = _("This time has passed. Choose a later one, or leave it empty and open it by hand.")
        raise Invalid(told, "opens_at")
    require_fitting(rules, options)
    wanted = chosen(rules)
    if held.state in BEFORE:
        scheduled = rules.opens_at is not None
        wanted["state"] = Decision.State.SCHEDULED if scheduled else Decision.State.DRAFT
    elif held.step and wanted["step"]:
        wanted["step"] = held.step
    _require_as_late(held, wanted)
    changed = sorted(name for name, value in wanted.items() if getattr(held, name) != value)
    for name in changed:
        setattr(held, name, wanted[name])
    if changed:
        held.reminded_at = None if "closes_at" in changed else held.reminded_at
        held.save(update_fields=[*changed, "reminded_at"])
    listed = _list_anew(held, options, actor)
    named = _enrol_anew(held, rules)
    if not changed and not listed and not named:
        raise Conflict(_("Nothing was changed."))
    count_anew(decision=held)
    is_open = held.state == Decision.State.OPEN
    record_of(RULES_CHANGED, actor, held, data={"changed": changed, "open": is_open})
    return held


def _require_as_late(held: Decision, wanted: dict[str, object]) -> None:
    """Whoever is voting at this moment was told that counts are shown afterwards."""
    after = Decision.Results.AFTER_CLOSE
    if held.state == Decision.State.OPEN and held.results == after != wanted["results"]:
        told = _("It was opened with counts shown after voting ends, and that stays as it is.")
        raise Invalid(told, "results")


def _list_anew(decision: Decision, options: tuple[Listed, ...], actor: Actor) -> bool:
    """Whether other options stand there now. Nobody has voted, so their numbers begin again."""
    rows = Option.objects.filter(decision=decision)
    there = list(rows.in_order().values_list("text", "cost", "topic_id"))
    if there == [(one.text, one.cost, one.topic.id if one.topic else None) for one in options]:
        return False
    links = Link.objects.filter(origin=decision.topic, kind=Link.Kind.DECIDES)
    links.filter(target__in=rows.values("topic")).delete()
    rows.delete()
    Decision.objects.filter(topic=decision.topic_id).update(option_count=0)
    for listed in options:
        add_option(decision, listed, author=actor)
    return True


def _enrol_anew(decision: Decision, rules: Rules) -> bool:
    """Whether others are on the roll now. Who was named or invited on the roll itself stays."""
    own = RollEntry.objects.filter(decision=decision, added_by=None, actor__isnull=False)
    there = set(own.filter(withdrawn_at=None).values_list("actor_id", flat=True))
    named = {person.id for person in rules.voters}
    if rules.electorate == Decision.Electorate.NAMED:
        # Members of a space keep their rows, and the stakeholder groups that they are in.
        own.exclude(actor__in=named).delete()
    enrol(decision, sorted(named))
    own.filter(withdrawn_at__isnull=False, actor__in=named).update(withdrawn_at=None)
    enrol_space(decision, decision.topic.space)
    return there != set(own.filter(withdrawn_at=None).values_list("actor_id", flat=True))
