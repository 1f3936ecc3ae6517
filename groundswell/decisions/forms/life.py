"""Seeing to a decision's life."""

from django.utils.translation import gettext_lazy as _

from groundswell.core.forms import OneLine, PlainForm
from groundswell.decisions.forms.opening import moment_field


class MoreTimeForm(PlainForm):
    """A later end, and why."""

    closes_at = moment_field(_("Voting ends"), required=True)
    reason = OneLine(label=_("Why?"), most=1000, help_text=_("It stands in the conversation."))


class ReopenForm(PlainForm):
    """Voting once more, and why."""

    closes_at = moment_field(_("Voting ends"), help_text=_("Empty: when somebody ends it."))
    reason = OneLine(label=_("Why?"), most=1000, help_text=_("It stands in the conversation."))
