"""Brings responses into a challenge, a batch at a time; a second run brings nothing twice."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from groundswell.activity.log import importing
from groundswell.actors.models import Actor
from groundswell.challenges.actions import Asks, open_challenge
from groundswell.challenges.models import Challenge, Stage
from groundswell.challenges.rules import stages_of
from groundswell.core.ahead import Ahead, known
from groundswell.core.clock import now
from groundswell.core.ids import id_in
from groundswell.exchange.actions._importer import importer
from groundswell.exchange.actions.responses import land_responses
from groundswell.exchange.importers.place import find_space, open_for
from groundswell.exchange.importers.responses.here import responses_here
from groundswell.exchange.importers.responses.lots import Lot
from groundswell.exchange.importers.responses.reader import RESPONSES, Response
from groundswell.exchange.importers.shapes import SourceError
from groundswell.exchange.importers.tally import Tally
from groundswell.spaces.actions import join_space
from groundswell.spaces.models import Space
from groundswell.spaces.rules import membership_of


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """Where responses go: a challenge by its id or title, opened in a space when there is none."""

    challenge: str
    space: str = ""
    steward: Actor | None = None
    dry_run: bool = False


def bring_responses(
    delivery: Delivery,
    lots: Ahead[Lot],
    *,
    tally: Tally,
    advanced: Callable[[int], None] = lambda _count: None,
) -> Challenge | None:
    """Brings them; gives their challenge, or none after a dry run of a challenge to come."""
    challenge = find_challenge(delivery.challenge, delivery.space)
    if challenge is None and not delivery.space:
        raise SourceError(
            f"There is no challenge {delivery.challenge}. Name the --space to open it in."
        )
    lots.ask(challenge and challenge.topic_id)
    while lot := lots.answer():
        tally.take(lot.left_out)
        if challenge is None and lot.responses and not delivery.dry_run:
            # Only now: a file that cannot be read leaves no empty challenge behind.
            challenge = _open(delivery)
        lots.ask(challenge and challenge.topic_id)
        if challenge is None or delivery.dry_run:
            _count(challenge, lot.responses, tally)
        else:
            _land(delivery, challenge, lot, tally)
        advanced(len(lot.responses))
    return challenge


def _land(delivery: Delivery, challenge: Challenge, lot: Lot, tally: Tally) -> None:
    with known(lot.known):
        land_responses(
            actor=delivery.steward or importer(),
            challenge=challenge,
            stage=_entry(challenge),
            responses=lot.responses,
            tally=tally,
        )


def find_challenge(name: str, space: str = "") -> Challenge | None:
    """The challenge with this id, or else with this title; in the space, if one is named."""
    rows = Challenge.objects.filter(topic__removed_at=None).select_related(
        "topic__space__actor", "topic__author"
    )
    by_id = rows.filter(topic_id=id_in(name)).first()
    if by_id is not None:
        return by_id
    within = find_space(space) if space else None
    if space and within is None:
        return None
    titled = rows.filter(topic__title__iexact=name.strip())
    found = list((titled.filter(topic__space=within) if within else titled)[:2])
    if len(found) > 1:
        raise SourceError(f"Several challenges are called {name}. Give the number of one instead.")
    return found[0] if found else None


def _count(challenge: Challenge | None, batch: list[Response], tally: Tally) -> None:
    """What a run would do with the batch."""
    here = responses_here(challenge, batch) if challenge else {}
    for response in batch:
        tally.add("unchanged" if response.key in here else "created", RESPONSES)


def _entry(challenge: Challenge) -> Stage:
    """Where responses begin: the first stage, whether it takes new ones from people or not."""
    stages = stages_of(challenge)
    if not stages:
        raise SourceError("This challenge has no stage to put responses in.")
    return stages[0]


def _open(delivery: Delivery) -> Challenge:
    actor = delivery.steward or importer()
    purpose = _("What was answered elsewhere, brought here.")
    space = find_space(delivery.space) or open_for(
        RESPONSES, name=delivery.space, purpose=purpose, actor=actor
    )
    with importing(RESPONSES, now()):
        _let_in(actor, space)
        return open_challenge(
            actor=actor,
            space=space,
            title=delivery.challenge,
            text=_("These responses were brought from a file."),
            asks=Asks(purpose=_("To find what belongs together in what people answered.")),
            template="open_problem",
        )


def _let_in(actor: Actor, space: Space) -> None:
    if membership_of(actor, space) is None:
        join_space(actor=actor, space=space)
