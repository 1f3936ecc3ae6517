"""What people fill in to combine ideas, take them apart, build on one and split one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.challenges.models import Idea
from groundswell.conversations.models import LONGEST_BODY
from groundswell.core.forms import CleanText, OneLine, PlainForm
from groundswell.core.ids import id_in

NEW = "new"
FEWEST_PARTS = 2
MOST_PARTS = 10


class IdeaSearchForm(PlainForm):
    """Words of a title."""

    q = OneLine(label=_("Words of its title"), most=150, required=False)


class CombineForm(PlainForm):
    """Which of the chosen ideas goes on, or what the new one is called; and why."""

    into = forms.ChoiceField(label=_("Which one goes on?"), widget=forms.RadioSelect)
    title = OneLine(label=_("The new idea in one line"), most=150, required=False)
    text = CleanText(label=_("In your words"), most=LONGEST_BODY, required=False)
    reason = OneLine(
        label=_("Why do they belong together?"),
        most=500,
        required=False,
        help_text=_("It is said in every conversation, beside your name."),
    )

    def __init__(self, *args: Any, ideas: list[Idea], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(str(idea.topic_id), idea.topic.title) for idea in ideas]
        into = self.fields["into"]
        into.choices = [*choices, (NEW, _("A new idea, of all of them"))]  # type: ignore[attr-defined]
        into.initial = choices[0][0]
        self.fields["text"].widget.attrs["rows"] = 5


class PartForm(PlainForm):
    """Why a combined idea is taken out again."""

    reason = OneLine(
        label=_("Why does it stand for itself?"),
        most=500,
        help_text=_("It is said in both conversations, beside your name."),
    )


class SplitForm(PlainForm):
    """Two or more parts, each an idea of its own; and why."""

    reason = OneLine(label=_("Why is it split?"), most=500, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.count = self._asked() if self.is_bound else len(self.initial.get("parts", ()))
        for number in range(1, self.count + 1):
            first = number <= FEWEST_PARTS
            self.fields[f"title{number}"] = OneLine(
                label=_("Its idea in one line"), most=150, required=first
            )
            self.fields[f"text{number}"] = CleanText(
                label=_("In words"), most=LONGEST_BODY, required=first
            )
            self.fields[f"text{number}"].widget.attrs["rows"] = 5
        for number, (title, text) in enumerate(self.initial.get("parts", ()), start=1):
            self.initial.update({f"title{number}": title, f"text{number}": text})

    def _asked(self) -> int:
        count = id_in(self.data.get("count", "")) + ("more" in self.data)
        return min(max(count, FEWEST_PARTS), MOST_PARTS)

    def parts(self) -> list[tuple[str, str]]:
        """The title and the words of each part that was filled in."""
        values = self.cleaned_data
        named = [(values[f"title{n}"], values[f"text{n}"]) for n in range(1, self.count + 1)]
        return [part for part in named if any(part)]
