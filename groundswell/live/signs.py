"""The five signs that people in a room may give, each with its word."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SIGNS: Final[dict[str, tuple[str, str | Promise]]] = {
    "clap": ("\N{CLAPPING HANDS SIGN}", _("Applause")),
    "heart": ("\N{HEAVY BLACK HEART}\ufe0f", _("From the heart")),
    "idea": ("\N{ELECTRIC LIGHT BULB}", _("New to me")),
    "wonder": ("\N{THINKING FACE}", _("I wonder")),
    "agree": ("\N{THUMBS UP SIGN}", _("I agree")),
}
