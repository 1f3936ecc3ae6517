"""Opens a published conversation as a decision; a second run adds what is new, nothing twice."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from groundswell.activity.log import importing
from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.decisions.actions import Rules, close_voting, open_decision
from groundswell.decisions.models import Decision, Method, Option, RollEntry, Stance
from groundswell.decisions.opinion import OpinionError
from groundswell.decisions.opinion.folder import Conversation, read_folder
from groundswell.exchange.actions._importer import importer
from groundswell.exchange.actions.opinions import land_conversation
from groundswell.exchange.importers.place import find_space, open_for
from groundswell.exchange.importers.shapes import SourceError
from groundswell.exchange.importers.tally import Tally
from groundswell.spaces.actions import join_space
from groundswell.spaces.models import Space
from groundswell.spaces.rules import membership_of

SOURCE: Final = "polis"
_LONGEST_TITLE: Final = 150


def bring_conversation(
    folder: Path,
    *,
    space_name: str,
    steward: Actor | None,
    dry_run: bool,
    tally: Tally,
    advanced: Callable[[int], None] = lambda _count: None,
) -> Space | None:
    """Brings it; gives its space, or none after a dry run into a space to come."""
    try:
        conversation = read_folder(folder)
    except OpinionError as error:
        raise SourceError(str(error)) from error
    title = _title(conversation, folder)
    space = find_space(space_name)
    decision = _there(space, title) if space else None
    if dry_run:
        _count(decision, conversation, tally)
        return space
    actor = steward or importer()
    if space is None:
        purpose = _("What people thought elsewhere, brought here.")
        space = open_for(SOURCE, name=space_name, purpose=purpose, actor=actor)
    with importing(SOURCE, now()):
        fresh = decision is None
        if decision is None:
            decision = _open(actor, space, title, conversation)
        land_conversation(
            actor=actor,
            decision=decision,
            conversation=conversation,
            tally=tally,
            advanced=advanced,
        )
        if fresh:
            close_voting(actor=decision.topic.author, decision=decision)
    return space


def _title(conversation: Conversation, folder: Path) -> str:
    words = " ".join((conversation.about.get("topic") or folder.resolve().name).split())
    return words[:_LONGEST_TITLE]


def _there(space: Space, title: str) -> Decision | None:
    """The same conversation, where it was brought before."""
    maps = Decision.objects.filter(method=Method.OPINION_MAP, topic__space=space)
    brought = maps.filter(topic__title=title, topic__source=SOURCE, topic__removed_at=None)
    return brought.with_topic().first()


def _open(actor: Actor, space: Space, title: str, conversation: Conversation) -> Decision:
    if membership_of(actor, space) is None:
        join_space(actor=actor, space=space)
    about = conversation.about.get("conversation-description", "").strip()
    return open_decision(
        actor=actor,
        space=space,
        title=title,
        text=(about or _("This conversation was brought from a file."))[:9_000],
        rules=Rules(
            method=Method.OPINION_MAP,
            results=Decision.Results.LIVE,
            reasons=Decision.Reasons.OFF,
        ),
    )


def _count(decision: Decision | None, conversation: Conversation, tally: Tally) -> None:
    """What a run would do."""
    votes = conversation.votes
    for kind, here, total in (
        ("statements", Option.objects.filter(decision=decision), len(conversation.statements)),
        (
            "participants",
            RollEntry.objects.filter(decision=decision, actor=None),
            len(votes.people),
        ),
        ("votes", Stance.objects.filter(decision=decision), len(votes)),
    ):
        known = min(here.count(), total) if decision else 0
        tally.add("unchanged", kind, known)
        tally.add("created", kind, total - known)
