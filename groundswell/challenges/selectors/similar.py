"""The ideas of a challenge that are nearest to what somebody types.

The rarest of the typed words and pairs of words choose some dozens of ideas, and those that share
most with what was typed are shown. What a word weighs is estimated from a sample of the challenge's
own ideas, so what is said elsewhere moves nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import log
from typing import Any

from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Substr

from groundswell.actors.models import Actor
from groundswell.challenges.models import Challenge, Idea, Opens, Support, Wording
from groundswell.challenges.tokens import digest, grams, likeness, rarest, said, tokens
from groundswell.challenges.wording_index import holders
from groundswell.conversations.models import Message
from groundswell.core.prepared import Prepared, PreparedModels
from groundswell.core.text.plain import first_words

SHOWN = 5
CANDIDATES = 60
SAMPLE = 2_000
LEAST_IN_SAMPLE = 3
SAMPLE_KEPT = 600
MOST_TOKENS = 24
MOST_IDEAS = 12_000
MOST_OF_A_TOKEN = 3_000
LEAST_TYPED = 6
LEAST_LIKE = 0.2
COMPARED = 1_000
EXCERPT = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """An idea like what is typed, for one viewer."""

    idea: Idea
    excerpt: str
    supports: bool
    own: bool

    @property
    def may_support(self) -> bool:
        """Whether there is a button to add one's voice."""
        return not self.supports and self.idea.stage.allows(Opens.SUPPORT)

    @property
    def counts_shown(self) -> bool:
        """Whether one sees how many support it."""
        return self.idea.stage.shows_counts


def similar(
    challenge: Challenge, viewer: Actor | None, *, title: str, text: str, without: int = 0
) -> list[Similar]:
    """The nearest few, nearest first; none while too little is typed."""
    words = said(title, text)
    if len(words) < LEAST_TYPED:
        return []
    near = nearest(challenge, viewer, words, without=without)
    return _shown(near, viewer)


def nearest(
    challenge: Challenge,
    viewer: Actor | None,
    words: str,
    *,
    without: int = 0,
    least: float = LEAST_LIKE,
) -> list[int]:
    """The ids of the nearest few ideas to these folded words, none less like them than `least`.
    What was combined or folded is named by the idea that stands for it."""
    candidates = _candidates(challenge, words, without)
    mine = grams(words)
    best: dict[int, float] = {}
    for standing, title, text in _readable(viewer, candidates):
        alike = likeness(mine, grams(said(title, text)))
        if alike >= least:
            best[standing] = max(alike, best.get(standing, 0.0))
    return sorted(best, key=lambda id_: (-best[id_], id_))[:SHOWN]


def already_shared(challenge: Challenge, viewer: Actor | None, text: str) -> Similar | None:
    """The first idea of the challenge with the very same words, as far as the viewer can see; what
    stands for it, where it was combined into another."""
    same = Wording.objects.filter(digest=digest(challenge.topic_id, text)).values("idea")
    seen = Idea.objects.visible_to(viewer).filter(challenge=challenge, topic__in=same)
    first = seen.order_by("topic_id").values_list(Coalesce("root", "topic_id"), flat=True)[:1]
    return next(iter(_shown(list(first), viewer)), None)


def _candidates(challenge: Challenge, words: str, without: int) -> list[int]:
    common = _common(challenge)
    weighed = [(token, common.get(token, 1)) for token in tokens(challenge.topic_id, words)]
    chosen = rarest(weighed, MOST_TOKENS, MOST_IDEAS)
    scores: dict[int, float] = defaultdict(float)
    for ids in holders(chosen, MOST_OF_A_TOKEN):
        weight = log(1 + max(challenge.idea_count, len(ids)) / len(ids))
        for id_ in ids:
            scores[id_] += weight
    scores.pop(without, None)
    return _best(scores)


def _best(scores: dict[int, float]) -> list[int]:
    """The best few of thousands: only those that reach the last of them are put in order."""
    reached = sorted(scores.values(), reverse=True)[:CANDIDATES]
    least = reached[-1] if reached else 0.0
    few = [(-score, id_) for id_, score in scores.items() if score >= least]
    return [id_ for _score, id_ in sorted(few)[:CANDIDATES]]


def _common(challenge: Challenge) -> dict[str, int]:
    """About how many ideas hold each token that many hold; the rest are rare."""
    key = f"wording-{challenge.topic_id}-{challenge.idea_count.bit_length()}"
    found: dict[str, int] | None = cache.get(key)
    if found is None:
        found = _sampled(challenge)
        cache.set(key, found, SAMPLE_KEPT)
    return found


def _sampled(challenge: Challenge) -> dict[str, int]:
    ideas = Idea.objects.filter(challenge=challenge).unfolded().order_by("draw", "topic")
    drawn = list(ideas.values_list("topic_id", flat=True)[:SAMPLE])
    rows = Wording.objects.filter(idea__in=drawn).values_list("words", flat=True)
    counts = Counter(token for words in rows for token in words.split())
    each = max(1.0, challenge.idea_count / max(1, len(drawn)))
    return {t: round(n * each) for t, n in counts.items() if n >= LEAST_IN_SAMPLE}


def _readable(viewer: Actor | None, ids: list[int]) -> list[tuple[int, str, str]]:
    """Of these ideas those that the viewer can read, each by what stands for it."""
    named = _named(ids, CANDIDATES)
    rows = _READABLE(viewer=viewer.id, **named) if viewer else _PUBLIC(**named)
    return [(root or under or id_, title, text) for id_, root, under, title, text in rows]


def _shown(ids: list[int], viewer: Actor | None) -> list[Similar]:
    named = _named(ids, SHOWN)
    openings = dict(_TEXTS(**named))
    rows = _SEEN(viewer=viewer.id, **named) if viewer else _SEEN_BY_ALL(**named)
    ideas = {idea.topic_id: idea for idea in rows}
    mine = {id_ for (id_,) in _SUPPORTED(viewer=viewer.id, **named)} if viewer else set()
    return [
        Similar(
            idea=ideas[id_],
            excerpt=first_words(openings.get(id_, ""), EXCERPT),
            supports=id_ in mine,
            own=viewer is not None and ideas[id_].topic.author_id == viewer.id,
        )
        for id_ in ids
        if id_ in ideas
    ]


def _named(ids: list[int], places: int) -> dict[str, int]:
    """The ids by name, and 0, which no row has, for those that are missing: a prepared query asks
    for as many each time."""
    return {f"id{place}": id_ for place, id_ in enumerate([*ids, *[0] * (places - len(ids))])}


def _openings(viewer: Actor | None, ids: Iterable[int]) -> QuerySet[Message, Any]:
    openings = Message.objects.visible_to(viewer).met_by(viewer).standing()
    return openings.filter(topic__in=list(ids), number=1).values_list(
        "topic_id",
        "topic__idea__root_id",
        "topic__idea__folded_under_id",
        "topic__title",
        Substr("text", 1, COMPARED),
    )


def _texts(ids: Iterable[int]) -> QuerySet[Message, Any]:
    return Message.objects.filter(topic__in=list(ids), number=1).values_list("topic_id", "text")


def _seen(viewer: Actor | None, ids: Iterable[int]) -> QuerySet[Idea]:
    return Idea.objects.visible_to(viewer).filter(topic__in=list(ids)).with_topic()


def _supported(viewer: int, ids: Iterable[int]) -> QuerySet[Support, Any]:
    family = Q(idea__in=list(ids)) | Q(idea__root__in=list(ids))
    mine = Support.objects.filter(family, actor=viewer)
    return mine.values_list(Coalesce("idea__root", "idea_id"))


_READABLE = Prepared(lambda viewer, **ids: _openings(Actor(id=viewer), ids.values()))
_PUBLIC = Prepared(lambda **ids: _openings(None, ids.values()))
_TEXTS = Prepared(lambda **ids: _texts(ids.values()))
_SEEN = PreparedModels(lambda viewer, **ids: _seen(Actor(id=viewer), ids.values()))
_SEEN_BY_ALL = PreparedModels(lambda **ids: _seen(None, ids.values()))
_SUPPORTED = Prepared(lambda viewer, **ids: _supported(viewer, ids.values()))
