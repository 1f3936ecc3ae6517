"""Decision: a question put to a roll of people, and the rules by which it is counted."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.conversations.models import Topic
from groundswell.core.checks import at_most, not_empty, one_of
from groundswell.core.ids import new_id
from groundswell.spaces.models import seen_by

LONGEST_OPTION = 280
CROWD_FROM = 5
"""Of fewer people it could be told who said what."""


class Shape(models.TextChoices):
    """What a ballot looks like; methods are ways to count one shape."""

    POSITION = "position", _("One position each")
    CHOOSE = "choose", _("Choose options")
    SCORE = "score", _("Score each option")
    POINTS = "points", _("Share out points")
    RANK = "rank", _("Rank options")
    STANCE = "stance", _("Agree or disagree with statements")


class Method(models.TextChoices):
    """How ballots are counted."""

    SENSE_CHECK = "sense_check", _("Sense check")
    CONSENT = "consent", _("Consent")
    CONSENSUS = "consensus", _("Consensus")
    GRADIENTS = "gradients", _("Gradients of agreement")
    PLURALITY = "plurality", _("One choice each")
    APPROVAL = "approval", _("Approval")
    PICK = "pick", _("Pick a few")
    SCORE = "score", _("Score")
    MAJORITY_JUDGEMENT = "majority_judgement", _("Majority judgement")
    DOTS = "dots", _("Dots")
    KNAPSACK = "knapsack", _("Budget by points")
    EQUAL_SHARES = "equal_shares", _("Budget by equal shares")
    IRV = "irv", _("Instant run-off")
    STV = "stv", _("Single transferable vote")
    RANKED_PAIRS = "ranked_pairs", _("Ranked pairs")
    OPINION_MAP = "opinion_map", _("Opinion map")

    @property
    def shape(self) -> Shape:
        """The ballot that it counts."""
        return _SHAPES[self]


_SHAPES = {
    Method.SENSE_CHECK: Shape.POSITION,
    Method.CONSENT: Shape.POSITION,
    Method.CONSENSUS: Shape.POSITION,
    Method.GRADIENTS: Shape.POSITION,
    Method.PLURALITY: Shape.CHOOSE,
    Method.APPROVAL: Shape.CHOOSE,
    Method.PICK: Shape.CHOOSE,
    Method.SCORE: Shape.SCORE,
    Method.MAJORITY_JUDGEMENT: Shape.SCORE,
    Method.DOTS: Shape.POINTS,
    Method.KNAPSACK: Shape.POINTS,
    Method.EQUAL_SHARES: Shape.POINTS,
    Method.IRV: Shape.RANK,
    Method.STV: Shape.RANK,
    Method.RANKED_PAIRS: Shape.RANK,
    Method.OPINION_MAP: Shape.STANCE,
}


_SEVERAL = frozenset(
    {
        Method.PICK,
        Method.DOTS,
        Method.KNAPSACK,
        Method.EQUAL_SHARES,
        Method.STV,
        Method.OPINION_MAP,
    }
)


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Reads of decisions, each from a viewer's side."""

    def visible_to(self, viewer: Actor | None) -> Self:
        """Those of the spaces that the viewer can see, without removed ones."""
        return self.filter(seen_by(viewer, "topic__space"), topic__removed_at=None)

    def with_topic(self) -> Self:
        """With what its pages show."""
        return self.select_related("topic__space__actor", "topic__author")


class Decision(models.Model):
    """What a topic of kind `decision` has besides its title, its words and its conversation.

    The opening message is the proposal; its versions are the versions of what is voted on.
    """

    class State(models.TextChoices):
        """Where it is in its life."""

        DRAFT = "draft", _("Draft")
        SCHEDULED = "scheduled", _("Scheduled")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")
        DECIDED = "decided", _("Decided")

    class Electorate(models.TextChoices):
        """Who has a ballot. Guests by signed link may come to either."""

        SPACE = "space", _("Everyone in the space")
        NAMED = "named", _("Named people")

    class Secrecy(models.TextChoices):
        """Whether ballots carry who cast them."""

        OPEN = "open", _("Open: everyone sees who voted how")
        SECRET = "secret", _("Secret: nobody can see who voted how")

    class Reasons(models.TextChoices):
        """Whether a ballot comes with words."""

        OFF = "off", _("No reasons")
        OPTIONAL = "optional", _("Reasons are welcome")
        REQUIRED = "required", _("Everyone gives a reason")
        OBJECTION = "objection", _("Who objects says why")

    class Results(models.TextChoices):
        """When counts are shown."""

        LIVE = "live", _("While people vote")
        AFTER_VOTE = "after_vote", _("To whoever has voted")
        AFTER_CLOSE = "after_close", _("After closing")

    class Ties(models.TextChoices):
        """What breaks a tie."""

        NONE = "none", _("Nothing: a tie is the result")
        PRIOR = "prior", _("The order in which options were listed")
        DRAW = "draw", _("A draw that anyone can repeat from the published ballots")

    class Of(models.TextChoices):
        """What a threshold is a part of."""

        BALLOTS = "ballots", _("of those who voted")
        ELECTORATE = "electorate", _("of all who may vote")

    class Moderation(models.TextChoices):
        """When statements of an opinion map are looked at."""

        OFF = "off", _("Statements are shown at once")
        AFTER = "after", _("Shown at once, looked at afterwards")
        BEFORE = "before", _("Shown once somebody has looked at them")

    class Writers(models.TextChoices):
        """Who writes statements of an opinion map."""

        VOTERS = "voters", _("Everyone who votes, guests too")
        PEOPLE = "people", _("Everyone who votes with an account")
        RUNNERS = "runners", _("Only those who run the map")

    class Step(models.TextChoices):
        """Where a consent process is; other methods have none."""

        NONE = "", _("No steps")
        PRESENT = "present", _("The proposal is presented")
        QUESTIONS = "questions", _("Questions")
        REACTIONS = "reactions", _("Reactions")
        AMEND = "amend", _("Amending the proposal")
        OBJECTIONS = "objections", _("Objections")

    topic = models.OneToOneField(
        Topic, on_delete=models.CASCADE, primary_key=True, related_name="decision"
    )
    method = models.CharField(max_length=20, choices=Method)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    electorate = models.CharField(max_length=6, choices=Electorate, default=Electorate.SPACE)
    secrecy = models.CharField(max_length=6, choices=Secrecy, default=Secrecy.OPEN)
    reasons = models.CharField(max_length=10, choices=Reasons, default=Reasons.OPTIONAL)
    results = models.CharField(max_length=12, choices=Results, default=Results.AFTER_CLOSE)
    ties = models.CharField(max_length=6, choices=Ties, default=Ties.NONE)
    moderation = models.CharField(max_length=6, choices=Moderation, default=Moderation.AFTER)
    writers = models.CharField(max_length=7, choices=Writers, default=Writers.PEOPLE)
    step = models.CharField(max_length=12, choices=Step, blank=True, default=Step.NONE)
    most = models.PositiveSmallIntegerField(default=1)
    """How many one may pick, the highest score, or the points one has to share out."""
    seats = models.PositiveSmallIntegerField(default=1)
    """How many options win."""
    budget = models.PositiveBigIntegerField(null=True, blank=True)
    quorum = models.PositiveSmallIntegerField(null=True, blank=True)
    """The part of the electorate, in percent, who have to cast a ballot."""
    floor = models.PositiveSmallIntegerField(null=True, blank=True)
    """What an option needs at least, in percent."""
    ceiling = models.PositiveSmallIntegerField(null=True, blank=True)
    """What may be against it at most (blocks, objections), in percent."""
    share_of = models.CharField(max_length=10, choices=Of, default=Of.BALLOTS)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    """When those who had not voted were reminded, once."""
    version = models.PositiveSmallIntegerField(default=1)
    """Of the proposal, as ballots are cast on it."""
    option_count = models.PositiveIntegerField(default=0)
    """Options ever added: the next one's number."""
    ballot_count = models.PositiveIntegerField(default=0)
    """Ballots cast; of an opinion map, people with a stance."""

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("method", [*Method.values], name="decision_method_known"),
            one_of(
                "state",
                ["draft", "scheduled", "open", "closed", "decided"],
                name="decision_state_known",
            ),
            one_of("secrecy", ["open", "secret"], name="decision_secrecy_known"),
            one_of("writers", ["voters", "people", "runners"], name="decision_writers_known"),
            one_of("results", ["live", "after_vote", "after_close"], name="decision_results_known"),
            models.CheckConstraint(
                condition=Q(secrecy="open") | Q(results="after_close"),
                name="decision_secret_until_closed",
            ),
            models.CheckConstraint(
                condition=(Q(quorum=None) | Q(quorum__lte=100))
                & (Q(floor=None) | Q(floor__lte=100))
                & (Q(ceiling=None) | Q(ceiling__lte=100)),
                name="decision_percents",
            ),
            models.CheckConstraint(
                condition=Q(most__gte=1) & Q(seats__gte=1), name="decision_at_least_one"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["open", "closed", "decided"]) | Q(opened_at__isnull=False),
                name="decision_opened_has_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "closes_at"], name="decision_by_state")]

    def __str__(self) -> str:
        return f"decision {self.topic_id}"

    def get_absolute_url(self) -> str:
        """The address of its topic."""
        return f"/t/{self.topic_id}/"

    @property
    def shape(self) -> Shape:
        """What its ballots look like."""
        return Method(self.method).shape

    @property
    def takes_several(self) -> bool:
        """Whether more than one option can come out of it."""
        return self.seats > 1 or self.method in _SEVERAL

    @property
    def is_secret(self) -> bool:
        """Whether ballots carry nobody's name."""
        return self.secrecy == self.Secrecy.SECRET

    @property
    def is_crowd(self) -> bool:
        """Whether so many took part that what was said points at none of them: the roll tells who
        did."""
        return self.ballot_count >= CROWD_FROM

    @property
    def is_over(self) -> bool:
        """Whether nobody votes any more."""
        return self.state in {self.State.CLOSED, self.State.DECIDED}

    @property
    def is_talked_over(self) -> bool:
        """Whether it is open, in a step of consent before people say where they stand."""
        steps = {self.Step.NONE, self.Step.OBJECTIONS}
        return self.state == self.State.OPEN and self.step not in steps

    def takes_ballots(self, at: datetime) -> bool:
        """Whether a ballot that comes at this moment counts."""
        if self.is_talked_over:
            return False
        return self.state == self.State.OPEN and (self.closes_at is None or at < self.closes_at)


class OptionQuerySet(models.QuerySet["Option"]):
    """Reads of options."""

    def shown(self) -> Self:
        """Those one can vote on."""
        return self.filter(moderation=Option.Moderation.SHOWN, retired_at=None)

    def untold(self) -> Self:
        """Those whose author was not told what people said since voting ended."""
        return self.filter(Q(told_at=None) | Q(told_at__lt=F("decision__closed_at")))

    def in_order(self) -> Self:
        """As they were listed."""
        return self.order_by("number")


class Option(models.Model):
    """What one can vote for; of an opinion map, a statement.

    `number` is its place among the decision's options, from 1, for ever; files name it so. `key`
    is its wording without case and spaces: the same words stand once in a decision.
    """

    class Moderation(models.TextChoices):
        """Whether it is shown."""

        SHOWN = "shown", _("Shown")
        WAITING = "waiting", _("Waiting to be looked at")
        REFUSED = "refused", _("Not taken")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="options")
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=LONGEST_OPTION)
    key = models.CharField(max_length=LONGEST_OPTION)
    says = models.CharField(max_length=2000, blank=True, default="")
    author = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Who wrote it; nobody where it came from a file, or from a guest."""
    guest = models.ForeignKey(
        "decisions.RollEntry", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The guest who wrote it."""
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="option_in"
    )
    """The idea that it stands for, or the topic that grew out of it."""
    cost = models.PositiveBigIntegerField(null=True, blank=True)
    about = models.CharField(
        max_length=8,
        choices=[("matter", _("About the matter")), ("process", _("About how we go about it"))],
        default="matter",
    )
    moderation = models.CharField(max_length=8, choices=Moderation, default=Moderation.SHOWN)
    moderated_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    moderated_at = models.DateTimeField(null=True, blank=True)
    refused_because = models.CharField(max_length=500, blank=True, default="")
    retired_at = models.DateTimeField(null=True, blank=True)
    agrees = models.PositiveIntegerField(default=0)
    disagrees = models.PositiveIntegerField(default=0)
    passes = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)
    """When its author was told what people said to it."""

    objects = OptionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="option_number_once"),
            models.UniqueConstraint(
                fields=["decision", "key"],
                condition=Q(retired_at=None) & ~Q(moderation="refused"),
                name="option_words_once",
            ),
            not_empty("text", name="option_text_given"),
            at_most("text", LONGEST_OPTION, name="option_text_length"),
            at_most("key", LONGEST_OPTION, name="option_key_length"),
            at_most("says", 2000, name="option_says_length"),
            at_most("refused_because", 500, name="option_refused_because_length"),
            one_of("moderation", ["shown", "waiting", "refused"], name="option_moderation_known"),
            one_of("about", ["matter", "process"], name="option_about_known"),
        ]

    def __str__(self) -> str:
        return self.text
