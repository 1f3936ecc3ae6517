"""Answering polls. A person may change their answer until the poll is closed."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groundswell.activity.log import moment, unlogged
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict, DomainError, Invalid
from groundswell.core.ids import id_in
from groundswell.core.prepared import PreparedModels
from groundswell.core.queueing import in_turn
from groundswell.live.actions._telling import tell_answers
from groundswell.live.clouding import meaning, said
from groundswell.live.models import Participant, Poll, PollOption, PollVote
from groundswell.live.rules import require_may_take_part
from groundswell.live.tallying import number_in

MOST_READ = 40
LONGEST = 200
"""Of words: all the rest of the site waits while they are read."""
_UNSAY = "DELETE FROM live_pollvote WHERE poll_id = %s AND participant_id = %s"
Kind = Poll.Kind


@in_turn
@unlogged(because="an answer is state that may be changed; the end of the poll is told")
def answer_poll(
    *, actor: Actor, poll: Poll, participant: Participant, answers: list[str]
) -> list[PollOption]:
    """The participant's whole answer, in place of what they said before; nothing takes it back.

    `answers` are ids of options, or what was typed.
    """
    del actor
    person = _person(participant)
    # Who says something else in their own words has the poll alone: what nobody says any more goes.
    said = PollVote.objects.filter(poll=poll, participant=person)
    alone = poll.kind not in Poll.BARS and said.exists()
    held = _ALONE(poll=poll.id)[0] if alone else _beside_others(poll.id)
    held.session = poll.session
    require_may_take_part(held.session, person)
    if not held.takes_answers(moment()):
        raise Conflict(_("This poll is closed: what you said before it closed counts."))
    chosen = _chosen(held, answers)
    with connection.cursor() as cursor:
        cursor.execute(_UNSAY, [poll.id, person.id])
    _write(held, {person.id: chosen})
    if alone:
        _forget(held)
    tell_answers(held)
    return chosen


@unlogged(because="an answer is state that may be changed; the end of the poll is told")
def answer_together(
    *, actor: Actor | None, poll: Poll, answers: Sequence[tuple[Participant, list[str]]]
) -> list[bool]:
    """What each of the participants says, in one go, where one chooses of what is listed; `actor`
    is nobody in particular. Gives for each whether their answer counts now, the last one of those
    who stand among them twice; whose does not is told why by `answer_poll`."""
    del actor
    if poll.kind not in Poll.BARS:
        return [False] * len(answers)
    here = _unclaimed([person.id for person, _said in answers])
    held = _beside_others(poll.id)
    held.session = poll.session
    if not held.takes_answers(moment()):
        return [False] * len(answers)
    options = _OPTIONS(poll=poll.id)
    chosen: dict[int, list[PollOption]] = {}
    counted = []
    for person, words in answers:
        found = _chosen_by(held, person, words, options) if person.id in here else None
        counted.append(found is not None)
        if found is not None:
            chosen[person.id] = found
    if chosen:
        PollVote.objects.filter(poll=held, participant__in=list(chosen)).delete()
        _write(held, chosen)
        tell_answers(held)
    return counted


def _chosen_by(
    poll: Poll, person: Participant, said: list[str], options: list[PollOption]
) -> list[PollOption] | None:
    try:
        require_may_take_part(poll.session, person)
        return _listed(poll, said, options)
    except DomainError:
        return None


def _write(poll: Poll, chosen: dict[int, list[PollOption]]) -> None:
    PollVote.objects.bulk_create(
        PollVote(poll=poll, option=option, participant_id=person, place=place, at=moment())
        for person, options in chosen.items()
        for place, option in enumerate(options, 1)
    )


def _unclaimed(people: list[int]) -> set[int]:
    """Of these those who are no account yet, their rows locked in one order for all."""
    rows = Participant.objects.select_for_update(of=("self",), no_key=True)
    found = rows.filter(id__in=people, claimed_by=None).order_by("id").values_list("id", flat=True)
    return set(found)


def _person(participant: Participant) -> Participant:
    """The participant as they are now, their row locked: of two clicks one comes after the other,
    and what a guest says while it moves into an account is said by nobody."""
    [found] = _HELD(participant=participant.id)
    if found.claimed_by_id is not None:
        raise Conflict(_("What you did as a guest is in your account now. Load the page again."))
    found.actor = participant.actor
    return found


def _held(participant: int) -> QuerySet[Participant]:
    rows = Participant.objects.select_for_update(of=("self",), no_key=True)
    return rows.filter(id=participant)


_HELD = PreparedModels(_held)


def _beside_others(poll: int) -> Poll:
    """The poll, which nobody closes meanwhile. A hall that answers within a second does not wait
    for one another: one row that all of them lock in turn keeps the last of them too long."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM live_poll WHERE id = %s FOR SHARE", [poll])
    return _READ(poll=poll)[0]


def _read(poll: int) -> QuerySet[Poll]:
    return Poll.objects.filter(id=poll)


def _for_change(poll: int) -> QuerySet[Poll]:
    return Poll.objects.select_for_update(of=("self",), no_key=True).filter(id=poll)


_READ, _ALONE = PreparedModels(_read), PreparedModels(_for_change)


def _forget(poll: Poll) -> None:
    """What somebody said and nobody says any more is no answer; what is held back stays so."""
    PollOption.objects.filter(poll=poll, held_at=None, votes=None).delete()


def _chosen(poll: Poll, answers: list[str]) -> list[PollOption]:
    if poll.kind == Kind.WORDS:
        return _worded(poll, answers[0] if answers else "")
    if poll.kind == Kind.NUMBER:
        return _numbered(poll, answers[0] if answers else "")
    return _listed(poll, answers, _OPTIONS(poll=poll.id))


def _listed(poll: Poll, answers: list[str], options: list[PollOption]) -> list[PollOption]:
    wanted = {id_in(answer) for answer in answers[:MOST_READ] if answer}
    found = [option for option in options if option.id in wanted]
    if len(found) != len(wanted):
        raise Invalid(_("Choose one of the answers that are listed."), "answers")
    if len(found) > poll.most:
        says = ngettext("Choose one answer.", "Choose at most %(num)s answers.", poll.most)
        raise Invalid(says % {"num": poll.most}, "answers")
    return found


def _options(poll: int) -> QuerySet[PollOption]:
    return PollOption.objects.filter(poll=poll)


_OPTIONS = PreparedModels(_options)


def _worded(poll: Poll, typed: str) -> list[PollOption]:
    """Words that mean the same are one, also when one person says both."""
    read = typed if len(typed) <= LONGEST else ""
    keyed = {meaning(words, poll.language): words for words in reversed(said(read))}
    keyed.pop("", None)
    if typed.strip() and not keyed:
        raise Invalid(_("Say it in one to three words that carry a meaning."), "answers")
    return _given(poll, keyed)


def _numbered(poll: Poll, typed: str) -> list[PollOption]:
    if not typed.strip():
        return []
    number = number_in(typed)
    return _given(poll, {number: number})


def _given(poll: Poll, keyed: dict[str, str]) -> list[PollOption]:
    """The answers of these keys, of which some nobody gave before."""
    if not keyed:
        return []
    PollOption.objects.bulk_create(
        # In one order for all: two who say the same words wait for one another, never in a ring.
        [PollOption(poll=poll, key=key, text=text) for key, text in sorted(keyed.items())],
        ignore_conflicts=True,
    )
    return list(PollOption.objects.filter(poll=poll, key__in=keyed))
