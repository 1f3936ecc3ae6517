"""Writes one batch of responses as ideas, and what makes the import repeatable."""

from collections.abc import Sequence

from groundswell.activity.bulk import bulk_action
from groundswell.actors.models import Actor
from groundswell.challenges.actions.bulk import Brought, bring_ideas
from groundswell.challenges.models import Challenge, Stage
from groundswell.conversations.actions.bulk import Conversation, Said
from groundswell.core.clock import now
from groundswell.core.rows import insert_all
from groundswell.exchange.actions._people import people_of
from groundswell.exchange.importers.responses.here import responses_here
from groundswell.exchange.importers.responses.reader import RESPONSES, Response
from groundswell.exchange.importers.shapes import SourcePerson
from groundswell.exchange.importers.tally import Tally
from groundswell.exchange.models import Imported

NOBODY = "-"
"""The key of the one who stands for everybody who is not named."""


@bulk_action
def land_responses(
    *,
    actor: Actor,
    challenge: Challenge,
    stage: Stage,
    responses: Sequence[Response],
    tally: Tally,
) -> None:
    """Brings those that are not here yet; all of the batch or, after a kill, nothing.

    A response whose words have changed in the file stays as it is here, and is counted so: people
    have supported and combined what it says.
    """
    here = responses_here(challenge, responses)
    fresh = [response for response in responses if response.key not in here]
    for response in responses:
        if response.key not in here:
            tally.add("created", RESPONSES)
        elif here[response.key] == response.digest:
            tally.add("unchanged", RESPONSES)
        else:
            tally.skip(RESPONSES, "changed in the file since; what is here has gone its own way")
    people = people_of(RESPONSES, {_key(it): _person(it) for it in fresh})
    at = now()
    rows = bring_ideas(
        actor=actor,
        challenge=challenge,
        source=RESPONSES,
        ideas=[
            Brought(
                conversation=Conversation(
                    title=it.title,
                    messages=[Said(author=people[_key(it)], text=it.text, at=it.at or at)],
                ),
                stage=stage,
                sector=it.sector,
                discipline=it.discipline,
            )
            for it in fresh
        ],
    )
    where = (RESPONSES, challenge.topic_id, RESPONSES)
    insert_all(
        Imported,
        ("source", "scope", "kind", "key", "digest", "actor_id", "topic_id", "message_id", "at"),
        [
            (*where, it.key, it.digest, row.author_id, row.topic_id, row.id, at)
            for it, [row] in zip(fresh, rows, strict=True)
        ],
    )


def _key(response: Response) -> str:
    return response.author or NOBODY


def _person(response: Response) -> SourcePerson:
    if not response.author:
        return SourcePerson(key=NOBODY, name="Not named", handle="not-named")
    return SourcePerson(key=response.author, name=response.author, handle=response.author)
