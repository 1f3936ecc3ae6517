"""What an alert says: one sentence, as text for mail and push and as HTML for the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import KINDS, Reason
from groundswell.actors.models import Actor
from groundswell.core.habits import number

MENTIONED: Final = (_("{actor} mentioned you in {topic}"), _("{actors} mentioned you in {topic}"))
NAMED: Final = 2


@dataclass(frozen=True, kw_only=True)
class Event:
    """What happened, with everything a sentence may name."""

    kind: str
    reason: Reason
    actors: Sequence[Actor]
    topic: str
    space: str
    target: Actor | None
    reader_id: int

    @property
    def about_reader(self) -> bool:
        """Whether the reader is the one it was done to."""
        return self.target is not None and self.target.id == self.reader_id

    @property
    def as_own(self) -> bool:
        """Whether the sentence speaks to the reader of what is theirs, whoever the log names."""
        return self.about_reader or KINDS[self.kind].theirs


def groups(kind: str) -> bool:
    """Whether several alerts of this kind can be one line."""
    return bool(KINDS[kind].groups_as)


def plain(event: Event) -> str:
    """The sentence as text."""
    return str(_template(event)).format(
        actor=event.actors[0].name,
        actors=_several(event.actors, [actor.name for actor in event.actors]),
        topic=event.topic,
        space=event.space,
        target=_target(event),
    )


def linked(event: Event, url: str) -> SafeString:
    """The sentence as HTML: names stand out, and what it is about leads to `url`."""
    template = str(_template(event))
    names = [format_html('<b dir="auto">{}</b>', actor.name) for actor in event.actors]
    place = '<a href="{}" dir="auto">{}</a>'
    # Where the sentence names neither topic nor space, the person is what one can go to.
    lonely = "{topic}" not in template and "{space}" not in template
    several = _several(event.actors, names)
    return format_html(
        template,
        actor=format_html(place, url, event.actors[0].name) if lonely else names[0],
        actors=format_html(place, url, several) if lonely else several,
        topic=format_html(place, url, event.topic),
        space=format_html(place, url, event.space),
        target=_target(event),
    )


def _template(event: Event) -> str | Promise:
    kind = KINDS[event.kind]
    several = len(event.actors) > 1 and bool(kind.groups_as)
    if event.reason == Reason.MENTION and event.topic:
        return MENTIONED[several]
    if several:
        return (event.as_own and kind.told_as_many) or kind.groups_as
    return (event.as_own and kind.told_as) or kind.sentence


def _target(event: Event) -> str:
    if event.about_reader:
        return gettext("you")
    return event.target.name if event.target else ""


def _several(actors: Sequence[Actor], names: Sequence[str]) -> str:
    """ "Renee", "Renee and Ben", "Renee and 3 others"; escaped when the names are."""
    if len(actors) == 1:
        return names[0]
    shaped = isinstance(names[0], SafeString)
    if len(actors) == NAMED:
        words, values = gettext("{first} and {second}"), {"first": names[0], "second": names[1]}
    else:
        others = len(actors) - 1
        words = ngettext("{first} and {count} other", "{first} and {count} others", others)
        values = {"first": names[0], "count": number(others)}
    return format_html(conditional_escape(words), **values) if shaped else words.format(**values)
