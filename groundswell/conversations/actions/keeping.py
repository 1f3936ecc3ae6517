"""What people do for themselves: follow, keep, remember how far they read, draft."""

import re
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.activity.log import action, record, unlogged
from groundswell.actors.models import Account, Actor
from groundswell.conversations.actions._files import end_draft
from groundswell.conversations.activities import (
    BOOKMARK_REMOVED,
    BOOKMARKED,
    TAG_FOLLOWED,
    TOPIC_FOLLOWED,
)
from groundswell.conversations.models import (
    Bookmark,
    Draft,
    Hashtag,
    Message,
    ReadPosition,
    TagFollow,
    Topic,
    TopicFollow,
)
from groundswell.conversations.places import is_place
from groundswell.conversations.signals import topic_read
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.text.clean import clean, one_line, storable
from groundswell.people.models import Level

LONGEST_DRAFT = 100_000
LONGEST_DRAFT_TITLE = 300
MOST_DRAFTS = 200
MOST_OWN = 50
_NONCE = re.compile(r"[A-Za-z0-9_-]{1,64}")


def _level(level: str) -> str | None:
    """The level, or None for "no longer"."""
    if level in Level.values:
        return level
    if level == "none":
        return None
    raise Invalid(_("Choose quiet, normal or all."), "level")


@action
def follow_topic(*, actor: Actor, topic: Topic, level: str) -> None:
    """Sets how much the actor hears of the topic; `none` ends it."""
    chosen = _level(level)
    if chosen is None:
        TopicFollow.objects.filter(topic=topic, actor=actor).delete()
    else:
        TopicFollow.objects.update_or_create(topic=topic, actor=actor, defaults={"level": chosen})
    record(
        TOPIC_FOLLOWED,
        actor=actor,
        space_id=topic.space_id,
        topic_id=topic.id,
        data={"level": level},
    )


@action
def follow_tag(*, actor: Actor, tag: Hashtag, level: str) -> None:
    """Sets how much the actor hears of the tag; `none` ends it."""
    chosen = _level(level)
    if chosen is None:
        TagFollow.objects.filter(tag=tag, actor=actor).delete()
    else:
        TagFollow.objects.update_or_create(tag=tag, actor=actor, defaults={"level": chosen})
    record(TAG_FOLLOWED, actor=actor, data={"level": level, "tag": tag.key})


@action
def bookmark(*, actor: Actor, message: Message, note: str = "") -> Bookmark:
    """Keeps the message among the actor's own bookmarks."""
    kept, made = Bookmark.objects.get_or_create(
        actor=actor, message=message, defaults={"note": one_line(note, most=300, field="note")}
    )
    if not made:
        raise Conflict(_("You already keep this message."))
    record(BOOKMARKED, actor=actor, topic_id=message.topic_id, message_id=message.id)
    return kept


@unlogged(because="A note to oneself is nobody else's business.")
def note_bookmark(*, actor: Actor, kept: Bookmark, note: str) -> None:
    """Changes what the actor noted down beside a bookmark of theirs."""
    kept.note = one_line(note, most=300, field="note")
    Bookmark.objects.filter(id=kept.id, actor=actor).update(note=kept.note)


@action
def remove_bookmark(*, actor: Actor, message: Message) -> None:
    """Keeps the message no longer."""
    removed, _rows = Bookmark.objects.filter(actor=actor, message=message).delete()
    if not removed:
        raise Conflict(_("You do not keep this message."))
    record(BOOKMARK_REMOVED, actor=actor, topic_id=message.topic_id, message_id=message.id)


@unlogged(because="How far somebody has read is state; reading is counted only in aggregate.")
def mark_read(*, actor: Actor, topic: Topic, number: int, after: int = 0) -> None:
    """The actor has read the messages after `after`, up to `number`.

    How far they read never goes back, and never leaps over messages they have not seen: who opens
    the last message by its address has read that one, and not the hundred before it.
    """
    number = _past_own(actor, topic, min(number, topic.last_number))
    if after:
        mine = ReadPosition.objects.filter(actor=actor, topic=topic, number__gte=after)
    else:
        ReadPosition.objects.bulk_create(
            [ReadPosition(actor=actor, topic=topic, number=number)], ignore_conflicts=True
        )
        mine = ReadPosition.objects.filter(actor=actor, topic=topic)
    mine.filter(number__lt=number).update(number=number, at=now())
    told = partial(
        topic_read.send_robust,
        sender=ReadPosition,
        actor=actor,
        topic_id=topic.id,
        number=number,
        after=after,
    )
    transaction.on_commit(told)


def _past_own(actor: Actor, topic: Topic, number: int) -> int:
    """Beyond the words of one's own that follow: they may be posted before one is known to have
    read what they answer."""
    own = Message.objects.filter(topic=topic, author=actor, number__gt=number)
    for follows in own.order_by("number").values_list("number", flat=True)[:MOST_OWN]:
        if follows != number + 1:
            break
        number = follows
    return number


@unlogged(because="A draft is nobody's business until it is sent.")
def save_draft(*, actor: Actor, place: str, text: str, title: str = "", nonce: str = "") -> None:
    """Keeps what the actor is writing at `place`; empty words end the draft.

    `nonce` is that of the form. What a form kept while it was being sent may arrive after it, and
    would bring back as a draft what has just been said: it is not kept.
    """
    if not is_place(place):
        raise Invalid(_("There is no form of this name."), "place")
    here = Draft.objects.filter(actor=actor, place=place)
    if _NONCE.fullmatch(nonce) and here.filter(sent_nonce=nonce).exists():
        return
    kept = clean(text, most=LONGEST_DRAFT, field="text")
    if not kept and not title:
        end_draft(actor.id, place)
        return
    others = Draft.objects.filter(actor=actor).exclude(place=place).order_by("-saved_at")
    Draft.objects.filter(id__in=list(others.values_list("id", flat=True)[MOST_DRAFTS:])).delete()
    Draft.objects.update_or_create(
        actor=actor,
        place=place,
        defaults={"text": kept, "title": storable(title)[:LONGEST_DRAFT_TITLE], "saved_at": now()},
    )


@unlogged(because="It only keeps the form's late drafts away; what the form says is logged.")
def close_draft(*, actor: Actor, place: str, nonce: str) -> None:
    """The form of this nonce is being sent: nothing that it still has under way is kept."""
    if not _NONCE.fullmatch(nonce):
        return
    here = Draft.objects.filter(actor=actor, place=place)
    if not here.update(sent_nonce=nonce):
        Draft.objects.update_or_create(actor=actor, place=place, defaults={"sent_nonce": nonce})


@unlogged(because="How somebody likes to read is theirs alone.")
def choose_reading(*, actor: Actor, nested: bool) -> None:
    """Topics are shown to the actor as a list, or nested."""
    Account.objects.filter(actor=actor).update(nested=nested)
