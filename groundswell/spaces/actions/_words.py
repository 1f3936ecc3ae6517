"""Turning what a steward wrote into the next version of the guidelines. Called by actions."""

from groundswell.activity.log import moment
from groundswell.actors.models import Actor
from groundswell.core.ids import new_id
from groundswell.core.text.clean import clean
from groundswell.core.text.render import render
from groundswell.spaces.models import LONGEST_GUIDELINES, Acceptance, Guideline, Space


def write_guidelines(space: Space, by: Actor, text: str) -> Guideline:
    """The next version; who wrote it has accepted it. The caller holds the space's row."""
    source = clean(text, most=LONGEST_GUIDELINES, field="text")
    latest = Guideline.objects.filter(space=space).latest_first().first()
    guideline = Guideline(
        id=new_id(moment()),
        space=space,
        number=latest.number + 1 if latest else 1,
        source=source,
        by=by,
        created_at=moment(),
    )
    guideline.html = render(source, namespace=guideline.id).html if source else ""
    guideline.save(force_insert=True)
    if source:
        Acceptance(guideline=guideline, actor=by, at=moment()).save(force_insert=True)
    return guideline
