"""What can happen: each kind of activity is declared once, by the app that owns it.

Alerts, timelines, feeds and the wire read the declaration, so that none of them knows the kinds.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundswell.activity.models import Activity


class Reason(StrEnum):
    """Why somebody is told; each is a sentence and a switch that the person can turn off."""

    MENTION = "mention"
    REPLY = "reply"
    TOPIC = "topic"
    SPACE = "space"
    TAG = "tag"
    PERSON = "person"
    REACTION = "reaction"
    RESHARE = "reshare"
    ANSWER = "answer"
    ROUTED = "routed"
    STEWARD = "steward"
    INVITED = "invited"
    MEMBERSHIP = "membership"
    FOLLOWER = "follower"
    IDEA = "idea"
    CREDIT = "credit"
    OUTCOME = "outcome"
    OWNER = "owner"
    REVIEW = "review"
    DECISION = "decision"


class Audience(StrEnum):
    """Who may see that it happened."""

    SPACE = "space"
    """Whoever sees the space (and the topic, when there is one)."""
    PUBLIC = "public"
    """Everyone: about people, outside any space."""
    STEWARDS = "stewards"
    """The stewards of the space, and the person it is about."""
    SELF = "self"
    """Only the actor, and the person it is about."""


@dataclass(frozen=True, kw_only=True)
class Tell:
    """One person to tell, and why. `about` is what the reason's switch turns off: the id of the
    topic, space or person that is followed, or of the follow itself for a tag."""

    actor_id: int
    reason: Reason
    about: int | None = None


def nobody(_activity: Activity) -> Iterable[Tell]:
    """Tells nobody."""
    return ()


def no_details(_activities: Sequence[Activity]) -> Mapping[int, str]:
    """Nothing but the sentence."""
    return {}


def where_it_was(_activity: Activity) -> str:
    """Where the message, the topic or the space is."""
    return ""


def takes_nothing_back(_activity: Activity) -> Mapping[str, Any]:
    """Nothing that was done before is undone by it."""
    return {}


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of activity.

    `sentence` has the places {actor}, {topic}, {space}, {target}; `verb` is the ActivityStreams
    type; `tells` yields whom to tell, most personal reason first (one alert a person);
    `groups_as` is the sentence of several, with the place {actors}; `told_as` and `told_as_many`
    are the two as the person reads them whom it is about: the target of the activity, or, with
    `theirs`, whoever is told. Kinds without `groups_as` stay apart.
    `unseen` kinds change nothing that others see of the topic or the space, so no page is woken.
    `details` give an alert a line below its sentence, by the id of the activity, in the language
    of who reads it, who is the one it is about; `place` is where the alert leads to.
    `words_stand` says that nothing of what was said reads differently after it, so nobody looks at
    the words of its message again; `messages` in its data are those that do.
    `own` kinds are news of the person they are about: details and place reach them also when they
    can no longer see where it was, and so they hold nothing of what was said there.
    `beyond` kinds are told also to those who may see to them and read nothing else of the space.
    `undoes` gives the earlier activities that it takes back, as `taking_back` puts it: nobody is
    told of those any more.
    """

    name: str
    sentence: str | Promise
    verb: str
    audience: Audience = Audience.SPACE
    tells: Callable[[Activity], Iterable[Tell]] = nobody
    on_timelines: bool = False
    groups_as: str | Promise = ""
    told_as: str | Promise = ""
    told_as_many: str | Promise = ""
    theirs: bool = False
    unseen: bool = False
    words_stand: bool = False
    own: bool = False
    beyond: bool = False
    details: Callable[[Sequence[Activity]], Mapping[int, str]] = no_details
    place: Callable[[Activity], str] = where_it_was
    undoes: Callable[[Activity], Mapping[str, Any]] = takes_nothing_back


def taking_back(kind: Kind, *same: str) -> Callable[[Activity], Mapping[str, Any]]:
    """Undoes activities of this kind that have the same here: fields, or "data__" and a key."""

    def undoes(activity: Activity) -> Mapping[str, Any]:
        return {"kind": kind.name, **{path: _value(activity, path) for path in same}}

    return undoes


def _value(activity: Activity, path: str) -> Any:
    field, _, key = path.partition("__")
    found = getattr(activity, field)
    return found.get(key) if key else found


KINDS: dict[str, Kind] = {}


def declare(kind: Kind) -> Kind:
    """Adds the kind to the register; a second declaration of a name is a mistake."""
    if kind.name in KINDS:
        raise ValueError(f"the activity kind {kind.name} is declared twice")
    KINDS[kind.name] = kind
    return kind


def kind_of(activity: Activity) -> Kind:
    """The declaration of this activity's kind."""
    return KINDS[activity.kind]


REASONS: dict[Reason, Promise] = {
    Reason.MENTION: _("you were mentioned"),
    Reason.REPLY: _("somebody answered you"),
    Reason.TOPIC: _("you follow this topic"),
    Reason.SPACE: _("you follow this space"),
    Reason.TAG: _("you follow this tag"),
    Reason.PERSON: _("you follow this person"),
    Reason.REACTION: _("somebody reacted to your words"),
    Reason.RESHARE: _("somebody reshared your words"),
    Reason.ANSWER: _("your question or answer moved on"),
    Reason.ROUTED: _("your skills fit this question"),
    Reason.STEWARD: _("you are a steward here"),
    Reason.INVITED: _("you were invited"),
    Reason.MEMBERSHIP: _("your membership changed"),
    Reason.FOLLOWER: _("somebody began to follow you"),
    Reason.IDEA: _("your idea moved on"),
    Reason.CREDIT: _("it is about credit that is yours"),
    Reason.OUTCOME: _("you had a part in it"),
    Reason.OWNER: _("it is yours to see to"),
    Reason.REVIEW: _("you were asked to review"),
    Reason.DECISION: _("you may vote on it"),
}
