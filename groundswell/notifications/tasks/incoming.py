"""Replies by mail become messages; what cannot is answered by one mail that gives the words back.

The token in the address says who answers what; it is checked, and so is the right to see and to
answer at this moment. The sender's address proves nothing and is not asked.
"""

import logging
from collections.abc import Sequence
from enum import Enum
from io import BytesIO
from typing import Final

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.utils import translation
from django.utils.translation import gettext as _

from groundswell.activity.log import AlreadyDone, once, refuse_repeat
from groundswell.actors.models import Account, Actor
from groundswell.conversations.actions import keep_file, post_reply
from groundswell.conversations.forms import brought
from groundswell.conversations.models import Message
from groundswell.conversations.rules import pace_of
from groundswell.conversations.views._writing import markdown_of
from groundswell.core.errors import DomainError, Invalid, Refused
from groundswell.core.limits import UPLOAD, demand, unpaced
from groundswell.core.signing import Expired, unsign_reply
from groundswell.core.text.clean import one_line
from groundswell.notifications.models import Letter
from groundswell.notifications.postbag import MOST_FILES, File, Post, opened

LONGEST_GIVEN_BACK: Final = 50_000

log: Final = logging.getLogger("groundswell.mail")


class Taken(Enum):
    """What became of a mail."""

    POSTED = "posted"
    REFUSED = "refused"
    IGNORED = "ignored"
    UNKNOWN = "unknown"


def take(raw: bytes, recipients: Sequence[str] = ()) -> Taken:
    """Posts the reply in this mail. Taken twice, it is posted once."""
    post = opened(raw, recipients)
    if not post.token:
        return Taken.UNKNOWN
    if post.automatic:
        return Taken.IGNORED
    try:
        meant = unsign_reply(post.token)
    except Expired as error:
        _give_back(post, error, actor=None)
        return Taken.REFUSED
    except Refused:
        return Taken.UNKNOWN
    account = Account.objects.filter(actor=meant.actor_id, is_active=True).first()
    if account is None:
        return Taken.IGNORED
    with translation.override(account.language or "en"):
        return _answer(account.actor, meant.message_id, post)


def _answer(actor: Actor, message_id: int, post: Post) -> Taken:
    try:
        with once(post.mark):
            refuse_repeat(actor)
            _post(actor, message_id, post)
    except AlreadyDone:
        return Taken.IGNORED
    except DomainError as error:
        _give_back(post, error, actor=actor)
        return Taken.REFUSED
    return Taken.POSTED


def _post(actor: Actor, message_id: int, post: Post) -> None:
    found = Message.objects.visible_to(actor).select_related("topic__space__actor")
    message = found.filter(id=message_id).first()
    if message is None:
        raise Refused(_("What you answered is no longer there, or no longer open to you."))
    if post.too_large:
        raise Invalid(_("Your mail is larger than 30 MB. Please send it without its files."))
    if not post.text and not post.files:
        raise Invalid(_("We found no words of your own in your mail."))
    # A phone that was offline sends all it has at once, and a mailbox is looked into by the minute.
    demand(f"actor:{actor.id}", unpaced(pace_of(actor)))
    marks, problems = _kept(actor, message, post.files)
    post_reply(
        actor=actor,
        topic=message.topic,
        text="\n\n".join(part for part in (post.text, "\n".join(marks)) if part),
        parent=message if message.number > 1 else None,
    )
    if problems:
        _tell_of_files(actor, post, problems)


def _kept(actor: Actor, message: Message, files: list[File]) -> tuple[list[str], list[str]]:
    """The Markdown of the files that were kept, and why others were not."""
    marks: list[str] = []
    problems: list[str] = []
    for number, file in enumerate(files):
        try:
            if number >= MOST_FILES:
                problems.append(
                    _("%(name)s: a reply has at most four files.") % {"name": file.name}
                )
                continue
            demand(f"actor:{actor.id}", UPLOAD)
            kept = keep_file(actor=actor, file=brought(_uploaded(file)), space=message.topic.space)
            marks.append(markdown_of(kept))
        except DomainError as error:
            problems.append(f"{file.name}: {error}")
    return marks, problems


def _uploaded(file: File) -> InMemoryUploadedFile:
    content = BytesIO(file.data)
    name = file.name.replace("/", "-").replace("\\", "-")[:200] or "file"
    return InMemoryUploadedFile(content, None, name, file.content_type, len(file.data), None)


def _give_back(post: Post, error: DomainError, *, actor: Actor | None) -> None:
    text = _(
        "Your reply by mail was not posted. %(reason)s\n\n"
        "This is what you wrote, so that nothing is lost:\n\n%(words)s\n"
    ) % {"reason": error, "words": (post.text or post.whole)[:LONGEST_GIVEN_BACK]}
    _write(post, _("Your reply was not posted"), text, actor=actor)


def _tell_of_files(actor: Actor, post: Post, problems: list[str]) -> None:
    text = _("Your reply is posted, but without some of its files:\n\n%(problems)s\n") % {
        "problems": "\n".join(problems)
    }
    _write(post, _("Your reply is posted, without some files"), text, actor=actor)


def _write(post: Post, subject: str, text: str, *, actor: Actor | None) -> None:
    """One letter for one mail, to whom the token belongs: senders' names can be made up."""
    Letter.objects.get_or_create(
        key=post.mark,
        defaults={
            "recipient": actor,
            "address": "" if actor else one_line(post.sender, most=300)[:254],
            "subject": subject,
            "text": text,
        },
    )
