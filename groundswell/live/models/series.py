"""Series: sessions that come again, each week or every few, on the same weekday and hour."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.core.checks import at_most, not_empty, one_of
from groundswell.core.ids import new_id
from groundswell.spaces.models import Space, seen_by

MOST_WEEKS = 8
LAST_DAY = date.max - timedelta(weeks=MOST_WEEKS + 1)
"""After it a calendar cannot count to the next day of every series."""


class SeriesQuerySet(models.QuerySet["Series"]):
    """Reads of series, each from a viewer's side."""

    def visible_to(self, viewer: Actor | None) -> Self:
        """Those of the spaces that the viewer can see."""
        return self.filter(seen_by(viewer, "space"))


class Series(models.Model):
    """Sessions that belong together. Each is made as the last one was, by the next host in turn,
    and takes over what the last left open."""

    class Carry(models.TextChoices):
        """Where a question goes that was open at the end."""

        NEXT = "next", _("Into the next session")
        THREAD = "thread", _("Into the conversation of its own session")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=150)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    weeks = models.PositiveSmallIntegerField(default=1)
    first_day = models.DateField(null=True, blank=True)
    """The weekday is its; none where sessions were only gathered."""
    at = models.TimeField(default=time(18, 0))
    """As the clock on the wall of `zone` shows it, in summer and in winter."""
    zone = models.CharField(max_length=64, default="UTC")
    until = models.DateField(null=True, blank=True)
    carry = models.CharField(max_length=6, choices=Carry, default=Carry.NEXT)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        constraints = [
            not_empty("title", name="series_title_given"),
            at_most("title", 150, name="series_title_length"),
            one_of("carry", ["next", "thread"], name="series_carry"),
            models.CheckConstraint(condition=Q(weeks__gte=1, weeks__lte=8), name="series_weeks"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/series/{self.id}/"

    @property
    def rule(self) -> str:
        """How it comes again, as calendars say it (RFC 5545); the days left out are rows."""
        until = f";UNTIL={self.until:%Y%m%d}" if self.until else ""
        return f"FREQ=WEEKLY;INTERVAL={self.weeks}{until}"

    def days(self, after: date) -> Iterator[date]:
        """Its days later than this one, the ones left out too; they end where the series does."""
        if self.first_day is None or after > LAST_DAY:
            return
        step = timedelta(weeks=self.weeks)
        passed = max(0, (after - self.first_day).days // step.days + 1)
        day = self.first_day + passed * step
        while day <= min(self.until or LAST_DAY, LAST_DAY):
            yield day
            day += step

    def moment(self, day: date) -> datetime:
        """When it begins on that day; an hour that the clock leaps over is the one after it."""
        wall = datetime.combine(day, self.at, tzinfo=ZoneInfo(self.zone))
        return wall.astimezone(UTC)


class SeriesHost(models.Model):
    """One of those who host in turn."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="hosts")
    position = models.PositiveSmallIntegerField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["series", "actor"], name="series_host_once")]

    def __str__(self) -> str:
        return f"{self.actor_id} hosts {self.series_id}"


class SeriesDay(models.Model):
    """What is different about one day: it is left out, or it has a focus or a host of its own."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="exceptions")
    day = models.DateField()
    skipped = models.BooleanField(default=False)
    focus = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["series", "day"], name="series_day_once"),
            at_most("focus", 100, name="series_focus_length"),
        ]

    def __str__(self) -> str:
        return f"{self.day} of {self.series_id}"
