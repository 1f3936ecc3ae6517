"""Building on an idea, and splitting one: new ideas that say where they come from."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.challenges.actions._beginning import NewIdea, begin_idea
from groundswell.challenges.actions._holding import hold
from groundswell.challenges.activities import IDEA_BUILT_ON, IDEA_SPLIT
from groundswell.challenges.models import Idea
from groundswell.challenges.rules import (
    AUTHORS,
    is_author,
    require_may_share,
    require_may_split,
    require_standing,
)
from groundswell.conversations.actions._append import append
from groundswell.conversations.models import Contribution, Link, Message, TopicFollow
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.text.clean import one_line
from groundswell.people.rules import require_may_meet

MOST_PARTS = 10


@action
def build_on_idea(*, actor: Actor, idea: Idea, new: NewIdea) -> Idea:
    """Shares an idea that grew out of another one, which stays as it is."""
    stage = require_may_share(actor, idea.challenge)
    require_may_meet(actor, idea.topic.author)
    opening = Message.objects.get(topic=idea.topic_id, number=1)
    if new.text.strip() == opening.text.strip():
        raise Invalid(_("These are the words of the other idea. Say what is different."), "text")
    made, first = begin_idea(
        actor, idea.challenge, stage=stage, new=new, draft=f"build-{idea.topic_id}"
    )
    Link(
        kind=Link.Kind.DERIVED_FROM, origin=made.topic, target=idea.topic, by=actor, at=moment()
    ).save(force_insert=True)
    record(
        IDEA_BUILT_ON,
        actor=actor,
        space_id=made.topic.space_id,
        topic_id=made.topic_id,
        message_id=first.id,
        target_actor_id=idea.topic.author_id,
        data={"challenge": str(idea.challenge_id), "from": str(idea.topic_id)},
    )
    return made


@action
def split_idea(
    *, actor: Actor, idea: Idea, parts: Sequence[NewIdea], reason: str = ""
) -> list[Idea]:
    """Makes ideas of the parts of one, in its stage; its authors are credited on each. It stays."""
    said = one_line(reason, most=500, field="reason")
    (held,) = hold(idea)
    require_may_split(actor, held)
    require_standing(held)
    if held.topic.removed_at is not None:
        raise Conflict(_("This idea is not there any more."))
    if not 2 <= len(parts) <= MOST_PARTS:
        raise Invalid(_("Split it into two parts at least, and ten at most."))
    made = [_part(actor, held, part) for part in parts]
    names = ", ".join(f"[{_plain(one.topic.title)}]({one.get_absolute_url()})" for one, _id in made)
    note = _("%(name)s split this idea into %(ideas)s. It stays as it is.")
    why = _("The reason: %(reason)s") % {"reason": said} if said else ""
    text = f"{note % {'name': actor.name, 'ideas': names}} {why}".strip()
    append(held.topic, author=actor, text=text, kind=Message.Kind.NOTE)
    record(
        IDEA_SPLIT,
        actor=actor,
        space_id=held.topic.space_id,
        topic_id=held.topic_id,
        target_actor_id=held.topic.author_id,
        data={
            "into": [str(one.topic_id) for one, _id in made],
            "messages": [str(message) for _one, message in made],
        },
    )
    return [one for one, _id in made]


def _part(actor: Actor, idea: Idea, new: NewIdea) -> tuple[Idea, int]:
    """A part with its opening's id: by whom the idea is by, not by who split it."""
    author, draft = idea.topic.author, f"split-{idea.topic_id}"
    made, opening = begin_idea(author, idea.challenge, stage=idea.stage, new=new, draft=draft)
    Link(
        kind=Link.Kind.SPLIT_INTO, origin=idea.topic, target=made.topic, by=actor, at=moment()
    ).save(force_insert=True)
    if actor.id != author.id:
        _say_who_split(actor, idea, made)
    _credit_part(actor, idea, made)
    return made, opening.id


def _say_who_split(actor: Actor, idea: Idea, part: Idea) -> None:
    """Whose hand divided the words stands beside them."""
    said = _("%(name)s split this off from %(idea)s, and divided its words so.")
    whole = f"[{_plain(idea.topic.title)}]({idea.get_absolute_url()})"
    text = said % {"name": actor.name, "idea": whole}
    append(part.topic, author=actor, text=text, kind=Message.Kind.NOTE)


def _credit_part(actor: Actor, idea: Idea, part: Idea) -> None:
    """The authors of the whole are those of the part. Who else split it helped; no more."""
    authors = Contribution.objects.filter(topic=idea.topic, role__in=AUTHORS).order_by("id")
    held = [(it.actor_id, it.role, it.message_id) for it in authors]
    people = sorted({person for person, _role, _message in held})
    if not is_author(actor, idea.topic):
        held.append((actor.id, Contribution.Role.FACILITATED, None))
    Contribution.objects.bulk_create(
        [
            Contribution(
                topic=part.topic, actor_id=person, role=role, message_id=message, at=moment()
            )
            for person, role, message in held
        ],
        ignore_conflicts=True,
    )
    TopicFollow.objects.bulk_create(
        [TopicFollow(topic=part.topic, actor_id=person) for person in {*people, actor.id}],
        ignore_conflicts=True,
    )


def _plain(title: str) -> str:
    return title.replace("[", "(").replace("]", ")")
