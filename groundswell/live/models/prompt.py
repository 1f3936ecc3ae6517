"""Prompt: one of the numbered questions that a host puts to a chat."""

import re
from typing import Final

from django.db import models
from django.utils.translation import gettext as _

from groundswell.conversations.models import Message
from groundswell.core.checks import at_most
from groundswell.core.ids import new_id
from groundswell.live.models.session import Session

_OWN_NAME: Final = re.compile(r"\s*Q\s?(\d{1,2})\s*[:.)\-\N{EN DASH}]?\s+", re.IGNORECASE)


class Prompt(models.Model):
    """Q1 to Qn of a chat, with a round of introductions before and a last word after. Once it is
    put, its words are its message's, and answers are that message's replies; until then they are
    a plan that only the host reads."""

    INTRODUCTIONS, LAST_WORD = 0, 90
    """Numbers of the two that have none."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="prompts")
    number = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=500, blank=True, default="")
    minute = models.PositiveSmallIntegerField(default=0)
    """So many minutes after the start it is meant to be put."""
    message = models.OneToOneField(
        Message, null=True, blank=True, on_delete=models.CASCADE, related_name="prompt"
    )
    put_at = models.DateTimeField(null=True, blank=True)
    skipped_at = models.DateTimeField(null=True, blank=True)
    """Left out of the plan."""

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="prompt_number_once"),
            models.CheckConstraint(
                condition=models.Q(message=None) | models.Q(words=""),
                name="prompt_words_are_its_messages",
            ),
            at_most("words", 500, name="prompt_words_length"),
        ]

    def __str__(self) -> str:
        return f"Q{self.number} of {self.session_id}"

    @property
    def text(self) -> str:
        """Its words, wherever they are, without the name that it is shown by: a plan and a chat
        from elsewhere often begin with it."""
        words = self.message.text if self.message else self.words
        named = _OWN_NAME.match(words)
        return words[named.end() :] if named and int(named[1]) == self.number else words

    @property
    def label(self) -> str:
        """What it is called: Q2, or by its place."""
        names = {self.INTRODUCTIONS: _("Introductions"), self.LAST_WORD: _("Wrap-up")}
        return names.get(self.number) or f"Q{self.number}"

    @property
    def answers_label(self) -> str:
        """What its answers are called."""
        numbered = self.number not in {self.INTRODUCTIONS, self.LAST_WORD}
        return f"A{self.number}" if numbered else self.label
