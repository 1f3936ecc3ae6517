"""Landing a published conversation: statements, people and votes, each once."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Count

from groundswell.activity.log import unlogged
from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.core.ids import new_id
from groundswell.core.rows import insert_all
from groundswell.decisions.actions._listing import key_of
from groundswell.decisions.models import Decision, Option, RollEntry, Stance
from groundswell.decisions.models.decision import LONGEST_OPTION
from groundswell.decisions.opinion.folder import Conversation, Statement
from groundswell.exchange.importers.tally import Tally

PER_BATCH = 5_000
_OPTIONS = (
    "id",
    "decision_id",
    "number",
    "text",
    "key",
    "says",
    "about",
    "moderation",
    "refused_because",
    "agrees",
    "disagrees",
    "passes",
)
_ENTRIES = ("id", "decision_id", "guest", "added_at", "voted")
_STANCES = ("id", "decision_id", "option_id", "entry_id", "value", "weight", "at")


@unlogged(because="it was recorded that the conversation was brought; stances are no acts here")
def land_conversation(
    *,
    actor: Actor,
    decision: Decision,
    conversation: Conversation,
    tally: Tally,
    advanced: Callable[[int], None] = lambda _count: None,
) -> None:
    """Adds what is not there yet. Agree is 1; people are known by their numbers in the file."""
    with transaction.atomic():
        options = _options(decision, conversation.statements, tally)
        entries = _entries(decision, conversation.votes.people, tally)
        _stances(decision, conversation, options, entries, tally=tally, advanced=advanced)
        _recount(decision)


def _number_of(statement: Statement, place: int) -> int:
    """Numbers begin with 1 here and often with 0 there; other names are counted."""
    return int(statement.name) + 1 if statement.name.isdecimal() else place + 1


def _options(decision: Decision, statements: tuple[Statement, ...], tally: Tally) -> dict[str, int]:
    """The row of each statement."""
    rows = Option.objects.filter(decision=decision)
    there = dict(rows.values_list("number", "id"))
    keys = set(rows.values_list("key", flat=True))
    made, found = [], {}
    for place, one in enumerate(statements):
        number = _number_of(one, place)
        if number in there:
            found[one.name] = there[number]
            tally.add("unchanged", "statements")
            continue
        found[one.name] = new_id()
        made.append((found[one.name], *_option(decision, one, number, keys)))
        tally.add("created", "statements")
    insert_all(Option, _OPTIONS, made)
    numbers = [_number_of(one, place) for place, one in enumerate(statements)]
    decision.option_count = max([decision.option_count, *numbers])
    decision.save(update_fields=["option_count"])
    return found


def _option(decision: Decision, one: Statement, number: int, keys: set[str]) -> tuple[object, ...]:
    full = " ".join(one.text.split()).replace("\0", "") or f"#{one.name}"
    text = full if len(full) <= LONGEST_OPTION else f"{full[: LONGEST_OPTION - 1]}…"
    key = key_of(text) or f"#{number}"
    if key in keys:
        # Elsewhere the same words may stand twice.
        key = f"{key[: LONGEST_OPTION - 12]} #{number}"
    keys.add(key)
    says = full[:2000] if text != full else ""
    about = "process" if one.meta else "matter"
    refused = one.moderated < 0
    state = Option.Moderation.REFUSED if refused else Option.Moderation.SHOWN
    return (decision.pk, number, text, key, says, about, state, "", 0, 0, 0)


def _entries(decision: Decision, people: tuple[str, ...], tally: Tally) -> dict[str, int]:
    """The row on the roll of each participant."""
    rows = RollEntry.objects.filter(decision=decision, actor=None)
    there = dict(rows.values_list("guest", "id"))
    at = now()
    made = [(new_id(), decision.pk, one, at, 1) for one in people if one not in there]
    insert_all(RollEntry, _ENTRIES, made)
    tally.add("unchanged", "participants", len(people) - len(made))
    tally.add("created", "participants", len(made))
    return there | {str(row[2]): int(str(row[0])) for row in made}


def _stances(
    decision: Decision,
    conversation: Conversation,
    options: dict[str, int],
    entries: dict[str, int],
    *,
    tally: Tally,
    advanced: Callable[[int], None],
) -> None:
    votes = conversation.votes
    rows = Stance.objects.filter(decision=decision)
    there = {(a, b): (c, d) for a, b, c, d in rows.values_list("entry", "option", "value", "id")}
    people = [entries[name] for name in votes.people]
    statements = [options[name] for name in votes.statements]
    at, made = now(), []
    columns = (votes.person.tolist(), votes.statement.tolist(), votes.value.tolist())
    for one, what, value in zip(*columns, strict=True):
        known = there.get((people[one], statements[what]))
        if known is None:
            made.append((new_id(), decision.pk, statements[what], people[one], value, 1, at))
        elif known[0] == value:
            tally.add("unchanged", "votes")
        else:
            Stance.objects.filter(id=known[1]).update(value=value, at=at)
            tally.add("updated", "votes")
    for start in range(0, len(made), PER_BATCH):
        insert_all(Stance, _STANCES, made[start : start + PER_BATCH])
        advanced(len(made[start : start + PER_BATCH]))
    tally.add("created", "votes", len(made))


def _recount(decision: Decision) -> None:
    """The counts that pages show, from the rows."""
    stances = Stance.objects.filter(decision=decision).values_list("option", "value")
    counted = {(one, value): n for one, value, n in stances.annotate(n=Count("id"))}
    for one in Option.objects.filter(decision=decision).values_list("id", flat=True):
        agrees, disagrees, passes = (counted.get((one, value), 0) for value in (1, -1, 0))
        Option.objects.filter(id=one).update(agrees=agrees, disagrees=disagrees, passes=passes)
    voted = RollEntry.objects.filter(decision=decision, voted=1).count()
    Decision.objects.filter(topic=decision.pk).update(ballot_count=voted)
