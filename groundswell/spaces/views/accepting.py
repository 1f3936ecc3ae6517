"""Accepting a space's guidelines in the very form in which one writes for the first time."""

from groundswell.activity.log import once
from groundswell.actors.models import Actor
from groundswell.actors.requests import Request
from groundswell.core.errors import DomainError
from groundswell.spaces.actions import accept_guidelines
from groundswell.spaces.forms import AcceptingForm
from groundswell.spaces.models import Space
from groundswell.spaces.selectors import Guidelines, guidelines_for


def take_acceptance(request: Request, person: Actor, space: Space) -> Guidelines | None:
    """Accepts the guidelines if the form says so; gives them as the person now meets them.

    A view calls it before the action that writes, and gives what it answers to
    `spaces/_guidelines_note.html`. Ticking the line is an act of its own: it stands also when the
    words beside it are refused for another reason.
    """
    guidelines = guidelines_for(person, space)
    if request.method != "POST" or guidelines is None or not guidelines.is_due:
        return guidelines
    form = AcceptingForm(request.POST, guidelines=guidelines)
    number = form.accepted if form.is_valid() else None
    if number is None:
        return guidelines
    try:
        # The form's nonce belongs to the words that it brings.
        with once(None):
            accept_guidelines(actor=person, space=space, number=number)
    except DomainError:
        return guidelines
    return guidelines_for(person, space)
