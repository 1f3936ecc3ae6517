"""A decision's life."""

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Kind, declare
from groundswell.conversations.activities import tell_of_words

DECISION_PROPOSED = declare(
    Kind(
        name="decisions.decision_proposed",
        sentence=_("{actor} put up {topic} for a decision"),
        verb="Create",
        tells=tell_of_words,
        on_timelines=True,
    )
)
