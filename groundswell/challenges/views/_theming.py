"""The forms on a theme's page: one of them may come back with what was wrong."""

from dataclasses import dataclass, field, replace

from groundswell.challenges.forms.theming import JoinForm, RenameForm, SplitForm
from groundswell.challenges.models import Theme
from groundswell.challenges.selectors.theme import standing_themes
from groundswell.core.forms import PlainForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """Those that were sent, and later all of them."""

    rename: RenameForm | None = None
    join: JoinForm | None = None
    split: SplitForm | None = None
    faulty: bool = field(default=False)

    def for_(self, theme: Theme) -> "Forms":
        """With a fresh one for each that was not sent."""
        others = standing_themes(theme.challenge).exclude(id=theme.id).order_by("-idea_count", "id")
        return replace(
            self,
            rename=self.rename or RenameForm(initial={"name": theme.name}),
            join=self.join or JoinForm(themes=others),
            split=self.split or SplitForm(),
        )


def refused(name: str, form: PlainForm) -> Forms:
    """The form that was not taken."""
    return Forms(**{name: form}, faulty=True)  # type: ignore[arg-type]
