"""What people fill in to open a topic or reply."""

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.conversations.models import LONGEST_BODY, Topic
from groundswell.core.forms import CleanText, OneLine, PlainForm


class TopicForm(PlainForm):
    """Opening a topic."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Topic.Kind, initial=Topic.Kind.DISCUSSION)
    title = OneLine(label=_("Title"), most=150)
    text = CleanText(label=_("Text"), most=LONGEST_BODY)


class ReplyForm(PlainForm):
    """Replying; `parent` is the id of the message answered."""

    text = CleanText(label=_("Your reply"), most=LONGEST_BODY)
    parent = forms.IntegerField(required=False, widget=forms.HiddenInput)
