"""The start page: what changed for the viewer, by space. Nothing decides but time and reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from groundswell.activity.declarations import REASONS, Reason
from groundswell.actors.models import Actor
from groundswell.conversations.models import HoldingReply, Message, Reshare, Topic
from groundswell.conversations.selectors.report import cases_waiting
from groundswell.conversations.selectors.window import plain_start
from groundswell.core.clock import now
from groundswell.core.ids import new_id
from groundswell.core.prepared import Prepared
from groundswell.people.models import PersonFollow, Profile, meets
from groundswell.spaces.models import Membership, Space
from groundswell.web.selectors import followed, unread
from groundswell.web.selectors.layout import NavSpace, nav_space, picture_url, unread_lines

FEW = 5
QUESTIONS_SINCE = timedelta(days=90)
RESHARES_SINCE = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """As much of a person as a row shows."""

    name: str
    handle: str
    avatar_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTopic:
    """A topic with something new, and who spoke last."""

    space_id: int
    id: int
    title: str
    kind: str
    at: datetime
    last_number: int
    read: int
    words: str
    by: Face

    @property
    def unread(self) -> int:
        """How many messages are new."""
        return self.last_number - self.read

    @property
    def href(self) -> str:
        """The first message that is new."""
        first = self.read + 1
        return f"/t/{self.id}/{first}/#m{first}" if self.read else f"/t/{self.id}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceNews:
    """A space in which something is new."""

    space: NavSpace
    topics: list[NewTopic]
    followed: bool = False
    """Because one follows something there, not because one belongs to it."""

    @property
    def more(self) -> int:
        """How many further topics have something new."""
        return max(0, self.space.unread - len(self.topics))


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A question of one's spaces that has no accepted answer."""

    id: int
    title: str
    asked_at: datetime
    replies: int
    space: str
    by: Face


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOn:
    """A message that somebody whom one follows passed on."""

    id: int
    by: Face
    comment: str
    at: datetime
    title: str
    href: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertCount:
    """Unread alerts of one reason."""

    because: Any
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """An answer that the viewer promised by a day."""

    topic_id: int
    title: str
    due_on: date

    @property
    def overdue(self) -> bool:
        """The day has passed."""
        return self.due_on < now().date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """What a newcomer has done already."""

    joined: bool
    introduced: bool
    wrote: bool

    @property
    def over(self) -> bool:
        """Nothing is left of the first steps."""
        return self.joined and self.introduced and self.wrote


@dataclass
class HomePage:
    """Each part is read when the page shows it, each by one query."""

    viewer: Actor
    spaces: Sequence[NavSpace]

    @cached_property
    def news(self) -> list[SpaceNews]:
        """The spaces in which something is new, where something was said last first."""
        found: dict[int, list[NewTopic]] = {}
        for row in unread.topics_of(viewer=self.viewer.id):
            found.setdefault(row[0], []).append(_new_topic(row))
        by_id = {space.id: space for space in self.spaces}
        return [
            SpaceNews(space=by_id[space_id], topics=topics)
            for space_id, topics in found.items()
            if space_id in by_id
        ]

    @cached_property
    def followed(self) -> list[SpaceNews]:
        """The same of what one follows besides: elsewhere, and ideas."""
        found: dict[NavSpace, list[NewTopic]] = {}
        for row in followed.topics_of(viewer=self.viewer.id, oldest=new_id(now() - followed.SINCE)):
            found.setdefault(nav_space(row[:6]), []).append(_new_topic(row[6:]))
        return [SpaceNews(space=one, topics=of, followed=True) for one, of in found.items()]

    @cached_property
    def quiet(self) -> list[NavSpace]:
        """The spaces in which nothing is new."""
        lively = {news.space.id for news in self.news}
        return [space for space in self.spaces if space.id not in lively]

    @cached_property
    def alerts(self) -> list[AlertCount]:
        """Unread alerts by reason, most first."""
        lines = unread_lines(self.viewer)
        return [
            AlertCount(because=REASONS[Reason(reason)], count=count)
            for reason, count in sorted(lines.items(), key=lambda line: (-line[1], line[0]))
        ]

    @cached_property
    def reported(self) -> int:
        """Messages whose reports wait for the viewer."""
        return cases_waiting(self.viewer)

    @cached_property
    def promises(self) -> list[Promise]:
        """Answers that the viewer promised and still owes, the nearest day first."""
        return [
            Promise(topic_id=topic_id, title=title, due_on=due_on)
            for topic_id, title, due_on in _PROMISES(viewer=self.viewer.id)
        ]

    @cached_property
    def questions(self) -> list[Waiting]:
        """Open questions of the viewer's spaces, latest first."""
        oldest = new_id(now() - QUESTIONS_SINCE)
        return [_waiting(row) for row in _QUESTIONS(viewer=self.viewer.id, oldest=oldest)]

    @cached_property
    def reshares(self) -> list[PassedOn]:
        """What people whom the viewer follows passed on, latest first, each message once."""
        oldest = new_id(now() - RESHARES_SINCE)
        rows = [_passed_on(row) for row in _RESHARES(viewer=self.viewer.id, oldest=oldest)]
        by_message = groupby(sorted(rows, key=attrgetter("href")), key=attrgetter("href"))
        first = [max(group, key=attrgetter("id")) for _href, group in by_message]
        return sorted(first, key=attrgetter("id"), reverse=True)[:FEW]

    @cached_property
    def steps(self) -> Steps:
        """How far a newcomer came."""
        [(introduced, wrote)] = _STEPS(viewer=self.viewer.id)
        return Steps(joined=bool(self.spaces), introduced=introduced, wrote=wrote)

    @cached_property
    def open_question(self) -> Waiting | None:
        """A question that a newcomer might answer: of their spaces, else of any public one."""
        if self.questions:
            return self.questions[0]
        oldest = new_id(now() - QUESTIONS_SINCE)
        rows = _PUBLIC_QUESTIONS(viewer=self.viewer.id, oldest=oldest)
        return _waiting(rows[0]) if rows else None


def _face(name: str, handle: str, host: str, picture: str) -> Face:
    address = f"{handle}@{host}" if host else handle
    return Face(name=name, handle=address, avatar_url=picture_url(picture))


def _new_topic(row: tuple[Any, ...]) -> NewTopic:
    space_id, id_, title, kind, at, last_number, read, words, *by = row
    return NewTopic(
        space_id=space_id,
        id=id_,
        title=title,
        kind=kind,
        at=at,
        last_number=last_number,
        read=read,
        words=plain_start(words),
        by=_face(*by),
    )


def _waiting(row: tuple[Any, ...]) -> Waiting:
    id_, title, asked_at, last_number, space, *by = row
    return Waiting(
        id=id_,
        title=title,
        asked_at=asked_at,
        replies=max(0, last_number - 1),
        space=space,
        by=_face(*by),
    )


def _passed_on(row: tuple[Any, ...]) -> PassedOn:
    id_, comment, at, topic_id, number, title, words, *by = row
    return PassedOn(
        id=id_,
        comment=comment,
        at=at,
        title=title,
        href=f"/t/{topic_id}/{number}/#m{number}",
        words=plain_start(words),
        by=_face(*by),
    )


def _promises(viewer: int) -> QuerySet[HoldingReply, Any]:
    owed = HoldingReply.objects.filter(
        by=viewer, kept_at=None, topic__removed_at=None, topic__accepted=None, topic__closing=None
    )
    mine = Membership.objects.filter(actor=viewer).values("space_id")
    return (
        owed.filter(topic__space__in=mine)
        .order_by("due_on", "message_id")
        .values_list("topic_id", "topic__title", "due_on")[:FEW]
    )


def _open_questions(viewer: int, oldest: int, spaces: Q) -> QuerySet[Topic, Any]:
    return (
        Topic.objects.filter(
            spaces,
            meets(viewer),
            id__gt=oldest,
            kind=Topic.Kind.QUESTION,
            removed_at=None,
            last_number__gte=1,
            accepted=None,
            closing=None,
            lock=None,
        )
        .exclude(author=viewer)
        .order_by("-id")
        .values_list(
            "id",
            "title",
            "published_at",
            "last_number",
            "space__actor__name",
            "author__name",
            "author__handle",
            "author__host",
            "author__picture",
        )[:FEW]
    )


def _questions(viewer: int, oldest: int) -> QuerySet[Topic, Any]:
    mine = Membership.objects.filter(actor=viewer).values("space_id")
    return _open_questions(viewer, oldest, Q(space__in=mine))


def _public_questions(viewer: int, oldest: int) -> QuerySet[Topic, Any]:
    public = Q(space__visibility=Space.Visibility.PUBLIC)
    return _open_questions(viewer, oldest, public)


def _reshares(viewer: int, oldest: int) -> QuerySet[Reshare, Any]:
    visible = Space.objects.visible_to(Actor(id=viewer))
    followed = PersonFollow.objects.filter(actor=viewer).values("followed_id")
    return (
        Reshare.objects.filter(
            Q(into=None) | Q(into__in=visible),
            meets(viewer, "message__author"),
            id__gt=oldest,
            actor__in=followed,
            withdrawn_at=None,
            message__tombstoned_at=None,
            message__topic__removed_at=None,
            message__topic__space__in=visible,
        )
        .annotate(words=Substr("message__text", 1, unread.WORDS))
        .order_by("-id")
        .values_list(
            "id",
            "text",
            "at",
            "message__topic_id",
            "message__number",
            "message__topic__title",
            "words",
            "actor__name",
            "actor__handle",
            "actor__host",
            "actor__picture",
        )[: 4 * FEW]
    )


def _steps(viewer: int) -> QuerySet[Actor, Any]:
    words = Profile.objects.filter(actor=OuterRef("id")).exclude(source="")
    messages = Message.objects.filter(author=OuterRef("id"))
    found = Actor.objects.filter(id=viewer).annotate(told=Exists(words), wrote=Exists(messages))
    return found.values_list("told", "wrote")


_PROMISES = Prepared(_promises)
_QUESTIONS = Prepared(_questions)
_PUBLIC_QUESTIONS = Prepared(_public_questions)
_RESHARES = Prepared(_reshares)
_STEPS = Prepared(_steps)
