"""Which responses of a file were brought before."""

from collections.abc import Sequence

from groundswell.challenges.models import Challenge
from groundswell.exchange.importers.plan import MOST_PARAMETERS
from groundswell.exchange.importers.responses.reader import RESPONSES, Response
from groundswell.exchange.models import Imported


def responses_here(challenge: Challenge, responses: Sequence[Response]) -> dict[str, str]:
    """The digest of each response that was brought before, by key."""
    keys = [response.key for response in responses]
    found: dict[str, str] = {}
    for start in range(0, len(keys), MOST_PARAMETERS):
        rows = Imported.objects.filter(
            source=RESPONSES,
            scope=challenge.topic_id,
            kind=RESPONSES,
            key__in=keys[start : start + MOST_PARAMETERS],
        )
        found.update(rows.values_list("key", "digest"))
    return found
