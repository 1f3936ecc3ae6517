"""The ballot and the rules as voters would see them, before anybody does."""

from typing import NamedTuple

from groundswell.core.errors import DomainError
from groundswell.decisions.actions._rules import chosen, require_fitting
from groundswell.decisions.forms.ballot import BallotForm
from groundswell.decisions.forms.opening import RulesForm
from groundswell.decisions.models import Decision
from groundswell.decisions.terms import terms_of


class Preview(NamedTuple):
    """What is shown of a decision that is only thought of."""

    ballot: BallotForm
    decision: Decision
    terms: list[str]


def preview_of(form: RulesForm) -> Preview | None:
    """None where it would be refused: the form says why, as it would when it is put up."""
    if not form.is_valid():
        return None
    rules = form.rules()
    try:
        require_fitting(rules, form.cleaned_data.get("options", ()))
    except DomainError as error:
        form.refuse(error)
        return None
    thought = Decision(**chosen(rules))
    return Preview(BallotForm(paper=form.paper()), thought, terms_of(thought))
