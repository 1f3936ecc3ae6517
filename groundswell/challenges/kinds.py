"""What topics of this app's kinds show on their page, and when one may reply to them."""

from groundswell.actors.models import Actor
from groundswell.challenges.rules import require_may_comment
from groundswell.challenges.selectors.challenge import challenge_panel
from groundswell.challenges.selectors.idea import idea_panel
from groundswell.conversations.kinds import OwnedKind, Panel, own
from groundswell.conversations.models import Topic


def _challenge(topic: Topic, viewer: Actor | None) -> Panel:
    return Panel(
        head="challenges/_challenge_head.html",
        aside="challenges/_challenge_aside.html",
        values=challenge_panel(topic, viewer),
    )


def _idea(topic: Topic, viewer: Actor | None) -> Panel:
    return Panel(
        head="challenges/_idea_head.html",
        aside="challenges/_idea_aside.html",
        values=idea_panel(topic, viewer),
    )


own(OwnedKind(name=Topic.Kind.CHALLENGE, panel=_challenge, require_reply=require_may_comment))
own(OwnedKind(name=Topic.Kind.IDEA, panel=_idea, require_reply=require_may_comment))
