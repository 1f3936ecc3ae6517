"""Numbered prompts of a chat: planned, put one after the other, answered beneath."""

import re
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment, record, unlogged
from groundswell.actors.models import Actor
from groundswell.conversations.actions._append import append
from groundswell.conversations.models import Message
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.text.clean import one_line
from groundswell.live.actions._holding import hold
from groundswell.live.actions._telling import tell_prompt, tell_upcoming
from groundswell.live.activities import PROMPT_PUT
from groundswell.live.models import Prompt, Session
from groundswell.live.pacing import upcoming
from groundswell.live.rules import require_may_host

MOST_PROMPTS: Final = 20
APART: Final = 10
WHEN: Final = re.compile(r"\s*\+(\d{1,3})\b[\s.:]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A plan as it was typed: a prompt a line, which may begin with its minute (`+15`); a round of
    introductions at the start and a last word, if there are to be any."""

    lines: str
    welcome: str = ""
    last: str = ""


@unlogged(because="a plan is the host's own until its prompts are put")
def plan_prompts(*, actor: Actor, session: Session, typed: Typed) -> list[Prompt]:
    """Those that were put stay as they are. Each is meant to be put ten minutes after the one
    before, unless it says when."""
    require_may_host(actor, session)
    held = hold(session)
    put = list(Prompt.objects.filter(session=held, message__isnull=False))
    Prompt.objects.filter(session=held, message=None).delete()
    planned = _planned(held, typed, put)
    for prompt in planned:
        prompt.save(force_insert=True)
    tell_upcoming(held)
    return planned


def _planned(session: Session, typed: Typed, put: list[Prompt]) -> list[Prompt]:
    numbered = [one for one in put if one.number < Prompt.LAST_WORD]
    number = max((one.number for one in numbered), default=0)
    minute = max((one.minute for one in numbered), default=0)
    done = {one.number for one in put}
    planned = []
    if typed.welcome and Prompt.INTRODUCTIONS not in done:
        _minute, words = _line(typed.welcome, after=0, field="welcome")
        planned.append(Prompt(session=session, number=0, words=words))
    lines = [line for line in typed.lines.splitlines() if line.strip()]
    if number + len(lines) > MOST_PROMPTS:
        raise Invalid(_("Plan at most twenty prompts."), "lines")
    for line in lines:
        number += 1
        minute, words = _line(line, after=minute, field="lines")
        planned.append(Prompt(session=session, number=number, words=words, minute=minute))
    if typed.last and Prompt.LAST_WORD not in done:
        minute, words = _line(typed.last, after=minute, field="last")
        number = Prompt.LAST_WORD
        planned.append(Prompt(session=session, number=number, words=words, minute=minute))
    return planned


def _line(line: str, *, after: int, field: str) -> tuple[int, str]:
    """When, and the words."""
    found = WHEN.match(line)
    words = one_line(line[found.end() :] if found else line, most=500, least=1, field=field)
    return (int(found[1]) if found else after + APART), words


@action
def put_prompt(*, actor: Actor, session: Session, number: int, by_itself: bool = False) -> Prompt:
    """Puts the prompt of this number to the room; answers go beneath it from now on. What comes
    `by_itself` was chosen before the session was held: by now a hand may have put another."""
    require_may_host(actor, session)
    held = hold(session)
    if not held.is_on:
        raise Conflict(_("Prompts are put while the session is live. Begin it first."))
    rows = Prompt.objects.select_for_update(of=("self",), no_key=True)
    prompt = rows.filter(session=held, number=number).first()
    if prompt is None or prompt.message is not None:
        raise Conflict(_("This prompt was put already. Look at the plan again."))
    if by_itself:
        _require_its_turn(held, prompt)
    prompt.message = append(held.topic, author=actor, text=prompt.words, kind=Message.Kind.PROMPT)
    prompt.words, prompt.put_at, prompt.skipped_at = "", moment(), None
    prompt.save(update_fields=["message", "words", "put_at", "skipped_at"])
    prompt.session = held
    tell_prompt(prompt)
    tell_upcoming(held)
    record(
        PROMPT_PUT,
        actor=actor,
        space_id=held.topic.space_id,
        topic_id=held.topic_id,
        message_id=prompt.message_id,
    )
    return prompt


def _require_its_turn(session: Session, prompt: Prompt) -> None:
    """It is what comes next as the plan stands now, the session's row held, and is due;
    introductions come whenever the session begins."""
    found = upcoming(session, Prompt.objects.filter(session=session))
    if (
        found is None
        or found.prompt.number != prompt.number
        or not (prompt.number == Prompt.INTRODUCTIONS or (found.at and found.at <= moment()))
    ):
        raise Conflict(_("The plan has changed meanwhile. Look at it again."))
