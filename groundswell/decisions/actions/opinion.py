"""Opinion maps: statements, and keeping the map."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from groundswell.activity.declarations import Kind
from groundswell.activity.log import action, record, unlogged
from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.core.text.clean import one_line
from groundswell.decisions.actions._casting import hold_open
from groundswell.decisions.actions._listing import Listed, add_option, key_of
from groundswell.decisions.actions._roll import hold_guest
from groundswell.decisions.activities.opinion import (
    STATEMENT_REFUSED,
    STATEMENT_TAKEN,
    STATEMENT_WRITTEN,
)
from groundswell.decisions.models import Decision, OpinionSnapshot, Option, RollEntry
from groundswell.decisions.models.decision import LONGEST_OPTION
from groundswell.decisions.rules import may_run, require_map, require_may_run, require_may_write

MOST_STATEMENTS = 2_000


class AlreadyThere(Invalid):
    """The same words stand in the map: this is the statement that has them."""

    def __init__(self, option: Option) -> None:
        said = _("This is there already, as statement %(number)s: vote on that one.")
        super().__init__(said % {"number": option.number}, "text")
        self.option = option


@action
def write_statement(*, actor: Actor, decision: Decision, text: str) -> Option:
    """Adds a statement; where they are looked at first it waits, unless by who runs the map."""
    held = hold_open(decision)
    require_may_write(actor, held)
    require_map(held)
    waits = held.moderation == Decision.Moderation.BEFORE and not may_run(actor, held)
    option = _add(held, text, author=actor, waits=waits)
    _record(STATEMENT_WRITTEN, actor, held, option)
    return option


def _add(held: Decision, text: str, *, author: Actor | None, waits: bool) -> Option:
    words = one_line(text, most=LONGEST_OPTION, least=1, field="text")
    same = Option.objects.filter(decision=held, key=key_of(words), retired_at=None)
    there = same.exclude(moderation=Option.Moderation.REFUSED).first()
    if there is not None:
        raise AlreadyThere(there)
    if held.option_count >= MOST_STATEMENTS:
        raise Conflict(_("This map is full. People cannot weigh more statements."))
    state = Option.Moderation.WAITING if waits else Option.Moderation.SHOWN
    return add_option(held, Listed(text=words), author=author, moderation=state)


@action
def moderate_statement(
    *, actor: Actor, decision: Decision, option: Option, take: bool, because: str = ""
) -> Option:
    """Shows a statement, or takes it out with a reason that its author reads."""
    rows = Decision.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("topic__space__actor").get(topic=decision.pk)
    require_may_run(actor, held)
    require_map(held)
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


@unlogged(because="a guest is nobody of this site; the statement stands in the map")
def write_statement_as_guest(*, actor: RollEntry, text: str) -> Option:
    """A guest adds a statement, where the map lets everyone who votes do so."""
    held = hold_open(actor.decision)
    require_map(held)
    guest = hold_guest(actor)
    if held.writers != Decision.Writers.VOTERS:
        raise Refused(_("Statements of this map are written by people with an account."))
    waits = held.moderation == Decision.Moderation.BEFORE
    option = _add(held, text, author=None, waits=waits)
    option.guest = guest
    option.save(update_fields=["guest"])
    return option


@unlogged(because="the map is read off the stances, and can be at any time again")
def keep_map(
    *,
    actor: Actor,
    decision: Decision,
    shown: dict[str, Any],
    places: dict[str, list[Any]],
    until: datetime,
) -> OpinionSnapshot:
    """Keeps what the worker made of the stances, the newest of them of `until`, for pages."""
    values = {"shown": shown, "places": places, "until": until, "made_at": now()}
    return OpinionSnapshot.objects.update_or_create(decision=decision, defaults=values)[0]


def _record(kind: Kind, actor: Actor, decision: Decision, option: Option) -> None:
    record(
        kind,
        actor=actor,
        space_id=decision.topic.space_id,
        topic_id=decision.topic_id,
        target_actor_id=option.author_id,
        data={"option": str(option.id), "number": option.number},
    )
