"""Topic: anything with an address, a title and a conversation."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.core.checks import at_most, not_empty, one_of
from groundswell.core.ids import new_id
from groundswell.people.models import Level, meets
from groundswell.spaces.models import Space, seen_by


class TopicQuerySet(models.QuerySet["Topic"]):
    """Reads of topics, each from a viewer's side."""

    def visible_to(self, viewer: Actor | None) -> Self:
        """Topics of the spaces that the viewer can see, without removed ones."""
        return self.filter(seen_by(viewer), removed_at=None)

    def met_by(self, viewer: Actor | None) -> Self:
        """For lists: without topics of people whom the viewer keeps away from, or who blocked them.

        At its own address such a topic is shown as ever.
        """
        return self.filter(meets(viewer))

    def in_space(self, space: Space) -> Self:
        """One space's topics."""
        return self.filter(space=space)

    def latest_first(self) -> Self:
        """Every list of topics: where something was said last comes first; none merged away, and
        none that another topic lists."""
        standing = self.filter(last_number__gt=0, within=None)
        return standing.order_by("-last_message_at", "-id")

    def for_list(self) -> Self:
        """With what a row in a list shows."""
        return self.select_related("author", "space__actor", "pin", "lock", "closing", "accepted")


class Topic(models.Model):
    """A title and a conversation in a space. Its own text is its opening message, number 1."""

    class Kind(models.TextChoices):
        """What sort of thing it is; details of a kind live in the app that owns it."""

        DISCUSSION = "discussion", _("Discussion")
        QUESTION = "question", _("Question")
        ARTICLE = "article", _("Article")
        ANNOUNCEMENT = "announcement", _("Announcement")
        CHALLENGE = "challenge", _("Challenge")
        IDEA = "idea", _("Idea")
        DECISION = "decision", _("Decision")
        SESSION = "session", _("Session")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="topics")
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.DISCUSSION)
    title = models.CharField(max_length=150)
    author = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="topics")
    published_at = models.DateTimeField(default=timezone.now)
    last_number = models.PositiveIntegerField(default=0)
    last_message_at = models.DateTimeField(default=timezone.now)
    within = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """The topic that lists this one, such as an idea's challenge: lists of a space leave it out."""
    source = models.CharField(max_length=80, default="local")
    uri = models.CharField(max_length=2048, null=True, blank=True, unique=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        constraints = [
            not_empty("title", name="topic_title_given"),
            at_most("title", 150, name="topic_title_length"),
        ]
        indexes = [
            models.Index(
                fields=["space", "-last_message_at", "-id"],
                condition=Q(within=None),
                name="topic_latest",
            ),
            models.Index(
                fields=["-last_message_at", "-id"],
                condition=Q(within=None),
                name="topic_latest_anywhere",
            ),
            models.Index(fields=["author", "-id"], name="topic_author"),
            # Of its condition because nothing but a feed asks so: SQLite takes an index that it
            # knows nothing of yet for better than those that it counted.
            models.Index(
                fields=["space", "-id"],
                condition=Q(removed_at=None) & ~Q(last_number=0),
                name="topic_opened",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the topic; the same for ever."""
        return f"/t/{self.id}/"

    @property
    def reply_count(self) -> int:
        """Messages after the opening, tombstones included (numbers are dense)."""
        return max(self.last_number - 1, 0)


class Lock(models.Model):
    """A steward stopped replies, and said why."""

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, primary_key=True)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [at_most("reason", 500, name="lock_reason_length")]

    def __str__(self) -> str:
        return f"lock of {self.topic_id}"


class Pin(models.Model):
    """A steward keeps the topic at the head of its space."""

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, primary_key=True)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"pin of {self.topic_id}"


class Closing(models.Model):
    """The topic has ended, with a summary of what came of it. Reopening deletes the row."""

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, primary_key=True)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    source = models.TextField()
    html = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [at_most("source", 10_000, name="closing_length")]

    def __str__(self) -> str:
        return f"closing of {self.topic_id}"


class TopicFollow(models.Model):
    """A person follows a topic; made for them when they write in it."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="follows")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=6, choices=Level, default=Level.NORMAL)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "actor"], name="topic_follow_once"),
            one_of("level", ["quiet", "normal", "all"], name="topic_follow_level"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} follows {self.topic_id}"


class ReadPosition(models.Model):
    """How far a person has read: state, not an activity."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "topic"], name="read_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} read {self.topic_id} to {self.number}"


class Link(models.Model):
    """Typed lineage between topics."""

    class Kind(models.TextChoices):
        """The relation of `origin` to `target`, read from left to right."""

        MERGED_INTO = "merged_into", _("was merged into")
        SPLIT_INTO = "split_into", _("was split into")
        DERIVED_FROM = "derived_from", _("grew out of")
        ANSWERS = "answers", _("answers")
        DISCUSSED_AT = "discussed_at", _("is discussed at")
        COMBINED_INTO = "combined_into", _("was combined into")
        DECIDES = "decides", _("decides on")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=14, choices=Kind)
    origin = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="links_in")
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "origin", "target"], name="link_once"),
            models.CheckConstraint(
                condition=~Q(origin=models.F("target")), name="link_joins_two_topics"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin_id} {self.kind} {self.target_id}"


class Contribution(models.Model):
    """Credit: a person had this part in a topic, by this message."""

    class Role(models.TextChoices):
        """The part a person had."""

        AUTHOR = "author", _("Author")
        CO_AUTHOR = "co_author", _("Co-author")
        TRANSLATED = "translated", _("Translated")
        FACILITATED = "facilitated", _("Facilitated")
        MERGED_FROM = "merged_from", _("Author of what was combined into it")
        SUGGESTED = "suggested", _("Suggested a change")
        REVIEWED = "reviewed", _("Reviewed")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="contributions")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="contributions")
    role = models.CharField(max_length=12, choices=Role)
    message = models.ForeignKey(
        "conversations.Message", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    share = models.PositiveSmallIntegerField(null=True, blank=True)
    """In thousandths, once all holders agreed on it; equal parts until then."""
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "actor", "role"], name="contribution_once"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.role} {self.topic_id}"
