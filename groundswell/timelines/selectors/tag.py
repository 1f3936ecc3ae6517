"""Tags: what was said with one, which go together, which are used. Only from visible words."""

from collections import Counter
from dataclasses import dataclass

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message, TagFollow, Tagging
from groundswell.core.text.hashtags import hashtag
from groundswell.timelines.selectors.words import Entries, entries

LATEST = 2_000
"""How many of the latest uses the overview looks at."""
MOST_TAGS = 60
RELATED = 8


@dataclass(frozen=True, kw_only=True)
class TagPage:
    """What was said with a tag. The tag is shown in its plain form, since the form in which it
    was first written may come from words that the viewer cannot see."""

    tag: str
    entries: Entries
    related: list[str]
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TagUse:
    """A tag, and how often it was used lately."""

    tag: str
    uses: int


def tag_page(
    shown: str, viewer: Actor | None, *, after: str | None = None, before: str | None = None
) -> TagPage | None:
    """The tag's page; None when the viewer can see nothing with it, whether it exists or not."""
    tag = hashtag(shown)
    if tag is None:
        return None
    said = Message.objects.visible_to(viewer).met_by(viewer).filter(taggings__tag=tag.name)
    found = entries(said, after=after, before=before)
    level = level_of(viewer, tag.name)
    if not found.items and not level and not (after or before):
        return None
    return TagPage(tag=tag.name, entries=found, related=_related(tag.name, found), level=level)


def level_of(viewer: Actor | None, tag: str) -> str:
    """How much the viewer hears of the tag."""
    if viewer is None:
        return ""
    found = TagFollow.objects.filter(actor=viewer, tag=tag).values_list("level", flat=True)
    return found.first() or ""


def _related(tag: str, found: Entries) -> list[str]:
    """Tags of the same messages, most frequent first: of the page's, which the viewer sees."""
    ids = [entry.message.id for entry in found.items]
    others = Tagging.objects.filter(message__in=ids).exclude(tag=tag)
    uses = Counter(others.order_by("tag").values_list("tag_id", flat=True))
    return [name for name, _uses in uses.most_common(RELATED)]


def tags_in_use(viewer: Actor | None) -> list[TagUse]:
    """The tags of late, most used first."""
    visible = Message.objects.visible_to(viewer).standing()
    latest = Tagging.objects.filter(message__in=visible).order_by("-message")
    uses = Counter(latest.values_list("tag_id", flat=True)[:LATEST])
    ordered = sorted(uses.items(), key=lambda use: (-use[1], use[0]))
    return [TagUse(tag=tag, uses=count) for tag, count in ordered[:MOST_TAGS]]


def tags_followed(viewer: Actor | None) -> list[str]:
    """The tags that the viewer follows."""
    if viewer is None:
        return []
    return list(
        TagFollow.objects.filter(actor=viewer).order_by("tag").values_list("tag_id", flat=True)
    )
