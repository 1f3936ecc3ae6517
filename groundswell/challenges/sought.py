"""What a list of ideas can be narrowed to, by the names that addresses have for it."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import StrIndex

from groundswell.challenges.models import Idea, Wording
from groundswell.challenges.tokens import tokens
from groundswell.challenges.wording_index import holding
from groundswell.conversations.models import Topic
from groundswell.core.ids import id_in
from groundswell.core.text.folding import folded

_BY_ID: Final = {"stage": "stage", "label": "labellings__label", "theme": "theme"}
_BY_WORD: Final = {
    "sector": "sector",
    "discipline": "discipline",
    "category": "category",
    "author": "topic__author__handle",
}
WORDS: Final = "words"
NAMES: Final = (*_BY_ID, *_BY_WORD, WORDS)
LONGEST: Final = 80
FEW: Final = 5_000
RARE: Final = 1_000


def narrowed(rows: QuerySet[Idea], challenge_id: int, sought: Mapping[str, str]) -> QuerySet[Idea]:
    """Those of the challenge's ideas that are so. An id that is none finds nothing."""
    by_id = {_BY_ID[name]: id_in(sought[name]) for name in _BY_ID if sought.get(name)}
    rows = rows.filter(**by_id)
    for name in _BY_WORD:
        if sought.get(name):
            rows = _named(rows, challenge_id, name, sought[name])
    return _saying(rows, challenge_id, sought[WORDS]) if sought.get(WORDS) else rows


def asked(given: Mapping[str, str], prefix: str = "") -> dict[str, str]:
    """What an address or a form asks for, without what it leaves open."""
    found = {name: given.get(f"{prefix}{name}", "")[:LONGEST].strip() for name in NAMES}
    return {name: value for name, value in found.items() if value}


def _named(rows: QuerySet[Idea], challenge_id: int, name: str, word: str) -> QuerySet[Idea]:
    """Those of this author, sector or the like.

    Where they are few, they are named one by one: any order would be walked to its end for them.
    """
    found = list(_holders(challenge_id, name, word)[: RARE + 1])
    if len(found) <= RARE:
        return rows.filter(topic__in=found)
    return rows.filter(**{_BY_WORD[name]: word})


def _holders(challenge_id: int, name: str, word: str) -> QuerySet[Any, int]:
    if name == "author":
        written = Topic.objects.filter(kind=Topic.Kind.IDEA, author__handle=word)
        return written.values_list("id", flat=True)
    shown = Idea.objects.filter(challenge=challenge_id).unfolded().filter(**{name: word})
    return shown.order_by("-topic").values_list("topic_id", flat=True)


def _saying(rows: QuerySet[Idea], challenge_id: int, words: str) -> QuerySet[Idea]:
    """Those that say every one of the words, whichever order a list is in.

    The few that say rare words are named one by one. What many say is soon met on the way through
    any order, so each idea on it is asked.
    """
    codes = [code for word in folded(words).split() for code in tokens(challenge_id, word)]
    found = holding(codes, FEW + 1) if codes else []
    if len(found) <= FEW:
        return rows.filter(topic__in=found)
    own = Wording.objects.filter(idea=OuterRef("pk"))
    for at, code in enumerate(dict.fromkeys(codes)):
        place = Subquery(own.values(place=StrIndex("words", Value(code))))
        rows = rows.alias(**{f"says{at}": place}).filter(**{f"says{at}__gt": 0})
    return rows
