"""The licences under which what people write may travel on."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Licence:
    """`code` is what is stored and sent; `says` is what it allows, in one sentence."""

    code: str
    name: str | Promise
    says: Promise
    url: str = ""


LICENCES: tuple[Licence, ...] = (
    Licence(
        "CC-BY-SA-4.0",
        "CC BY-SA 4.0",
        _("Anyone may pass it on and change it, naming the author, under the same licence."),
        "https://creativecommons.org/licenses/by-sa/4.0/",
    ),
    Licence(
        "CC-BY-4.0",
        "CC BY 4.0",
        _("Anyone may pass it on and change it, naming the author."),
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    Licence(
        "CC0-1.0",
        "CC0 1.0",
        _("Anyone may do anything with it, as if nobody owned it."),
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ),
    Licence(
        "CC-BY-NC-SA-4.0",
        "CC BY-NC-SA 4.0",
        _(
            "Anyone may pass it on and change it, naming the author, under the same licence and "
            "not for profit."
        ),
        "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    ),
    Licence(
        "ALL-RIGHTS",
        _("All rights reserved"),
        _("It stays the author's; others may read it here and quote from it."),
    ),
)


def licence(code: str) -> Licence:
    """The licence of this code; an unknown code is shown as it stands."""
    known = {one.code: one for one in LICENCES}
    return known.get(code) or Licence(code, code, _("See the licence's own text."))
