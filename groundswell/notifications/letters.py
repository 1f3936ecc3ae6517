"""Writing the mails about alerts, from what the alerts speak of at this very moment."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from typing import Any, Final

import nh3
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groundswell.activity.declarations import KINDS
from groundswell.actors.models import Account, Actor, Organisation
from groundswell.conversations.models import Message
from groundswell.core.signing import UNSUBSCRIBE, sign, sign_reply
from groundswell.core.text.clean import one_line
from groundswell.core.text.plain import shortened
from groundswell.notifications.grouping import AlertGroup, grouped
from groundswell.notifications.models import Letter, Notification
from groundswell.notifications.rules import zone_of
from groundswell.people.models import AlertPreference
from groundswell.spaces.models import Membership

LONGEST_WORDS: Final = 6_000
EXCERPT: Final = 300
LINES: Final = 40
AUTOMATIC: Final = {
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "All",
}
EVERYTHING: Final = "mail"
"""Stands in a token for all mail about alerts, where otherwise a reason stands."""


def compose(letter: Letter) -> EmailMultiAlternatives | None:
    """The mail, or None when there is nothing left to say or nobody to say it to."""
    if letter.text:
        return _ready_written(letter)
    if letter.recipient is None:
        return None
    account = Account.objects.filter(actor=letter.recipient, is_active=True).first()
    if account is None or not _is_verified(account):
        return None
    preference = AlertPreference.objects.filter(actor=letter.recipient).first()
    preference = preference or AlertPreference(actor=letter.recipient)
    if preference.mail == AlertPreference.Mail.NEVER:
        return None
    rows = Notification.objects.of(letter.recipient).unread().filter(id__in=letter.alerts)
    with _as_read_by(account):
        groups = grouped(rows.order_by("-id"), letter.recipient)
        groups = [group for group in groups if not group.hidden]
        writer = _Writer(letter, account, preference)
        return writer.mail(groups) if groups else None


def unsubscribe_url(actor: Actor, reason: str, about: int | None = None) -> str:
    """The address that turns it off without signing in, by one POST."""
    token = sign(UNSUBSCRIBE, [str(actor.id), reason, str(about or "")])
    return f"{settings.SITE_URL}/alerts/unsubscribe/{token}/"


def message_address(message_id: int) -> str:
    """The Message-ID of what somebody said: the same in every mail, so that threads hold."""
    return f"<message-{message_id}@{settings.SITE_HOST}>"


def _ready_written(letter: Letter) -> EmailMultiAlternatives | None:
    address = letter.address
    if letter.recipient is not None:
        account = Account.objects.filter(actor=letter.recipient).first()
        address = account.email if account else address
    if not address:
        return None
    headers = AUTOMATIC | {"Message-ID": f"<letter-{letter.id}@{settings.SITE_HOST}>"}
    headers |= {"X-Loop": settings.SITE_HOST, "Auto-Submitted": "auto-replied"}
    return EmailMultiAlternatives(letter.subject, letter.text, to=[address], headers=headers)


def _is_verified(account: Account) -> bool:
    addresses = EmailAddress.objects.filter(user=account, verified=True)
    return bool(addresses.filter(email__iexact=account.email).exists())


@contextmanager
def _as_read_by(account: Account) -> Iterator[None]:
    """In the reader's language and zone."""
    language = account.language or settings.LANGUAGE_CODE
    with translation.override(language), timezone.override(zone_of(account.time_zone)):
        yield


@dataclass(frozen=True)
class _Writer:
    letter: Letter
    account: Account
    preference: AlertPreference

    def mail(self, groups: list[AlertGroup]) -> EmailMultiAlternatives:
        groups = [self._hushed(group) for group in groups]
        if self.letter.digest or len(groups) > 1:
            return self._digest(groups)
        return self._alert(groups[0])

    def _hushed(self, group: AlertGroup) -> AlertGroup:
        """Without title and words where the person does not want private ones in mail."""
        if group.among_members and not self.preference.private_words:
            group.place = group.url
            group.message, group.detail = None, ""
            if group.topic is not None:
                group.topic.title = _("a topic")
        return group

    def _alert(self, group: AlertGroup) -> EmailMultiAlternatives:
        off_url = unsubscribe_url(self.account.actor, group.reason.value, group.about)
        message = group.message
        own = message is not None and KINDS[group.kind].verb == "Create"
        context = {
            "group": group,
            "words": words_of(message) if message and own else group.excerpt,
            "words_html": html_of(message) if message and own else "",
            "url": f"{settings.SITE_URL}{group.url}",
            "off_url": off_url,
            "answerable": bool(self._reply_to(group)),
        }
        mail = self._made("alert", subject_of(group), context, off_url=off_url)
        mail.extra_headers |= thread_headers(group, self.letter)
        mail.from_email = self._sender(group.actors[0])
        if reply_to := self._reply_to(group):
            mail.reply_to = [reply_to]
        return mail

    def _digest(self, groups: list[AlertGroup]) -> EmailMultiAlternatives:
        count = len(groups)
        subject = ngettext(
            "%(count)d thing happened at %(site)s", "%(count)d things happened at %(site)s", count
        ) % {"count": count, "site": Organisation.current().name}
        actor = self.account.actor
        off_url = unsubscribe_url(actor, EVERYTHING)
        lines = [
            {
                "group": group,
                "words": shortened(group.excerpt, EXCERPT),
                "url": f"{settings.SITE_URL}{group.url}",
                "off_url": unsubscribe_url(actor, group.reason.value, group.about),
            }
            for group in groups[:LINES]
        ]
        context = {
            "lines": lines,
            "left_out": max(0, count - LINES),
            "off_url": off_url,
            "scheduled": self.letter.digest,
        }
        mail = self._made("digest", subject, context, off_url=off_url)
        mail.extra_headers["Message-ID"] = f"<letter-{self.letter.id}@{settings.SITE_HOST}>"
        return mail

    def _made(
        self, template: str, subject: str, context: dict[str, Any], *, off_url: str
    ) -> EmailMultiAlternatives:
        known = {
            "organisation": Organisation.current(),
            "site_url": settings.SITE_URL,
            "settings_url": f"{settings.SITE_URL}/settings/alerts/",
            "subject": subject,
            **context,
        }
        rendered = render_to_string(f"notifications/mail/{template}.txt", known)
        text = re.sub(r"\n{3,}", "\n\n", str(rendered)).strip() + "\n"
        headers = AUTOMATIC | {
            "List-Unsubscribe": f"<{off_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "X-Loop": settings.SITE_HOST,
        }
        mail = EmailMultiAlternatives(subject, text, to=[self.account.email], headers=headers)
        html = render_to_string(f"notifications/mail/{template}.html", known)
        mail.attach_alternative(html, "text/html")
        return mail

    def _sender(self, actor: Actor) -> str:
        """The site's address under the name of the one who wrote."""
        site = Organisation.current().name
        name = one_line(f"{actor.name} ({site})".replace('"', ""), most=400)
        return formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))

    def _reply_to(self, group: AlertGroup) -> str:
        """Where an answer by mail goes; empty when the reader could not answer here either."""
        if not settings.REPLY_DOMAIN or group.message is None:
            return ""
        member = Membership.objects.filter(space=group.space, actor=self.account.actor)
        if not member.exists():
            return ""
        return (
            f"reply+{sign_reply(self.account.actor.id, group.message.id)}@{settings.REPLY_DOMAIN}"
        )


def subject_of(group: AlertGroup) -> str:
    """One subject for a whole topic, so that mail clients keep it together."""
    if group.topic is None or group.space is None:
        return one_line(group.sentence, most=250)
    subject = f"[{group.space.name}] {group.topic.title}"
    opening = group.message is None or group.message.number == 1
    return one_line(subject if opening else f"Re: {subject}", most=250)


def thread_headers(group: AlertGroup, letter: Letter) -> dict[str, str]:
    """The topic as a thread: what a message answers, and where the topic began."""
    own = f"<letter-{letter.id}@{settings.SITE_HOST}>"
    if group.topic is None:
        return {"Message-ID": own}
    headers = {"List-Id": f"<topic-{group.topic.id}.{settings.SITE_HOST}>"}
    opening = Message.objects.filter(topic=group.topic, number=1).values_list("id", flat=True)
    first = message_address(opening[0]) if opening else ""
    message = group.message
    if message is None:
        return headers | {"Message-ID": own, "In-Reply-To": first, "References": first}
    if KINDS[group.kind].verb != "Create":
        above = message_address(message.id)
        return headers | {"Message-ID": own} | _references(above, first)
    headers["Message-ID"] = message_address(message.id)
    if message.number == 1:
        return headers
    return headers | _references(
        message_address(message.parent_id) if message.parent_id else first, first
    )


def _references(above: str, first: str) -> dict[str, str]:
    chain = above if above == first else f"{first} {above}".strip()
    return {"In-Reply-To": above, "References": chain}


def words_of(message: Message) -> str:
    """The words as they were typed: Markdown was made to be read in mail."""
    text = message.text.strip()
    return text if len(text) <= LONGEST_WORDS else text[:LONGEST_WORDS].rstrip() + "…"


_TAGS: Final = {
    *("a", "b", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "i", "li"),
    *("ol", "p", "pre", "s", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}


def _with_host(tag: str, attribute: str, value: str) -> str | None:
    if attribute != "href":
        return None
    if value.startswith("/") and not value.startswith("//"):
        return settings.SITE_URL + value
    return value if value.startswith(("http://", "https://", "mailto:")) else None


_for_mail: Final = nh3.Cleaner(
    tags=_TAGS,
    attributes={"a": {"href"}},
    attribute_filter=_with_host,
    link_rel=None,
    url_schemes={"http", "https", "mailto"},
)


def html_of(message: Message) -> SafeString:
    """The words as simple HTML: no picture, no class, every address complete."""
    if len(message.html) > 4 * LONGEST_WORDS:
        return mark_safe("")
    return mark_safe(_for_mail.clean(message.html))  # noqa: S308 - cleaned the line before
