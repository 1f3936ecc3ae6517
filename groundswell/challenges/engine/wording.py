"""How texts are made comparable: case, accents, punctuation, and which words negate."""

import re
import unicodedata
from collections.abc import Iterable

# Quotes inside words go without a trace, so that "don't" and "dont" are one word; so does the
# point of Catalan's "col·laborar".
_APOSTROPHES = "'\u2019\u02bc\u2018`\u00b4\u00b7"
_ACCENTS = range(0x300, 0x370)
_WORDS = frozenset("LNM")

# A sign of these scripts says as much as a syllable elsewhere; it counts double in pieces of four.
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002fa1f]")

_ELISION = re.compile(
    r"\b([cdjlmnst]|qu|un|all|dall|dell|nell|sull)['\u2019](?=\w{2})", re.IGNORECASE
)

_NEGATIONS = {
    "en": "not no never none nobody nothing neither nor without cannot aint arent cant couldnt "
    "didnt doesnt dont hadnt hasnt havent isnt mustnt neednt shouldnt wasnt werent wont wouldnt",
    "es": "no nunca jamas ningun ninguno ninguna nadie nada ni tampoco sin",
    "ca": "no mai cap ningu res ni tampoc sense",
    "fr": "pas jamais aucun aucune personne rien ni sans",
    "de": "nicht kein keine keinen keinem keiner keines nie niemals niemand nichts weder ohne",
    "it": "non no mai nessun nessuno nessuna niente nulla neanche senza",
    "nl": "niet geen nooit niemand niets noch zonder",
    "pt": "nao nunca jamais nenhum nenhuma ninguem nada nem sem",
    "gl": "non nunca ningun ningunha ninguen nada nin sen",
    "eu": "ez inoiz inor ezer gabe",
    "sv": "inte icke aldrig ingen inget inga utan",
    "da": "ikke aldrig ingen intet uden",
    "no": "ikke aldri ingen intet uten",
    "fi": "ei eivat alkaa ilman",
    "pl": "nie nigdy nikt nic zaden zadna bez",
    "cs": "neni nikdy nikdo nic zadny zadna bez",
    "ro": "nu niciodata nimeni nimic fara",
    "tr": "degil yok hic asla",
    "ru": "не нет никогда никто ничего без нельзя",
    "uk": "не ні немає ніколи ніхто нічого без",
    "el": "δεν μη μην οχι ποτε κανεις χωρις",
}
NEGATING = frozenset(word for words in _NEGATIONS.values() for word in words.split())
_NEGATING_SIGNS = re.compile(r"[\u4e0d\u6ca1\u6c92\u7121\u65e0\u672a\u975e]|\u306a\u3044")


class _Signs(dict[int, str | None]):
    """What becomes of each sign, found out when it is first seen."""

    def __missing__(self, point: int) -> str | None:
        sign = chr(point)
        kept: str | None = sign if unicodedata.category(sign)[0] in _WORDS else " "
        if sign in _APOSTROPHES or point in _ACCENTS:
            kept = None
        self[point] = kept
        return kept


_SIGNS = _Signs()


def normalise(text: str) -> str:
    """Lower case, no accents, no punctuation, single spaces; signs alone stay as they are."""
    whole = text if text.isascii() else unicodedata.normalize("NFKD", text)
    plain = " ".join(whole.casefold().translate(_SIGNS).split())
    return plain or " ".join(text.split())


def unelided(text: str) -> str:
    """The text with "l'escola" as two words, so that the school is one word everywhere."""
    return _ELISION.sub(r"\1 ", text)


def spread(plain: str) -> str:
    """Doubles the signs of dense scripts in a normalised text."""
    return plain if plain.isascii() else _DENSE.sub(r"\g<0>\g<0>", plain)


def negations(plain: str) -> int:
    """How many words of a normalised text negate, in one of the languages listed here.

    A word may mean something else in another language ("no" is "in the" in Portuguese): what counts
    is that one of two nearly equal texts has more of them.
    """
    found = sum(word in NEGATING for word in plain.split())
    return found if plain.isascii() else found + len(_NEGATING_SIGNS.findall(plain))


def normalised(texts: Iterable[str]) -> list[str]:
    """Each text in its normal form."""
    return [normalise(text) for text in texts]
