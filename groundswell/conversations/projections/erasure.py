"""What follows for a conversation from what happens to people."""

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.html import escape
from django.utils.translation import gettext as _

from groundswell.activity.models import Activity
from groundswell.activity.projector import eventual
from groundswell.actors.models import Actor
from groundswell.conversations.models import (
    Attachment,
    Bookmark,
    Case,
    Closing,
    Draft,
    Lock,
    Mention,
    Message,
    ReadPosition,
    Report,
    Reshare,
    Routing,
    TagFollow,
    Tagging,
    Topic,
    TopicFollow,
    Version,
)
from groundswell.people.activities import ACCOUNT_ERASED


@eventual
def erase_words(activity: Activity) -> None:
    """Somebody erased themself: their words and files go, tombstones and totals stay."""
    if activity.kind != ACCOUNT_ERASED.name:
        return
    actor = activity.actor
    _tombstone(actor, activity)
    _drop_files(actor)
    Version.objects.filter(message__author=actor).delete()
    Mention.objects.filter(Q(message__author=actor) | Q(actor=actor)).delete()
    Tagging.objects.filter(message__author=actor).delete()
    for model in (Bookmark, Draft, ReadPosition, Report, Routing, TagFollow, TopicFollow):
        model.objects.filter(actor=actor).delete()
    _drop_cases(actor)


def _tombstone(actor: Actor, activity: Activity) -> None:
    at = activity.published_at
    Message.objects.filter(author=actor, tombstoned_at=None).update(
        text="", html="", tombstoned_at=at, tombstoned_by=actor
    )
    Topic.objects.filter(author=actor).update(title=_("Removed by its author"))
    gone = _("Removed with the account of who wrote it.")
    Closing.objects.filter(by=actor).update(source=gone, html=f"<p>{escape(gone)}</p>")
    Lock.objects.filter(by=actor).update(reason=gone)
    Reshare.objects.filter(actor=actor, withdrawn_at=None).update(withdrawn_at=at)
    Reshare.objects.filter(actor=actor).update(text="", html="")


def _drop_cases(actor: Actor) -> None:
    """Reports of their words go, and what they wrote about others. No case is without a report."""
    Case.objects.filter(message__author=actor).delete()
    Case.objects.open().filter(reports=None).delete()
    Case.objects.open().filter(taken_by=actor).update(taken_by=None, taken_at=None)
    gone = _("Removed with the account of who wrote it.")
    settled = Case.objects.filter(settled_by=actor)
    settled.exclude(reason="").update(reason=gone)
    settled.exclude(note="").update(note=gone)


def _drop_files(actor: Actor) -> None:
    attachments = Attachment.objects.filter(owner=actor)
    for path in attachments.values_list("path", flat=True):
        transaction.on_commit(partial(default_storage.delete, path))
    attachments.delete()
