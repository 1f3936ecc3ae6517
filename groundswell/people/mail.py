"""Mail to people about their account: one text, sent plain and as simple HTML."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone

from groundswell.actors.models import Organisation

AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
_ADDRESS = re.compile(r"https?://\S+\Z")
_CODE = re.compile(r"[A-Z0-9]{3,5}-?[A-Z0-9]{3,5}\Z")


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A piece of a mail: words, an address alone on its line, or a code to be typed."""

    kind: str
    lines: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Composed:
    """A mail in both its forms."""

    subject: str
    text: str
    html: str


def compose(template: str, context: dict[str, Any]) -> Composed:
    """The words, with the organisation and the site's address known to their templates."""
    known = {
        "organisation": Organisation.current(),
        "site_url": settings.SITE_URL,
        "zone": timezone.get_current_timezone_name(),
        **context,
    }
    subject = " ".join(render_to_string(f"{template}_subject.txt", known).split())
    text = re.sub(r"\n{3,}", "\n\n", render_to_string(f"{template}_message.txt", known)).strip()
    html = render_to_string(
        "people/mail.html", {"subject": subject, "paragraphs": paragraphs(text)}
    )
    return Composed(subject=subject, text=text + "\n", html=html)


def addressed(mail: Composed, email: str) -> EmailMultiAlternatives:
    """The mail as it is sent to one address."""
    letter = EmailMultiAlternatives(mail.subject, mail.text, to=[email], headers=AUTOMATIC)
    letter.attach_alternative(mail.html, "text/html")
    return letter


def paragraphs(text: str) -> list[Paragraph]:
    """The text by its blank lines, each piece told apart."""
    pieces = [piece.split("\n") for piece in text.split("\n\n")]
    return [Paragraph(kind=_kind(lines), lines=lines) for lines in pieces]


def _kind(lines: Sequence[str]) -> str:
    if len(lines) == 1 and _ADDRESS.match(lines[0]):
        return "address"
    return "code" if len(lines) == 1 and _CODE.match(lines[0]) else "words"
