"""What was done with the messages of a page, and what the viewer may do: three queries a page."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.conversations.models import Bookmark, Message, Reaction, Reshare, Topic
from groundswell.conversations.models.signal import ReshareQuerySet
from groundswell.conversations.rules import signs_of
from groundswell.conversations.selectors.footing import Footing
from groundswell.conversations.selectors.window import Span
from groundswell.core.prepared import Prepared
from groundswell.spaces.models import Space

NAMES: dict[str, str | Promise] = {
    "👍": _("Agree"),
    "❤️": _("Thanks"),
    "🎉": _("Hooray"),
    "💡": _("Good idea"),
    "🙏": _("Please"),
    "🤔": _("Not sure"),
}


def sign_name(sign: str) -> str:
    """The sign in words; a space's own sign is read out as the reader's device knows it."""
    return str(NAMES.get(sign, sign))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often one sign was given to a message, and whether by the viewer."""

    sign: str
    name: str
    count: int
    mine: bool


@dataclass(slots=True, kw_only=True)
class MessageActs:
    """What was done with one message."""

    id: int
    tallies: list[Tally] = field(default_factory=list)
    reshares: int = 0
    passed_on: bool = False
    kept: bool = False

    @property
    def signs(self) -> set[str]:
        """The signs given so far."""
        return {tally.sign for tally in self.tallies}


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """What the viewer may do with the messages of one topic."""

    react: bool
    keep: bool
    pass_on: bool
    accept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicActs:
    """The acts on a page's messages."""

    allowed: Allowed
    accepted_id: int
    by_id: dict[int, MessageActs]

    def of(self, message_id: int) -> MessageActs:
        """The acts on one message."""
        return self.by_id.get(message_id) or MessageActs(id=message_id)


def topic_acts(topic: Topic, span: Span, viewer: Actor | None, *, footing: Footing) -> TopicActs:
    """For the messages on a page: two queries for a stranger, three for a person."""
    accepted = getattr(topic, "accepted", None)
    return TopicActs(
        allowed=_allowed(topic, viewer, footing),
        accepted_id=accepted.message_id if accepted else 0,
        by_id=acts_on(span, viewer),
    )


def message_acts(message: Message, viewer: Actor | None, footing: Footing) -> TopicActs:
    """The acts on one message, for its own region and pages."""
    span = Span(message.topic_id, message.number, message.number)
    return topic_acts(message.topic, span, viewer, footing=footing)


def _allowed(topic: Topic, viewer: Actor | None, footing: Footing) -> Allowed:
    asker = viewer is not None and viewer.id == topic.author_id
    return Allowed(
        react=footing.member,
        keep=viewer is not None,
        pass_on=viewer is not None and topic.space.visibility == Space.Visibility.PUBLIC,
        accept=topic.kind == Topic.Kind.QUESTION and (asker or footing.steward),
    )


def acts_on(span: Span, viewer: Actor | None) -> dict[int, MessageActs]:
    """What was done with the messages of a span, as far as the viewer may know."""
    found: dict[int, MessageActs] = {}

    def at(message_id: int) -> MessageActs:
        return found.setdefault(message_id, MessageActs(id=message_id))

    own = viewer.id if viewer else 0
    numbers = span._asdict()
    for message_id, sign, count, mine in _REACTIONS(**numbers, viewer=own):
        at(message_id).tallies.append(
            Tally(sign=sign, name=sign_name(sign), count=count, mine=bool(mine))
        )
    reshares = _PUBLIC_RESHARES if viewer is None else _RESHARES
    for message_id, count, mine in reshares(**numbers, viewer=own):
        at(message_id).reshares = count
        at(message_id).passed_on = bool(mine)
    if viewer is not None:
        for (message_id,) in _BOOKMARKS(**numbers, viewer=own):
            at(message_id).kept = True
    return found


def _within(topic: int, first: int, last: int) -> Q:
    return Q(message__topic=topic, message__number__gte=first, message__number__lte=last)


def _reactions(topic: int, first: int, last: int, viewer: int) -> QuerySet[Reaction, Any]:
    rows = Reaction.objects.filter(_within(topic, first, last)).values_list("message_id", "sign")
    counted = rows.annotate(count=Count("id"), mine=Count("id", filter=Q(actor=viewer)))
    # Ordered by sign and not by count, so that nothing moves under a finger.
    return counted.order_by("message_id", "sign")


def _reshares(topic: int, first: int, last: int, viewer: int) -> QuerySet[Reshare, Any]:
    return _counted(Reshare.objects.known_to(Actor(id=viewer)), _within(topic, first, last), viewer)


def _public_reshares(topic: int, first: int, last: int, viewer: int) -> QuerySet[Reshare, Any]:
    return _counted(Reshare.objects.known_to(None), _within(topic, first, last), viewer)


def _counted(rows: ReshareQuerySet, within: Q, viewer: int) -> QuerySet[Reshare, Any]:
    counted = rows.standing().filter(within).order_by().values_list("message_id")
    return counted.annotate(count=Count("id"), mine=Count("id", filter=Q(actor=viewer)))


def _bookmarks(topic: int, first: int, last: int, viewer: int) -> QuerySet[Bookmark, Any]:
    kept = Bookmark.objects.filter(_within(topic, first, last), actor=viewer)
    return kept.values_list("message_id")


_REACTIONS = Prepared(_reactions)
_RESHARES = Prepared(_reshares)
_PUBLIC_RESHARES = Prepared(_public_reshares)
_BOOKMARKS = Prepared(_bookmarks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One sign of the space, and whether the viewer gave it."""

    sign: str
    name: str
    mine: bool


def choices_for(message: Message, acts: MessageActs) -> list[Choice]:
    """The signs one can give here, in the space's own order."""
    mine = {tally.sign for tally in acts.tallies if tally.mine}
    return [
        Choice(sign=sign, name=sign_name(sign), mine=sign in mine)
        for sign in signs_of(message.topic.space)
    ]


def who_reacted(message: Message) -> list[tuple[Tally, list[Actor]]]:
    """The people behind each sign, first come first."""
    people: dict[str, list[Actor]] = {}
    rows = Reaction.objects.filter(message=message).select_related("actor").order_by("id")
    for reaction in rows:
        people.setdefault(reaction.sign, []).append(reaction.actor)
    return [
        (Tally(sign=sign, name=sign_name(sign), count=len(who), mine=False), who)
        for sign, who in sorted(people.items(), key=lambda item: -len(item[1]))
    ]
