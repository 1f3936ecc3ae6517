"""Suggesting a change of an idea, and what its authors and its proposer make of it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from groundswell.activity.declarations import Kind
from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.challenges.actions._beginning import NewIdea, begin_idea
from groundswell.challenges.actions._crediting import credit
from groundswell.challenges.actions._holding import hold
from groundswell.challenges.activities.suggesting import (
    CHANGE_SUGGESTED,
    SUGGESTION_ACCEPTED,
    SUGGESTION_DECLINED,
    SUGGESTION_SHARED,
    SUGGESTION_WITHDRAWN,
)
from groundswell.challenges.models import Idea, Opens, Suggestion
from groundswell.challenges.rules import (
    require_allowed,
    require_may_settle,
    require_may_share,
    require_may_suggest,
)
from groundswell.conversations.actions._append import append
from groundswell.conversations.actions._rewording import reword
from groundswell.conversations.models import (
    LONGEST_BODY,
    Contribution,
    Link,
    Message,
    TopicFollow,
    Version,
)
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.core.text.clean import clean, one_line
from groundswell.core.text.merging import merged
from groundswell.core.text.plain import shortened
from groundswell.people.models import Level
from groundswell.spaces.models import Space
from groundswell.spaces.rules import require_member

LONGEST_WHY = 2_000
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of an idea, and how often they had been changed before them."""

    title: str
    text: str
    edition: int = 0


@action
def suggest_change(*, actor: Actor, idea: Idea, words: Words, why: str) -> Suggestion:
    """Posts the change as a message of the idea's conversation; `words.edition` says which
    wording the proposer had before them."""
    (held,) = hold(idea)
    require_may_suggest(actor, held)
    base = _wording(held, words.edition)
    title = one_line(words.title, most=150, least=1, field="title")
    text = clean(words.text, most=LONGEST_BODY, least=1, field="text")
    if (title, text) == (base.title, base.text):
        raise Invalid(_("Nothing is changed yet. Change the words as you would like them."), "text")
    said = clean(why, most=LONGEST_WHY, least=1, field="why")
    message = append(held.topic, author=actor, text=said, kind=Message.Kind.SUGGESTION)
    suggestion = Suggestion(
        message=message,
        idea=held,
        title=title,
        text=text,
        base_title=base.title,
        base_text=base.text,
    )
    suggestion.save(force_insert=True)
    TopicFollow.objects.get_or_create(
        topic=held.topic, actor=actor, defaults={"level": Level.NORMAL}
    )
    Space.objects.filter(id=held.topic.space_id).update(last_activity_at=message.published_at)
    _record(CHANGE_SUGGESTED, actor, suggestion, target=held.topic.author_id)
    return suggestion


@action
def accept_suggestion(
    *, actor: Actor, suggestion: Suggestion, as_author: bool = False, decided: Words | None = None
) -> Suggestion:
    """Makes the change a new version with joint credit.

    What changed meanwhile is kept. Where both changed the same words, `decided` is what an author
    made of the two, having seen the wording of that edition.
    """
    held = _settling(actor, suggestion)
    require_allowed(held.idea, Opens.SUGGEST)
    opening = Message.objects.select_for_update().get(topic=held.idea.topic, number=1)
    opening.topic = held.idea.topic
    words = _decided(held, opening, decided) if decided else _together(held, opening)
    held.version = reword(
        opening,
        by=held.message.author,
        text=words.text,
        title=words.title,
        reason=shortened(held.message.text, 300),
    )
    held.accepted_at = moment()
    held.settled_by = actor
    held.save(update_fields=["version", "accepted_at", "settled_by"])
    role = Contribution.Role.CO_AUTHOR if as_author else Contribution.Role.SUGGESTED
    if held.message.author_id != held.idea.topic.author_id:
        credit(held.idea.topic, held.message.author, role=role, message=held.message)
    _record(SUGGESTION_ACCEPTED, actor, held, target=held.message.author_id, role=str(role))
    return held


@action
def decline_suggestion(*, actor: Actor, suggestion: Suggestion, reason: str) -> Suggestion:
    """Declines the change, and says why."""
    held = _settling(actor, suggestion)
    held.reason = one_line(reason, most=LONGEST_REASON, least=1, field="reason")
    held.declined_at = moment()
    held.settled_by = actor
    held.save(update_fields=["reason", "declined_at", "settled_by"])
    _record(SUGGESTION_DECLINED, actor, held, target=held.message.author_id)
    return held


@action
def withdraw_suggestion(*, actor: Actor, suggestion: Suggestion) -> Suggestion:
    """The proposer takes the change back."""
    held = _held(suggestion)
    _require_proposer(actor, held)
    _require_open(held)
    held.withdrawn_at = moment()
    held.settled_by = actor
    held.save(update_fields=["withdrawn_at", "settled_by"])
    _record(SUGGESTION_WITHDRAWN, actor, held, target=held.idea.topic.author_id)
    return held


@action
def share_suggestion(*, actor: Actor, suggestion: Suggestion) -> Idea:
    """Makes a declined change an idea of its own, linked with the one it grew out of."""
    held = _held(suggestion)
    _require_proposer(actor, held)
    challenge = held.idea.challenge
    stage = require_may_share(actor, challenge)
    if held.declined_at is None:
        raise Conflict(_("Only a declined change becomes an idea of its own."))
    if held.became_id is not None:
        raise Conflict(_("This change is an idea of its own already."))
    new = NewIdea(title=held.title, text=held.text)
    idea, opening = begin_idea(actor, challenge, stage=stage, new=new, draft="-")
    Link(kind=Link.Kind.DERIVED_FROM, origin=idea.topic, target=held.idea.topic, by=actor).save(
        force_insert=True
    )
    held.became = idea
    held.save(update_fields=["became"])
    record(
        SUGGESTION_SHARED,
        actor=actor,
        space_id=idea.topic.space_id,
        topic_id=idea.topic_id,
        message_id=opening.id,
        target_actor_id=held.idea.topic.author_id,
        data={"suggestion": str(held.message_id), "from": str(held.idea_id)},
    )
    return idea


def _wording(idea: Idea, edition: int) -> Words:
    """The wording in force after so many changes: an earlier one, or that of now."""
    opening = Message.objects.get(topic=idea.topic, number=1)
    earlier = Version.objects.filter(message=opening, number=edition + 1).first()
    if earlier is not None:
        return Words(title=earlier.title, text=earlier.text)
    return Words(title=idea.topic.title, text=opening.text)


def _held(suggestion: Suggestion) -> Suggestion:
    """The suggestion and its idea, locked in one order: the idea first."""
    (idea,) = hold(suggestion.idea)
    rows = Suggestion.objects.select_for_update(of=("self",)).select_related("message__author")
    held = rows.get(message=suggestion.message_id)
    held.idea = idea
    return held


def _settling(actor: Actor, suggestion: Suggestion) -> Suggestion:
    held = _held(suggestion)
    require_may_settle(actor, held.idea)
    _require_open(held)
    return held


def _require_open(suggestion: Suggestion) -> None:
    if suggestion.accepted_at or suggestion.declined_at or suggestion.withdrawn_at:
        raise Conflict(_("This suggestion was settled meanwhile. Reload: the page says how."))


def _require_proposer(actor: Actor, suggestion: Suggestion) -> None:
    require_member(actor, suggestion.idea.topic.space)
    if suggestion.message.author_id != actor.id:
        raise Refused(_("Only the person who suggested this change can do this."))


def _together(suggestion: Suggestion, opening: Message) -> Words:
    title = merged(suggestion.base_title, opening.topic.title, suggestion.title)
    text = merged(suggestion.base_text, opening.text, suggestion.text)
    if title is None or text is None:
        raise Conflict(
            _("The idea was changed in the same place meanwhile. Decide what is to stand there.")
        )
    return Words(title=title, text=text)


def _decided(suggestion: Suggestion, opening: Message, decided: Words) -> Words:
    if decided.edition != Version.objects.filter(message=opening).count():
        raise Conflict(
            _("The idea was changed once more while you decided. Look at it again below.")
        )
    if (decided.title, decided.text) == (suggestion.idea.topic.title, opening.text):
        raise Invalid(_("These are the words as they stand. Take in the change, or decline it."))
    return decided


def _record(
    kind: Kind, actor: Actor, suggestion: Suggestion, *, target: int, role: str = ""
) -> None:
    record(
        kind,
        actor=actor,
        space_id=suggestion.idea.topic.space_id,
        topic_id=suggestion.idea_id,
        message_id=suggestion.message_id,
        target_actor_id=target,
        data={"role": role} if role else {},
    )
