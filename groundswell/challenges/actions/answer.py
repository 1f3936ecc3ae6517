"""The official answer to an idea, and each step of what became of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.challenges.actions._holding import hold
from groundswell.challenges.actions._moving import begun, carry
from groundswell.challenges.activities.ending import ANSWER_CHANGED, IDEA_ANSWERED, OUTCOME_TOLD
from groundswell.challenges.models import Answer, Idea, Opens, Outcome, Stage
from groundswell.challenges.rules import (
    require_allowed,
    require_may_run,
    require_may_tell_outcome,
    require_standing,
    wording_of,
)
from groundswell.conversations.actions._append import append
from groundswell.conversations.actions._words import index_words, set_words
from groundswell.conversations.models import LONGEST_BODY, Message, Version
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.text.clean import clean, one_line
from groundswell.spaces.rules import membership_of

CHANGED = ("verdict", "owner", "next_step", "next_step_by")
WITH_OWNER = (Answer.Verdict.ACCEPTED, Answer.Verdict.PARTLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """An answer as it was given: a verdict with its reason in words (Markdown), who sees to the
    idea from now on, and what they do next, by a day if one is said."""

    verdict: str
    text: str
    owner: Actor | None = None
    next_step: str = ""
    next_step_by: date | None = None
    stage: Stage | None = None
    """Where the idea goes with its answer; none leaves it where it is."""


@action
def answer_idea(*, actor: Actor, idea: Idea, says: Says) -> Answer:
    """Answers the idea officially; the reason is a message of its conversation."""
    (held,) = hold(idea)
    require_may_run(actor, held.challenge)
    require_standing(held)
    require_allowed(held, Opens.DECIDE)
    if Answer.objects.filter(idea=held).exists():
        raise Conflict(_("This idea was answered meanwhile. Reload, read the answer, change it."))
    message = append(held.topic, author=actor, text=_reason(says), kind=Message.Kind.ANSWER)
    answer = Answer(idea=held, message=message, by=actor, at=message.published_at)
    _fill(answer, says, held)
    answer.save(force_insert=True)
    _move(actor, held, answer, says.stage)
    record(
        IDEA_ANSWERED,
        actor=actor,
        space_id=held.topic.space_id,
        topic_id=held.topic_id,
        message_id=message.id,
        target_actor_id=held.topic.author_id,
        data=_codes(answer),
    )
    return answer


@action
def change_answer(*, actor: Actor, answer: Answer, says: Says, seen: str) -> Answer:
    """Answers differently, or in better words. The earlier wording stays readable.

    `seen` is the `wording_of` it when the actor looked. Nobody's words are changed by others: who
    did not write the answer writes one of their own, and the earlier one stays where it was said.
    """
    (idea,) = hold(answer.idea)
    require_may_run(actor, idea.challenge)
    answer = (
        Answer.objects.select_for_update(of=("self",))
        .select_related("message__author")
        .get(idea=idea)
    )
    answer.idea = idea
    if wording_of(answer) != seen:
        raise Conflict(_("Somebody changed this answer meanwhile. Reload and look at it first."))
    was, owner_was = answer.verdict, str(answer.owner_id or "")
    _fill(answer, says, idea)
    _say_anew(answer, actor, _reason(says), Answer.Verdict(was))
    answer.changed_at = moment()
    answer.save(update_fields=[*CHANGED, "message", "by", "changed_at"])
    record(
        ANSWER_CHANGED,
        actor=actor,
        space_id=idea.topic.space_id,
        topic_id=idea.topic_id,
        message_id=answer.message_id,
        target_actor_id=idea.topic.author_id,
        data={**_codes(answer), "was": was, "owner_was": owner_was},
    )
    return answer


@action
def tell_outcome(*, actor: Actor, idea: Idea, text: str) -> Outcome:
    """Tells a step of what became of the idea to everybody who had a part in it."""
    (held,) = hold(idea)
    require_may_tell_outcome(actor, held)
    require_standing(held)
    words = clean(text, most=LONGEST_BODY, least=1, field="text")
    message = append(held.topic, author=actor, text=words, kind=Message.Kind.OUTCOME)
    outcome = Outcome(idea=held, message=message, by=actor, at=message.published_at)
    outcome.save(force_insert=True)
    record(
        OUTCOME_TOLD,
        actor=actor,
        space_id=held.topic.space_id,
        topic_id=held.topic_id,
        message_id=message.id,
        target_actor_id=held.topic.author_id,
        data={"outcome": str(outcome.id)},
    )
    return outcome


def _move(actor: Actor, idea: Idea, answer: Answer, stage: Stage | None) -> None:
    """The move is part of the answer; its note in the conversation says so."""
    if stage is None or stage.id == idea.stage_id:
        return
    if stage.challenge_id != idea.challenge_id or stage.retired_at is not None:
        raise Invalid(_("Choose one of the stages of this challenge."), "stage")
    reason = _("Answered: %(verdict)s") % {"verdict": answer.get_verdict_display()}
    carry(begun(actor, idea.challenge, stage, reason=reason), [idea])


def _reason(says: Says) -> str:
    return clean(says.text, most=LONGEST_BODY, least=1, field="text")


def _fill(answer: Answer, says: Says, idea: Idea) -> None:
    if says.verdict not in Answer.Verdict.values:
        raise Invalid(_("Choose one of the answers that are offered."), "verdict")
    step = one_line(says.next_step, most=300, field="next_step")
    if says.verdict in WITH_OWNER and says.owner is None:
        raise Invalid(_("Say who sees to it from now on: an accepted idea has an owner."), "owner")
    if says.verdict in WITH_OWNER and not step:
        raise Invalid(_("Say what happens next: an accepted idea has a next step."), "next_step")
    if says.owner is not None and membership_of(says.owner, idea.topic.space) is None:
        sentence = _("%(name)s does not belong to this space. Invite them first.")
        raise Invalid(sentence % {"name": says.owner.name}, "owner")
    # A day earlier than here is still today somewhere.
    over = says.next_step_by and says.next_step_by < moment().date() - timedelta(days=1)
    if over and says.next_step_by != answer.next_step_by:
        raise Invalid(_("This day is over. Choose one to come, or leave it empty."), "next_step_by")
    answer.verdict = says.verdict
    answer.owner = says.owner
    answer.next_step = step
    answer.next_step_by = says.next_step_by


def _say_anew(answer: Answer, actor: Actor, text: str, was: Answer.Verdict) -> None:
    message = answer.message
    if message.author_id == actor.id and message.tombstoned_at is None:
        _reword(message, text, was)
        return
    answer.by = actor
    answer.message = append(
        answer.idea.topic, author=actor, text=text, kind=Message.Kind.ANSWER, parent=message
    )


def _reword(message: Message, text: str, was: Answer.Verdict) -> None:
    """Keeps the wording that is replaced, with the verdict it stood for."""
    Version(
        message=message,
        number=Version.objects.filter(message=message).count() + 1,
        text=message.text,
        by=message.author,
        written_at=message.edited_at or message.published_at,
        reason=_("Until then: %(verdict)s") % {"verdict": was.label},
    ).save(force_insert=True)
    found = set_words(message, text)
    message.edited_at = moment()
    message.save(update_fields=["text", "html", "renderer", "edited_at"])
    index_words(message, found, fresh=False)


def _codes(answer: Answer) -> dict[str, str]:
    owner = {"owner": str(answer.owner_id)} if answer.owner_id else {}
    return {"verdict": answer.verdict, **owner}
