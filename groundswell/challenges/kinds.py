"""What topics of this app's kinds show on their page, and when one may reply to them."""

from collections.abc import Collection, Iterable, Sequence

from django.utils.translation import gettext as _

from groundswell.actors.models import Actor
from groundswell.challenges.activities.ending import parts_in
from groundswell.challenges.activities.idea import SUPPORTED
from groundswell.challenges.models import Idea
from groundswell.challenges.rules import is_author, require_may_comment, sees_counts
from groundswell.challenges.selectors.challenge import challenge_panel
from groundswell.challenges.selectors.changes import changes_in
from groundswell.challenges.selectors.ending import seen_to_by
from groundswell.challenges.selectors.idea import IdeaPanel, idea_panel
from groundswell.challenges.selectors.lineage import KINDS as LINEAGE_KINDS
from groundswell.conversations.kinds import OwnAct, OwnedKind, Panel, Part, Work, own
from groundswell.conversations.models import Message, Topic
from groundswell.conversations.places import writes_in_space, writes_in_topic


def _challenge(topic: Topic, viewer: Actor | None) -> Panel:
    values = challenge_panel(topic, viewer)
    return Panel(
        head="challenges/_challenge_head.html",
        aside="challenges/_challenge_aside.html",
        values=values,
        said=values.said,
    )


def _idea(topic: Topic, viewer: Actor | None) -> Panel:
    values = idea_panel(topic, viewer)
    return Panel(
        head="challenges/_idea_head.html",
        aside="challenges/_idea_aside.html",
        values=values,
        said=values.idea.said,
        draws=LINEAGE_KINDS,
    )


def _credit(message: Message, viewer: Actor | None) -> list[OwnAct]:
    """An author credits who said it, in one tap."""
    if message.number == 1 or viewer is None or message.author_id == viewer.id:
        return []
    if not is_author(viewer, message.topic):
        return []
    address = f"/t/{message.topic_id}/credit/offer/"
    return [OwnAct(text=_("This came from you"), address=address)]


def _parts(panel: IdeaPanel, messages: Sequence[tuple[int, str]]) -> dict[int, Part]:
    """What a suggestion changes, below it; what stands at the head already is not said twice."""
    suggested = [id_ for id_, kind in messages if kind == Message.Kind.SUGGESTION]
    shown = changes_in(suggested, panel.idea) if suggested else {}
    parts = {
        id_: Part(template="challenges/_message_change.html", values={"change": it, "panel": panel})
        for id_, it in shown.items()
    }
    for id_, place in panel.ending.places.items():
        parts[id_] = Part(
            template="challenges/_message_at_head.html", values={"place": place}, instead=True
        )
    return parts


def _untold(topic: Topic, viewer: Actor | None) -> Collection[str]:
    """Who supports an idea, while its stage hides how many do."""
    idea = Idea.objects.select_related("stage", "root__stage", "challenge").get(topic=topic)
    if sees_counts(viewer, idea.root or idea):
        return ()
    return (SUPPORTED.name,)


def _takers(topic: Topic) -> Iterable[int]:
    """Authors and supporters, of what was combined into it too."""
    return parts_in(topic.id)


def _work(person: Actor) -> list[Work]:
    """The next steps of ideas that an official answer gave them to see to."""
    return [
        Work(
            topic=answer.idea.topic,
            what=answer.next_step,
            by_when=answer.next_step_by,
            page="outcome/",
        )
        for answer in seen_to_by(person)
    ]


own(OwnedKind(name=Topic.Kind.CHALLENGE, panel=_challenge, require_reply=require_may_comment))
own(
    OwnedKind(
        name=Topic.Kind.IDEA,
        panel=_idea,
        require_reply=require_may_comment,
        message_acts=_credit,
        takers=_takers,
        message_parts=_parts,
        work=_work,
        untold=_untold,
    )
)
writes_in_space("challenge", "challenge/")
writes_in_topic("idea", "share/")
writes_in_topic("build", "build-on/")
