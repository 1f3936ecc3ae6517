"""Session: a meeting at a time, whose questions, lines and takeaways are its topic's messages."""

import secrets
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.conversations.models import Topic
from groundswell.core.checks import at_most, not_empty, one_of
from groundswell.core.clock import now
from groundswell.core.ids import new_id
from groundswell.live.models.series import Series
from groundswell.live.recording import Player, player_of
from groundswell.spaces.models import seen_by

ALPHABET = "23456789CFGHJMPQRVWX"
"""Of codes: twenty signs of which no two look alike."""
LOBBY = timedelta(minutes=15)


def drawn_code(length: int = 6) -> str:
    """A code that nobody guesses; of six, by which people come in, it is one of 64 million."""
    return "".join(secrets.choice(ALPHABET) for _place in range(length))


class SessionQuerySet(models.QuerySet["Session"]):
    """Reads of sessions, each from a viewer's side."""

    def visible_to(self, viewer: Actor | None) -> Self:
        """Those of the spaces that the viewer can see, without removed ones."""
        return self.filter(seen_by(viewer, "topic__space"), topic__removed_at=None)

    def with_topic(self) -> Self:
        """With what its head shows."""
        return self.select_related("topic__space__actor", "topic__author", "host")

    def ahead(self, at: datetime) -> Self:
        """What is on or still to come, the next first; given up is what nobody began for a day."""
        late = at - timedelta(days=1)
        coming = Q(state=Session.State.ANNOUNCED, starts_at__gte=late)
        return self.filter(coming | Q(state__in=Session.ON)).order_by("starts_at", "topic")

    def past(self) -> Self:
        """What is over, the latest first."""
        return self.filter(state=Session.State.RECAPPED).order_by("-starts_at", "-topic")


class Session(models.Model):
    """What a topic of kind `session` has besides its title, its words and its conversation.

    The lobby needs no act: it is open a quarter of an hour before the start.
    """

    class State(models.TextChoices):
        """How far it is. It only ever moves on."""

        ANNOUNCED = "announced", _("Announced")
        LIVE = "live", _("Live")
        WRAP_UP = "wrap_up", _("Wrapping up")
        RECAPPED = "recapped", _("Recap")

    class Recording(models.TextChoices):
        """What people agree to by taking part."""

        NONE = "none", _("It is not recorded")
        HOSTS = "hosts", _("Speakers and host are recorded; nobody else is")
        ALL = "all", _("Everything is recorded; taking part means agreeing to it")

    class Naming(models.TextChoices):
        """Who sees who asked a question."""

        NAMED = "named", _("Questions carry the asker's name")
        CHOOSE = "choose", _("Each asker chooses: with their name or without")
        HIDDEN = "hidden", _("Nobody in the room sees who asked; host and stewards do")
        UNKNOWN = "unknown", _("Nobody sees who asked, not even stewards")

    class Moderation(models.TextChoices):
        """Whose questions wait until a moderator has read them."""

        OFF = "off", _("Nobody's: questions appear at once")
        FIRST = "first", _("The first of each guest")
        ALL = "all", _("All of them")

    class Totals(models.TextChoices):
        """Who sees how many want a question answered."""

        HIDDEN = "hidden", _("Only after voting, until the host opens them")
        OPEN = "open", _("Everyone, at once")

    ON = (State.LIVE, State.WRAP_UP)

    topic = models.OneToOneField(
        Topic, on_delete=models.CASCADE, primary_key=True, related_name="session"
    )
    purpose = models.CharField(max_length=300)
    host = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions"
    )
    series_day = models.DateField(null=True, blank=True)
    """Which day of its series it is, whenever it takes place."""
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    zone = models.CharField(max_length=64, default="UTC")
    """In which its time was said: the truth for those who meet in one place."""
    hashtag = models.CharField(max_length=60, blank=True, default="")
    state = models.CharField(max_length=10, choices=State, default=State.ANNOUNCED)
    began_at = models.DateTimeField(null=True, blank=True)
    wrapped_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    recording = models.CharField(max_length=5, choices=Recording, default=Recording.NONE)
    recording_url = models.CharField(max_length=500, blank=True, default="")
    recording_lead = models.IntegerField(default=0)
    """Seconds of the recording before the session began."""
    naming = models.CharField(max_length=7, choices=Naming, default=Naming.CHOOSE)
    moderation = models.CharField(max_length=5, choices=Moderation, default=Moderation.FIRST)
    totals = models.CharField(max_length=6, choices=Totals, default=Totals.OPEN)
    guests_at = models.DateTimeField(null=True, blank=True)
    """Since when people come in by code, without an account; none while they do not."""
    code = models.CharField(max_length=6, null=True, blank=True, unique=True)
    most_unanswered = models.PositiveSmallIntegerField(default=3)
    unheard_first = models.BooleanField(default=False)
    """Whether people of whom no question was taken up yet come before the others."""
    log_number = models.PositiveIntegerField(default=0)
    """Of the last thing that the room was told."""
    grown_at = models.DateTimeField(null=True, blank=True)
    """When who came was told of what was added since; or that week passed without anything."""
    prompts_run_at = models.DateTimeField(null=True, blank=True)
    """Since when prompts are put by themselves, each at its minute; none while the host does."""
    prompts_held_at = models.DateTimeField(null=True, blank=True)
    """Since when they are held."""
    prompts_late = models.IntegerField(default=0)
    """Seconds by which the plan was put off."""
    frozen_at = models.DateTimeField(null=True, blank=True)
    """Since when nobody writes in its room, and nobody sees its chat and its wall."""
    delay = models.PositiveSmallIntegerField(default=0)
    """Seconds between a line's writing and its showing."""
    source = models.CharField(max_length=80, default="local")

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            not_empty("purpose", name="session_purpose_given"),
            at_most("purpose", 300, name="session_purpose_length"),
            at_most("hashtag", 60, name="session_hashtag_length"),
            at_most("recording_url", 500, name="session_recording_length"),
            one_of("state", ["announced", "live", "wrap_up", "recapped"], name="session_state"),
            one_of("naming", ["named", "choose", "hidden", "unknown"], name="session_naming"),
            one_of("moderation", ["off", "first", "all"], name="session_moderation"),
            models.UniqueConstraint(
                fields=["series", "series_day"],
                condition=Q(series__isnull=False),
                name="session_once_a_day_of_its_series",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=1440), name="session_minutes"
            ),
            models.CheckConstraint(
                condition=Q(most_unanswered__gte=1, most_unanswered__lte=10),
                name="session_most_unanswered",
            ),
            models.CheckConstraint(condition=Q(delay__lte=15), name="session_delay"),
            models.CheckConstraint(
                condition=Q(state="announced") | Q(began_at__isnull=False),
                name="session_began_when_live",
            ),
            models.CheckConstraint(
                condition=~Q(state="recapped") | Q(closed_at__gte=F("began_at")),
                name="session_ends_after_it_began",
            ),
        ]
        indexes = [models.Index(fields=["state", "starts_at"], name="session_by_time")]

    def __str__(self) -> str:
        return f"session {self.topic_id}"

    def get_absolute_url(self) -> str:
        """The address of its topic."""
        return f"/t/{self.topic_id}/"

    @property
    def room_url(self) -> str:
        """Where it takes place."""
        return f"/t/{self.topic_id}/room/"

    @property
    def desk_url(self) -> str:
        """Where it is led from."""
        return f"/t/{self.topic_id}/desk/"

    @property
    def channel(self) -> str:
        """What the live hub calls its room."""
        return f"room-{self.topic_id}"

    @property
    def guest_channel(self) -> str:
        """On which the streams of guests rest, so that they end when none are let in."""
        return f"guests-{self.topic_id}"

    @property
    def ends_at(self) -> datetime:
        """When it is meant to end."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def lobby_at(self) -> datetime:
        """When its lobby opens."""
        return self.starts_at - LOBBY

    @property
    def is_on(self) -> bool:
        """Whether it is taking place."""
        return self.state in self.ON

    @property
    def is_over(self) -> bool:
        """Whether it has its recap."""
        return self.state == self.State.RECAPPED

    @property
    def is_lobby(self) -> bool:
        """Whether people gather before it begins."""
        return self.state == self.State.ANNOUNCED and now() >= self.lobby_at

    @property
    def has_room(self) -> bool:
        """Whether its room is open: from the lobby on, for good."""
        return self.state != self.State.ANNOUNCED or self.is_lobby

    @property
    def player(self) -> Player | None:
        """The recording, where people agreed to it and it is a file that plays by itself."""
        agreed = self.recording != self.Recording.NONE
        return player_of(self.recording_url) if agreed and self.recording_url else None

    def moment_url(self, offset: int) -> str:
        """The recording, from so many seconds after the session began: beside what was said then,
        where it plays by itself."""
        if self.player is not None:
            return f"{self.get_absolute_url()}replay/?t={max(0, offset)}#player"
        seconds = max(0, offset + self.recording_lead)
        sign = "&" if "?" in self.recording_url else "?"
        return f"{self.recording_url}{sign}t={seconds}#t={seconds}"

    def offset_of(self, at: datetime) -> int:
        """So many seconds after it began."""
        return int((at - self.began_at).total_seconds()) if self.began_at else 0


class Speaker(models.Model):
    """Somebody who speaks in a session, with or without an account here."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="speakers")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=150)
    says = models.CharField(max_length=150, blank=True, default="")
    """Their role or organisation."""
    actor = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            not_empty("name", name="speaker_name_given"),
            at_most("name", 150, name="speaker_name_length"),
            at_most("says", 150, name="speaker_says_length"),
        ]

    def __str__(self) -> str:
        return self.name
