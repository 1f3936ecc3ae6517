"""Names of themes, out of the words that their texts use and others do not."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from scipy import sparse

from groundswell.challenges.engine.stopwords import STOP
from groundswell.challenges.engine.vectors import Words
from groundswell.challenges.engine.wording import normalise, unelided

IN_LABEL = 3
_SPARE = 2
_LOOKED_AT = 60
_FEW = 50
_MANY = 10
# A word in more than this share of all texts names nothing.
_EVERYWHERE = 0.1
_SURFACE = re.compile(r"[^\W_][\w'\u2019\u00b7\u0300-\u036f-]*[+#]*")


def theme_words(words: Words, held: sparse.csr_matrix) -> list[list[str]]:
    """For each theme its most telling words, best first: class-based TF-IDF (Grootendorst 2022).

    A word weighs as often as the theme uses it, times log(1 + mean words a theme / uses in all).
    `held` says how many texts of each group a theme has; a group counts once, however often it
    was said, and of many groups, a word that one alone has names nothing.
    """
    present = words.counts.sign()
    uses = (held.sign() @ present).tocsr()
    many = np.repeat(np.diff(held.indptr) >= _MANY, np.diff(uses.indptr))
    uses.data[many & (uses.data < 2)] = 0
    spread = np.asarray(present.sum(axis=0)).ravel() / max(1, present.shape[0])
    total = np.asarray(uses.sum(axis=0)).ravel()
    rarity = np.log1p(uses.sum() / max(1, held.shape[0]) / np.maximum(total, 1))
    few = present.shape[0] < _FEW
    usable = np.array([_names(word) for word in words.vocabulary], bool)
    rarity[~usable | (spread > (0.5 if few else _EVERYWHERE))] = 0
    weighed = (uses @ sparse.diags(rarity)).tocsr()
    return [_best(weighed, number, words.vocabulary) for number in range(held.shape[0])]


def _names(word: str) -> bool:
    """Whether a word can stand in a name."""
    return word not in STOP and not word.isdigit() and (len(word) > 1 or not word.isascii())


def _best(weighed: sparse.csr_matrix, number: int, vocabulary: Sequence[str]) -> list[str]:
    row = slice(weighed.indptr[number], weighed.indptr[number + 1])
    columns, weights = weighed.indices[row], weighed.data[row]
    found: list[str] = []
    ranked = sorted(
        (-weight, vocabulary[column])
        for weight, column in zip(weights.tolist(), columns.tolist(), strict=True)
        if weight > 0
    )
    for _weight, word in ranked[:_LOOKED_AT]:
        if not any(_same_stem(word, other) for other in found):
            found.append(word)
        if len(found) == IN_LABEL + _SPARE:
            break
    return found


def _same_stem(word: str, other: str) -> bool:
    """Whether two words differ in their endings only, as plurals do."""
    shorter = min(len(word), len(other))
    common = next(
        (place for place in range(shorter) if word[place] != other[place]),
        shorter,
    )
    return common >= 4 and common >= 0.7 * max(len(word), len(other))


def labels(telling: Sequence[Sequence[str]], examples: Sequence[Iterable[str]]) -> list[str]:
    """One name a theme, as its texts write the words; no two alike."""
    given: list[str] = []
    for words, texts in zip(telling, examples, strict=True):
        written = _written(words, texts)
        given.append(_unused(written, texts, given))
    return given


def _unused(words: Sequence[str], texts: Iterable[str], given: Sequence[str]) -> str:
    for count in range(IN_LABEL, IN_LABEL + _SPARE + 1):
        name = ", ".join(words[:count])
        if name and name not in given:
            return name
    name = next(iter(texts), "").strip()[:60] or "?"
    return next(each for each in numbered(name) if each not in given)


def numbered(name: str) -> Iterator[str]:
    """The name, and then the name with a number, from 2."""
    yield name
    number = 2
    while True:
        yield f"{name} ({number})"
        number += 1


def _written(words: Sequence[str], texts: Iterable[str]) -> list[str]:
    """The words as most texts write them, with their accents, in lower case if they ever are."""
    wanted = set(words)
    seen: dict[str, Counter[str]] = {word: Counter() for word in words}
    for text in texts:
        for surface in _SURFACE.findall(unelided(text)):
            plain = normalise(surface)
            if plain in wanted:
                seen[plain][surface.strip("'\u2019-")] += 1
    return [_usual(seen[word]) or word for word in words]


def _usual(surfaces: Counter[str]) -> str:
    lower: Counter[str] = Counter()
    for surface, count in surfaces.items():
        lower[surface.lower()] += count
    if not lower:
        return ""
    usual = max(lower, key=lambda each: (lower[each], each))
    as_written = {each: count for each, count in surfaces.items() if each.lower() == usual}
    return usual if usual in as_written else max(as_written, key=lambda e: (as_written[e], e))
