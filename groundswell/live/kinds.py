"""What topics of this app's kind show on their page, and when one may reply to them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from groundswell.actors.models import Actor
from groundswell.conversations.kinds import OwnAct, OwnedKind, Panel, Part, own
from groundswell.conversations.models import Message, Topic
from groundswell.conversations.places import writes_in_space
from groundswell.live.filing import answers
from groundswell.live.models import Prompt, Session, TakeawayItem
from groundswell.live.rules import may_host, require_may_reply
from groundswell.live.selectors.people import who_said
from groundswell.live.selectors.poll import Shown, polls_said
from groundswell.live.selectors.session import SessionPanel, session_panel


def _session(topic: Topic, viewer: Actor | None) -> Panel:
    values = session_panel(topic, viewer)
    if values is None:  # brought in from elsewhere, where only its words came along
        return Panel(head="", aside="", values=None)
    return Panel(head="live/_session_head.html", aside="live/_session_aside.html", values=values)


def _grow(message: Message, viewer: Actor | None) -> list[OwnAct]:
    """Something can be made of whatever was said in it."""
    if message.number == 1 or viewer is None:
        return []
    address = f"/t/{message.topic_id}/grow/{message.id}/"
    grows = OwnAct(text=_("Make something of it"), address=address, page=True)
    takes = f"/t/{message.topic_id}/takeaways/?item={message.id}#take"
    shows = [OwnAct(text=_("Take away from this"), address=takes, page=True)]
    return [*(shows if message.kind in TakeawayItem.KINDS else []), grows, *_leave(message, viewer)]


def _answered(topic: Topic, text: str) -> Message | None:
    """An answer that comes late stands beneath the prompt that it names; one that names none is a
    reply like any other."""
    number = answers(text)
    if number is None:
        return None
    put = Prompt.objects.filter(session=topic.id, number=number, message__isnull=False)
    prompt = put.filter(message__tombstoned_at=None).select_related("message__author").first()
    return prompt.message if prompt else None


def _parts(panel: SessionPanel | None, messages: Sequence[tuple[int, str]]) -> dict[int, Part]:
    """What was put to the room says so in the conversation: which prompt it was, or that it was a
    poll, and what that came to."""
    if panel is None:
        return {}
    by_kind: dict[str, list[int]] = {}
    for id_, kind in messages:
        by_kind.setdefault(kind, []).append(id_)
    parts = {}
    if put := by_kind.get(Message.Kind.PROMPT):
        for prompt in Prompt.objects.filter(message__in=put).select_related("message"):
            parts[prompt.message_id or 0] = _put(prompt.label, prompt.message)
    if polled := by_kind.get(Message.Kind.POLL):
        for one in polls_said(panel.session, polled, hosts=panel.hosts):
            parts[one.poll.message_id or 0] = _put(_("Poll"), one.poll.message, one)
    return parts


def _put(label: str, message: Message | None, one: Shown | None = None) -> Part:
    values = {"label": label, "message": message, "one": one}
    return Part(template="live/_message_put.html", values=values, instead=True)


def _leave(message: Message, viewer: Actor) -> list[OwnAct]:
    """Who leads asks whoever said it to leave, while the session is not over."""
    session = Session.objects.with_topic().filter(topic=message.topic_id).first()
    if session is None or session.is_over or not may_host(viewer, session):
        return []
    said = who_said(session, message.id)
    if said is None or said.removed_at is not None or may_host(said.actor, session):
        return []
    address = f"{session.desk_url}people/?message={message.id}"
    return [OwnAct(text=_("Ask them to leave the session"), address=address, page=True)]


own(
    OwnedKind(
        name=Topic.Kind.SESSION,
        panel=_session,
        require_reply=require_may_reply,
        message_acts=_grow,
        message_parts=_parts,
        answered=_answered,
    )
)
writes_in_space("session", "session/")
