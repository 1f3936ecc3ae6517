"""What helps while one writes: a preview, names to complete, topics like it, drafts."""

import re
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from groundswell.actors.models import Actor
from groundswell.conversations.actions._words import words
from groundswell.conversations.models import Draft, Hashtag, Message, Tagging, Topic
from groundswell.conversations.places import IN_SPACES, IN_TOPICS
from groundswell.core.ids import id_in
from groundswell.core.prepared import PreparedModels
from groundswell.core.text.emoji import EMOJI
from groundswell.core.text.hashtags import normal_hashtag
from groundswell.core.text.quote import quoted
from groundswell.spaces.models import Membership, Space

MOST_OFFERED = 8
MOST_LIKE_IT = 4
MOST_COMPARED = 60
_WORD = re.compile(r"\w{4,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One way to complete a word: what is shown, and what is written."""

    label: str
    insert: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A draft, and the page that goes on with it; `href` is empty when that page is gone."""

    draft: Draft
    about: str
    href: str


def preview_html(text: str, viewer: Actor) -> str:
    """The HTML that the words would be stored as."""
    return words(text, namespace=0, author_id=viewer.id).rendered.html


def offers(
    asked: str, viewer: Actor, *, space: Space | None = None, topic: Topic | None = None
) -> list[Offer]:
    """Ways to complete `@re`, `#flo` or `:thu`; those near `topic`, then `space`, first."""
    sign, word = asked[:1], asked[1:41]
    if not word:
        return []
    if sign == "@":
        return _people(word, space, topic)
    if sign == "#":
        return _tags(word, viewer)
    if sign == ":":
        return _emoji(word)
    return []


def _people(word: str, space: Space | None, topic: Topic | None) -> list[Offer]:
    """Whose handle it is, whose handle begins so, then those with a name that has such a word;
    among equals who wrote in the topic, then who belongs to the space."""
    begins = Q(handle__istartswith=word)
    named = begins | Q(name__istartswith=word) | Q(name__icontains=f" {word}")
    wrote = Message.objects.standing().filter(topic=topic).values("author_id")
    members = Membership.objects.filter(space=space).values("actor_id")
    fit = _place(Q(handle__iexact=word), begins)
    near = _place(*[Q(id__in=wrote)] * bool(topic), *[Q(id__in=members)] * bool(space))
    people = Actor.objects.people().local().known_to(None).filter(named)
    found = people.order_by(fit, near, "handle").values_list("handle", "name")[:MOST_OFFERED]
    return [Offer(label=f"{name} @{handle}", insert=f"@{handle}") for handle, name in found]


def _place(*ranks: Q) -> Case | Value:
    """The number of the first of these that holds."""
    if not ranks:
        return Value(0)
    cases = [When(rank, then=Value(number)) for number, rank in enumerate(ranks)]
    return Case(*cases, default=len(ranks), output_field=IntegerField())


def _tags(word: str, viewer: Actor) -> list[Offer]:
    """Tags that stand somewhere the viewer can read."""
    seen = Tagging.objects.filter(topic__in=Topic.objects.visible_to(viewer)).values("tag_id")
    tags = Hashtag.objects.filter(key__startswith=normal_hashtag(word), key__in=seen)
    names = tags.order_by("key").values_list("name", flat=True)[:MOST_OFFERED]
    return [Offer(label=f"#{name}", insert=f"#{name}") for name in names]


def _emoji(word: str) -> list[Offer]:
    codes = [code for code in EMOJI if code.startswith(word.lower())][:MOST_OFFERED]
    return [Offer(label=f"{EMOJI[code]} {code}", insert=EMOJI[code]) for code in codes]


def like_it(title: str, viewer: Actor) -> list[Topic]:
    """Topics whose titles share most words with this one, the latest first among equals."""
    asked = {word.lower() for word in _WORD.findall(title)[:8]}
    if not asked:
        return []
    shared = Q()
    for word in asked:
        shared |= Q(title__icontains=word)
    topics = Topic.objects.visible_to(viewer).met_by(viewer).filter(shared, last_number__gte=1)
    found = list(topics.select_related("space__actor").latest_first()[:MOST_COMPARED])
    found.sort(key=lambda topic: -sum(word in topic.title.lower() for word in asked))
    return found[:MOST_LIKE_IT]


def quotation(message: Message) -> str:
    """The message as a quotation to answer beneath."""
    address = f"/m/{message.id}/"
    return quoted(message.text, author=message.author.name, address=address)


def draft_at(viewer: Actor, place: str) -> Draft | None:
    """What the viewer began to write there."""
    rows = _DRAFT(viewer=viewer.id, place=place)
    return rows[0] if rows else None


def _draft(viewer: int, place: str) -> QuerySet[Draft]:
    return Draft.objects.of(Actor(id=viewer)).filter(place=place)


_DRAFT = PreparedModels(_draft)


def drafts_of(viewer: Actor) -> list[Begun]:
    """All that the viewer began and has not sent, the latest first."""
    drafts = list(Draft.objects.of(viewer).order_by("-saved_at", "-id"))
    seen = Topic.objects.visible_to(viewer).filter(id__in=_ids(drafts, *IN_TOPICS))
    topics = {topic.id: topic for topic in seen}
    spaces = {space.id: space for space in _spaces(viewer, _ids(drafts, *IN_SPACES))}
    edited = Message.objects.visible_to(viewer).filter(id__in=_ids(drafts, "edit"))
    messages = {message.id: message for message in edited.select_related("topic")}
    return [_begun(draft, topics, spaces, messages) for draft in drafts]


def _begun(
    draft: Draft, topics: dict[int, Topic], spaces: dict[int, Space], messages: dict[int, Message]
) -> Begun:
    kind, _, number = draft.place.partition("-")
    key = id_in(number)
    if kind in IN_TOPICS and key in topics:
        topic = topics[key]
        about = draft.title or topic.title
        page = f"{topic.get_absolute_url()}{IN_TOPICS[kind]}"
        return Begun(draft=draft, about=about, href=page)
    if kind in IN_SPACES and key in spaces:
        space = spaces[key]
        about = draft.title or space.name
        page = f"{space.get_absolute_url()}{IN_SPACES[kind]}"
        return Begun(draft=draft, about=about, href=page)
    if kind == "edit" and key in messages:
        return Begun(draft=draft, about=messages[key].topic.title, href=f"/m/{key}/edit/")
    return Begun(draft=draft, about="", href="")


def _ids(drafts: list[Draft], *names: str) -> list[int]:
    places = [draft.place.partition("-") for draft in drafts]
    return [id_in(number) for name, _dash, number in places if name in names]


def _spaces(viewer: Actor, ids: list[int]) -> QuerySet[Space]:
    return Space.objects.visible_to(viewer).filter(id__in=ids).select_related("actor")
