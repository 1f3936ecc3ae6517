"""Numbered prompts of a chat: planned, put one after the other, answered beneath."""

from django.db.models import Max
from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment, record, unlogged
from groundswell.actors.models import Actor
from groundswell.conversations.actions._append import append
from groundswell.conversations.models import Message
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.text.clean import one_line
from groundswell.live.actions._holding import hold
from groundswell.live.actions._telling import tell_prompt
from groundswell.live.activities import PROMPT_PUT
from groundswell.live.models import Prompt, Session
from groundswell.live.rules import require_may_host

MOST_PROMPTS = 20
APART = 10


@unlogged(because="a plan is the host's own until its prompts are put")
def plan_prompts(*, actor: Actor, session: Session, lines: str) -> list[Prompt]:
    """One prompt a line, in order; those that were put stay as they are. Each is meant to be put
    ten minutes after the one before."""
    require_may_host(actor, session)
    held = hold(session)
    typed = [one_line(line, most=500, field="lines") for line in lines.splitlines()]
    wanted = [words for words in typed if words]
    put = Prompt.objects.filter(session=held, message__isnull=False).count()
    if put + len(wanted) > MOST_PROMPTS:
        raise Invalid(_("Plan at most twenty prompts."), "lines")
    Prompt.objects.filter(session=held, message=None).delete()
    last = Prompt.objects.filter(session=held).aggregate(last=Max("number"))["last"] or 0
    planned = [
        Prompt(session=held, number=last + place, words=words, minute=APART * (last + place))
        for place, words in enumerate(wanted, start=1)
    ]
    for prompt in planned:
        prompt.save(force_insert=True)
    return planned


@action
def put_prompt(*, actor: Actor, session: Session, number: int) -> Prompt:
    """Puts the prompt of this number to the room; answers go beneath it from now on."""
    require_may_host(actor, session)
    held = hold(session)
    if not held.is_on:
        raise Conflict(_("Prompts are put while the session is live. Begin it first."))
    rows = Prompt.objects.select_for_update(of=("self",), no_key=True)
    prompt = rows.filter(session=held, number=number).first()
    if prompt is None or prompt.message is not None:
        raise Conflict(_("This prompt was put already. Look at the plan again."))
    prompt.message = append(held.topic, author=actor, text=prompt.words, kind=Message.Kind.PROMPT)
    prompt.words, prompt.put_at = "", moment()
    prompt.save(update_fields=["message", "words", "put_at"])
    prompt.session = held
    tell_prompt(prompt)
    record(
        PROMPT_PUT,
        actor=actor,
        space_id=held.topic.space_id,
        topic_id=held.topic_id,
        message_id=prompt.message_id,
    )
    return prompt
