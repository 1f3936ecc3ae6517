"""Brings a chat's log as a past session; a second run brings nothing twice."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from groundswell.exchange.actions._importer import importer
from groundswell.exchange.actions.chatlog import Past, bring_past_session
from groundswell.exchange.importers.chatlog.reader import CHATS, SOURCE, read_chatlog
from groundswell.exchange.importers.plan import ledger
from groundswell.exchange.importers.run import Errand, run
from groundswell.exchange.importers.tally import Tally
from groundswell.spaces.models import Space


def bring_chatlog(
    path: Path,
    title: str,
    errand: dict[str, Any],
    *,
    tally: Tally,
    advanced: Callable[[int], None] = lambda _lines: None,
) -> Space | None:
    """Brings it; gives its space, or none after a dry run of a space to come."""
    log = read_chatlog(path, title, tally)
    wanted = Errand(
        source=SOURCE,
        purpose=f"What was said in the chats of {errand['space_name']}, brought here.",
        **errand,
    )
    space = run(wanted, [log.thread], tally=tally, advanced=advanced)
    if space is None or wanted.dry_run:
        return space
    key = (CHATS, log.thread.opening.key)
    landed = ledger(SOURCE, space.id, [key]).get(key)
    if landed is not None and landed.topic is not None:
        bring_past_session(
            actor=wanted.steward or importer(),
            topic=landed.topic,
            past=Past(prompts=log.prompts, began=log.began_at, ended=log.ended_at),
        )
    return space
