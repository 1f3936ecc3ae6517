"""What begins like what somebody is typing: a few of each kind, only what they can see."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from groundswell.actors.models import Actor
from groundswell.conversations.models import Hashtag, Message, Tagging, Topic
from groundswell.core.text.hashtags import normal_hashtag
from groundswell.search.selectors import Names, names_found, topics_titled

MOST = 5
LEAST_TYPED = 2


@dataclass(frozen=True, kw_only=True)
class Suggestions:
    """At most five of each kind."""

    topics: list[Topic] = field(default_factory=list)
    names: Names = field(default_factory=Names)
    tags: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.topics) + len(self.names.spaces) + len(self.names.people) + len(self.tags)


def suggestions(typed: str, viewer: Actor | None) -> Suggestions:
    """`@` asks for people alone, `#` for tags alone; one letter asks for nothing yet."""
    word = typed.strip()
    if len(word) < LEAST_TYPED:
        return Suggestions()
    if word.startswith("#"):
        return Suggestions(tags=_tags(word[1:], viewer))
    names = names_found(word, viewer)
    if word.startswith("@"):
        return Suggestions(names=Names(people=names.people))
    return Suggestions(
        topics=topics_titled(word, viewer, MOST), names=names, tags=_tags(word, viewer)
    )


def _tags(word: str, viewer: Actor | None) -> list[str]:
    """Tags of words that the viewer can read; in their plain form, as on their own page."""
    key = normal_hashtag(word)
    if not key:
        return []
    said = Message.objects.visible_to(viewer).met_by(viewer).standing()
    used = Tagging.objects.filter(tag=OuterRef("key"), message__in=said)
    tags = Hashtag.objects.filter(Exists(used), key__startswith=key).order_by("key")
    return list(tags.values_list("key", flat=True)[:MOST])
