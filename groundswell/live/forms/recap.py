"""What people fill in to take something along, and to plan prompts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.conversations.models import Message
from groundswell.core.forms import CleanText, OneLine, PlainForm
from groundswell.live.models import Prompt, Session, Speaker, TakeawayItem


class TakeawayForm(PlainForm):
    """One statement."""

    text = CleanText(label=_("What did you take from it?"), most=280)
    speaker = forms.ModelChoiceField(
        label=_("Who said it first?"),
        queryset=Speaker.objects.none(),
        required=False,
        empty_label=_("Nobody in particular"),
    )

    prompt = forms.ModelChoiceField(
        label=_("Which prompt is it about?"),
        queryset=Prompt.objects.none(),
        required=False,
        empty_label=_("None in particular"),
    )

    items = forms.ModelMultipleChoiceField(
        label=_("Which words show it?"), queryset=Message.objects.none(), required=False
    )

    def __init__(self, *args: Any, session: Session, **options: Any) -> None:
        super().__init__(*args, **options)
        put = session.prompts.filter(message__isnull=False).select_related("message")
        said = Message.objects.standing().filter(topic=session.topic_id)
        self.fields["prompt"].queryset = put  # type: ignore[attr-defined]
        self.fields["prompt"].label_from_instance = lambda one: f"{one.label} {one.text}"[:90]  # type: ignore[attr-defined]
        self.fields["items"].queryset = said.filter(kind__in=TakeawayItem.KINDS)  # type: ignore[attr-defined]
        self.fields["speaker"].queryset = session.speakers.all()  # type: ignore[attr-defined]
        self.fields["text"].widget.attrs.update(rows=2, maxlength=280)


class PromptsForm(PlainForm):
    """The plan of a chat, a prompt a line."""

    welcome = OneLine(
        label=_("Introductions"),
        most=500,
        required=False,
        help_text=_("Put when the session begins: who is here, and what brings you?"),
    )
    lines = CleanText(
        label=_("Prompts still to come"),
        most=10_000,
        required=False,
        help_text=_(
            "One a line, three to seven; five is usual. The first comes after ten minutes and each "
            "other ten after the one before; +25 at the head of a line says minute 25. Those that "
            "were put stay as they are."
        ),
    )
    last = OneLine(
        label=_("Wrap-up"),
        most=500,
        required=False,
        help_text=_("The last: what do you take along, and where does it go on?"),
    )
