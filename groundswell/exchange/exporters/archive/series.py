"""Series of sessions, as objects: their rhythm, who hosts in turn, and days that are different.

Only those of which a session is in the archive, by which they are found again.
"""

from collections.abc import Iterable, Iterator

from groundswell.exchange.exporters.archive.known import Known
from groundswell.exchange.exporters.archive.objects import Object, lean, when
from groundswell.live.models import Series


def series_objects(known: Known, some: Iterable[int]) -> Iterator[Object]:
    """These series, in this order."""
    rows = Series.objects.filter(id__in=some).select_related("by")
    found = {one.id: one for one in rows.prefetch_related("hosts__actor", "exceptions")}
    for id_ in some:
        yield _series(known, found[id_])


def _series(known: Known, it: Series) -> Object:
    hosts = [one.actor for one in it.hosts.all()]
    known.meet([it.by, *hosts])
    return lean(
        type="Series",
        name=it.title,
        attributedTo=known.names.actor(it.by),
        weeks=it.weeks,
        firstDay=it.first_day.isoformat() if it.first_day else None,
        clock=it.at.isoformat(),
        zone=it.zone,
        until=it.until.isoformat() if it.until else None,
        carry=it.carry,
        ended=when(it.ended_at),
        hosts=[{"actor": known.names.actor(one)} for one in hosts],
        days=[
            lean(day=one.day.isoformat(), skipped=one.skipped, summary=one.focus)
            for one in it.exceptions.all()
        ],
    )
