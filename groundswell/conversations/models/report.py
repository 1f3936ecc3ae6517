"""What people ask those who look after a space to look at."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.conversations.models.message import Message
from groundswell.core.checks import at_most, one_of
from groundswell.core.ids import new_id


class Report(models.Model):
    """A person says that something is wrong with a message. Stewards alone read it."""

    class About(models.TextChoices):
        """What is wrong."""

        HARM = "harm", _("It attacks, threatens or demeans somebody")
        PRIVATE = "private", _("It shows what is private")
        SPAM = "spam", _("It is advertising, or a machine wrote it")
        RULES = "rules", _("It goes against the guidelines")
        OTHER = "other", _("Something else")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reports")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=10, choices=About)
    words = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "actor"], name="report_once"),
            one_of(
                "about", ["harm", "private", "spam", "rules", "other"], name="report_about_known"
            ),
            at_most("words", 500, name="report_words_length"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} reports {self.message_id}"
