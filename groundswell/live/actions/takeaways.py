"""What people take along: said once, strengthened by whoever says it too."""

from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.conversations.actions._append import append
from groundswell.conversations.models import Message
from groundswell.conversations.rules import require_may_reply as require_may_write
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.text.clean import clean, one_line
from groundswell.live.activities import (
    TAKEAWAY_ADDED,
    TAKEAWAY_LIFTED,
    TAKEAWAY_SAID_TOO,
)
from groundswell.live.models import Prompt, Session, Speaker, Takeaway, TakeawayItem, Wording
from groundswell.live.rules import require_may_host
from groundswell.spaces.models import Space

LONGEST = 280
MOST_ITEMS = 12
MOST_LIFTED = 7


@action
def add_takeaway(
    *,
    actor: Actor,
    session: Session,
    text: str,
    speaker: Speaker | None = None,
    prompt: Prompt | None = None,
    items: Iterable[Message] = (),
) -> Takeaway:
    """One statement, now or years later, and what was said that shows it; the conversation's own
    rules say who may write."""
    require_may_write(actor, session.topic)
    words = clean(text, most=LONGEST, least=3, field="text")
    message = append(session.topic, author=actor, text=words, kind=Message.Kind.TAKEAWAY)
    takeaway = Takeaway(message=message, session=session, speaker=speaker, prompt=prompt)
    takeaway.save(force_insert=True)
    Wording(takeaway=takeaway, actor=actor, at=moment()).save(force_insert=True)
    _show(takeaway, items)
    Space.objects.filter(id=session.topic.space_id).update(last_activity_at=moment())
    record(
        TAKEAWAY_ADDED,
        actor=actor,
        space_id=session.topic.space_id,
        topic_id=session.topic_id,
        message_id=message.id,
    )
    return takeaway


@action
def say_too(
    *, actor: Actor, takeaway: Takeaway, words: str = "", items: Iterable[Message] = ()
) -> Takeaway:
    """Strengthens it; one's own wording is kept beside the first, and so is what shows it."""
    require_may_write(actor, takeaway.session.topic)
    held = Takeaway.objects.select_for_update(of=("self",), no_key=True).get(
        message=takeaway.message_id
    )
    if Wording.objects.filter(takeaway=held, actor=actor).exists():
        raise Conflict(_("You have said this already."))
    own = one_line(words, most=LONGEST, field="words")
    Wording(takeaway=held, actor=actor, words=own, at=moment()).save(force_insert=True)
    Takeaway.objects.filter(message=held.message_id).update(said_count=F("said_count") + 1)
    held.session = takeaway.session
    _show(held, items)
    record(
        TAKEAWAY_SAID_TOO,
        actor=actor,
        space_id=takeaway.session.topic.space_id,
        topic_id=takeaway.session.topic_id,
        message_id=held.message_id,
        target_actor_id=takeaway.message.author_id,
    )
    return held


@action
def lift_takeaway(*, actor: Actor, takeaway: Takeaway, lifted: bool = True) -> Takeaway:
    """Stewards and the host put up to seven first."""
    require_may_host(actor, takeaway.session)
    held = Takeaway.objects.select_for_update(of=("self",), no_key=True).get(
        message=takeaway.message_id
    )
    rows = Takeaway.objects.filter(session=takeaway.session, lifted_at__isnull=False)
    if lifted and rows.count() >= MOST_LIFTED:
        raise Conflict(_("Seven are lifted already. Put one back first."))
    held.lifted_at = moment() if lifted else None
    held.save(update_fields=["lifted_at"])
    record(
        TAKEAWAY_LIFTED,
        actor=actor,
        space_id=takeaway.session.topic.space_id,
        topic_id=takeaway.session.topic_id,
        message_id=held.message_id,
    )
    return held


def _show(takeaway: Takeaway, items: Iterable[Message]) -> None:
    """What shows it, each once; everybody who says it may add some."""
    found, here = {one.id: one for one in items}, takeaway.session.topic_id
    stands = [one for one in found.values() if one.topic_id == here and not one.tombstoned_at]
    if len(stands) < len(found) or any(one.kind not in TakeawayItem.KINDS for one in stands):
        says = _("Choose questions, lines or prompts of this session that still stand.")
        raise Invalid(says, "items")
    there = set(TakeawayItem.objects.filter(takeaway=takeaway).values_list("message", flat=True))
    if len(there | found.keys()) > MOST_ITEMS:
        says = _("At most twelve can show a takeaway. Choose those that say most.")
        raise Invalid(says, "items")
    fresh = [one for one in stands if one.id not in there]
    TakeawayItem.objects.bulk_create(TakeawayItem(takeaway=takeaway, message=it) for it in fresh)
