"""Words as they are compared: without case, accents and signs, the same on every database.

Scripts written without spaces become one word a character.
"""

import re
import unicodedata
from functools import lru_cache

from groundswell.core.ahead import foreseen

LONGEST_WORD = 64

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile("([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff])")


# A title that is its text, and a text that is compared and searched, are folded in a row.
@foreseen
@lru_cache(maxsize=8)
def folded(text: str) -> str:
    """The words in lower case, without accents, a space between each."""
    plain = text.lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", text.casefold())
        for sign in set(plain):
            if unicodedata.combining(sign):
                plain = plain.replace(sign, "")
        if not plain.isascii():
            plain = _UNSPACED.sub(r" \1 ", plain)
    return " ".join(word[:LONGEST_WORD] for word in _WORD.findall(plain.replace("_", " ")))
