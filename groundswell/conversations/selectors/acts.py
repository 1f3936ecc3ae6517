"""What was done with the messages of a page, and what the viewer may do: three queries a page."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.conversations.models import Bookmark, Message, Reaction, Reshare, Topic
from groundswell.conversations.rules import signs_of
from groundswell.spaces.models import Space
from groundswell.spaces.rules import is_steward, membership_of

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
        return self.by_id[message_id]


def topic_acts(
    topic: Topic, message_ids: Sequence[int], viewer: Actor | None, *, member: bool, steward: bool
) -> TopicActs:
    """For the messages on a page: two queries for a stranger, three for a person."""
    accepted = getattr(topic, "accepted", None)
    return TopicActs(
        allowed=_allowed(topic, viewer, member=member, steward=steward),
        accepted_id=accepted.message_id if accepted else 0,
        by_id=acts_on(message_ids, viewer),
    )


def message_acts(message: Message, viewer: Actor | None) -> TopicActs:
    """The acts on one message, for its own region and pages."""
    space = message.topic.space
    return topic_acts(
        message.topic,
        [message.id],
        viewer,
        member=membership_of(viewer, space) is not None,
        steward=is_steward(viewer, space),
    )


def _allowed(topic: Topic, viewer: Actor | None, *, member: bool, steward: bool) -> Allowed:
    asker = viewer is not None and viewer.id == topic.author_id
    return Allowed(
        react=member,
        keep=viewer is not None,
        pass_on=viewer is not None and topic.space.visibility == Space.Visibility.PUBLIC,
        accept=topic.kind == Topic.Kind.QUESTION and (asker or steward),
    )


def acts_on(message_ids: Sequence[int], viewer: Actor | None) -> dict[int, MessageActs]:
    """What was done with these messages, as far as the viewer may know."""
    found = {number: MessageActs(id=number) for number in message_ids}
    own = viewer.id if viewer else 0
    for message_id, sign, count, mine in _reactions(message_ids, own):
        found[message_id].tallies.append(
            Tally(sign=sign, name=sign_name(sign), count=count, mine=bool(mine))
        )
    for message_id, count, mine in _reshares(message_ids, viewer, own):
        found[message_id].reshares = count
        found[message_id].passed_on = bool(mine)
    if viewer is not None:
        kept = Bookmark.objects.filter(message__in=message_ids, actor=viewer)
        for message_id in kept.values_list("message_id", flat=True):
            found[message_id].kept = True
    return found


def _reactions(message_ids: Sequence[int], own: int) -> list[tuple[int, str, int, int]]:
    rows = Reaction.objects.filter(message__in=message_ids).values_list("message_id", "sign")
    counted = rows.annotate(count=Count("id"), mine=Count("id", filter=Q(actor=own)))
    # Ordered by sign and not by count, so that nothing moves under a finger.
    return list(counted.order_by("message_id", "sign"))


def _reshares(
    message_ids: Sequence[int], viewer: Actor | None, own: int
) -> list[tuple[int, int, int]]:
    rows = Reshare.objects.standing().known_to(viewer).filter(message__in=message_ids)
    counted = rows.order_by().values_list("message_id").annotate(count=Count("id"))
    return list(counted.annotate(mine=Count("id", filter=Q(actor=own))))


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
