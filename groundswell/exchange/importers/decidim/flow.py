"""The challenge that Decidim's proposals land in."""

from groundswell.challenges.actions.bulk_challenge import Step
from groundswell.challenges.models import Stage
from groundswell.exchange.importers.shapes import Landing

_STEPS = (
    Step(
        kind=Stage.Kind.EARLY,
        name="Proposed",
        says="Nobody said yet whether it is taken up.",
        opens="add comment support suggest decide",
    ),
    Step(
        kind=Stage.Kind.DECIDED,
        name="Accepted",
        says="Taken up, as the source says.",
        opens="comment decide",
    ),
    Step(
        kind=Stage.Kind.PARKED,
        name="Not accepted",
        says="Not taken up, as the source says.",
        opens="comment decide",
    ),
)


def proposals_of(name: str) -> Landing:
    """The challenge of a place's proposals."""
    return Landing(
        title="Proposals",
        purpose=f"What was proposed for {name}, and whether it was taken up",
        text=f"What people, meetings and organisations proposed for {name}, brought here from "
        "Decidim with its comments, dates and results.",
        steps=_STEPS,
    )
