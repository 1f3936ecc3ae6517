"""Suggested changes of an idea: lists, and one with what it changes."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from groundswell.actors.models import Actor
from groundswell.challenges.models import Idea, Opens, Suggestion
from groundswell.challenges.rules import is_author
from groundswell.conversations.models import Message, Version
from groundswell.core.pagination import Page, keyset
from groundswell.core.text.diff import Segment, compare, condensed
from groundswell.core.text.merging import merged
from groundswell.spaces.rules import membership_of

PER_PAGE = 20
OPEN = Q(accepted_at=None, declined_at=None, withdrawn_at=None)
STATES = {
    "": OPEN,
    "accepted": Q(accepted_at__isnull=False),
    "declined": Q(declined_at__isnull=False),
    "withdrawn": Q(withdrawn_at__isnull=False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSuggestion:
    """A suggestion with what it changes, for one viewer."""

    suggestion: Suggestion
    title: tuple[Segment, ...]
    text: tuple[Segment, ...]
    state: str
    settles: bool
    """Whether the viewer is an author who may settle it."""
    accepts: bool
    """Whether it may be accepted now: the stage lets people change the idea."""
    proposer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The words of an idea as they stand."""

    title: str
    text: str
    edition: int


def standing_of(idea: Idea) -> Standing:
    """The words as they stand, and how often they were changed."""
    opening = Message.objects.get(topic=idea.topic, number=1)
    edition = Version.objects.filter(message=opening).count()
    return Standing(title=idea.topic.title, text=opening.text, edition=edition)


def suggestions_of(idea: Idea) -> QuerySet[Suggestion]:
    """Those whose message stands, each with what a list shows."""
    rows = Suggestion.objects.filter(idea=idea, message__tombstoned_at=None)
    return rows.select_related("message__author", "settled_by", "became__topic", "version")


def suggestion_page(
    idea: Idea, *, state: str = "", after: str | None = None, before: str | None = None
) -> Page[Suggestion]:
    """A page of them in one of `STATES`, the latest first."""
    rows = suggestions_of(idea).filter(STATES[state])
    return keyset(rows, ("-message_id",), after=after, before=before, limit=PER_PAGE)


def state_of(suggestion: Suggestion) -> str:
    """Which of `STATES` it is in."""
    for name in ("accepted", "declined", "withdrawn"):
        if getattr(suggestion, f"{name}_at") is not None:
            return name
    return ""


def shown_suggestion(suggestion: Suggestion, idea: Idea, viewer: Actor | None) -> ShownSuggestion:
    """What it changes of the words that it was made for."""
    state = state_of(suggestion)
    member = membership_of(viewer, idea.topic.space) is not None and idea.root_id is None
    settles = state == "" and member and is_author(viewer, idea.topic)
    return ShownSuggestion(
        suggestion=suggestion,
        title=changed(suggestion.base_title, suggestion.title),
        text=condensed(changed(suggestion.base_text, suggestion.text)),
        state=state,
        settles=settles,
        accepts=settles and idea.stage.allows(Opens.SUGGEST),
        proposer=viewer is not None and suggestion.message.author_id == viewer.id and member,
    )


def changed(old: str, new: str) -> tuple[Segment, ...]:
    """What changed, or nothing where nothing did."""
    return () if old == new else compare(old, new)


def clashes(suggestion: Suggestion, now: Standing) -> bool:
    """Whether the idea was changed in the same place since, so that an author has to decide."""
    return (
        merged(suggestion.base_title, now.title, suggestion.title) is None
        or merged(suggestion.base_text, now.text, suggestion.text) is None
    )
