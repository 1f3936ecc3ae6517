"""Signs that people gave: those of the last seconds, and the moments that stand out."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Sum
from django.utils.functional import Promise

from groundswell.core.clock import now
from groundswell.live.models import ReactionTick, Session
from groundswell.live.signs import SIGNS

LAST = 10
"""Seconds for which a sign is shown, and that one moment lasts."""
MOST_MOMENTS = 5
LEAST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Ten seconds in which many gave a sign."""

    second: int
    count: int
    sign: str
    says: str | Promise


def signs_of(topic_id: int) -> dict[str, int]:
    """How many gave each sign in the last ten seconds."""
    session = Session.objects.filter(topic=topic_id, began_at__isnull=False).first()
    if session is None:
        return {}
    rows = ReactionTick.objects.filter(session=topic_id, second__gt=session.offset_of(now()) - LAST)
    return dict(rows.values_list("sign").annotate(Sum("count")).order_by())


def moments_of(session: Session) -> list[Moment]:
    """The ten seconds with the most signs, in the order in which they came."""
    ticks = ReactionTick.objects.filter(session=session).values_list("second", "sign", "count")
    windows: dict[int, Counter[str]] = {}
    for second, sign, count in ticks:
        windows.setdefault(second // LAST * LAST, Counter())[sign] += count
    lively = [(window.total(), -second) for second, window in windows.items()]
    best = sorted(lively, reverse=True)[:MOST_MOMENTS]
    return [
        Moment(second=-at, count=count, sign=SIGNS[sign][0], says=SIGNS[sign][1])
        for count, at in sorted(best, key=lambda pair: -pair[1])
        if count >= LEAST
        for sign, _most in windows[-at].most_common(1)
        if sign in SIGNS
    ]
