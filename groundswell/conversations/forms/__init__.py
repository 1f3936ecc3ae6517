"""What people fill in to open a topic, reply, edit or bring files."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.conversations.forms.upload import Files, brought
from groundswell.conversations.models import LONGEST_BODY, Topic
from groundswell.conversations.rules import PLAIN_KINDS
from groundswell.core.forms import REQUIRED, CleanText, HiddenInput, OneLine, PlainForm

__all__ = ["EditForm", "ReplyForm", "TopicForm", "WritingForm", "brought"]


class WritingForm(PlainForm):
    """Words, and files beside them; files alone are words enough."""

    text = CleanText(label=_("Text"), most=LONGEST_BODY, required=False)
    attached = Files(label=_("Pictures and files"), required=False)

    def clean(self) -> dict[str, Any]:
        """Something must be there."""
        values = super().clean() or {}
        if "text" in values and not values["text"] and not values.get("attached"):
            self.add_error("text", REQUIRED["required"])
        return values

    def keep(self, text: str) -> None:
        """Shows these words when the form is shown again: files that were taken are in them."""
        self.data = {**self.data.dict(), "text": text}  # type: ignore[attr-defined]


class TopicForm(WritingForm):
    """Opening a topic."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[],
        initial=Topic.Kind.DISCUSSION,
        widget=forms.RadioSelect,
    )
    title = OneLine(label=_("Title"), most=150)

    field_order = ["kind", "title", "text", "attached"]

    def __init__(self, *args: Any, announces: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [kind for kind in PLAIN_KINDS if announces or kind != Topic.Kind.ANNOUNCEMENT]
        choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]


class ReplyForm(WritingForm):
    """Replying; `parent` is the id of the message answered."""

    text = CleanText(label=_("Your reply"), most=LONGEST_BODY, required=False)
    parent = forms.IntegerField(required=False, widget=HiddenInput)


class EditForm(WritingForm):
    """Changing one's words, and saying why; a title only for an opening."""

    title = OneLine(label=_("Title"), most=150)
    text = CleanText(label=_("Text"), most=LONGEST_BODY, required=False)
    reason = OneLine(
        label=_("Why did you change it?"),
        most=300,
        required=False,
        help_text=_("Shown beside the earlier wording."),
    )

    field_order = ["title", "text", "attached", "reason"]

    def __init__(self, *args: Any, opening: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not opening:
            del self.fields["title"]
