"""All spaces that the viewer can find, and opening another."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from groundswell.actors.models import Actor, Organisation
from groundswell.actors.requests import Request, signed_in
from groundswell.core.errors import Invalid
from groundswell.core.limits import OPEN_SPACE, demand
from groundswell.core.pages import render
from groundswell.spaces.actions import open_space
from groundswell.spaces.forms import OpenSpaceForm
from groundswell.spaces.models import Space
from groundswell.spaces.rules import may_open_space, require_may_open_space
from groundswell.spaces.selectors import invited_to, roles_in, spaces_page, visible_ids
from groundswell.spaces.views._scope import attempt, see

LONGEST_SEARCH = 100


@require_safe
def space_list(request: Request) -> HttpResponse:
    """The spaces that the viewer can find, the liveliest first; by words, or one's own."""
    words = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    mine = request.viewer is not None and request.GET.get("show") == "mine"
    cursors = {"after": request.GET.get("after"), "before": request.GET.get("before")}
    try:
        page = spaces_page(request.viewer, words=words, mine=mine, **cursors)
    except Invalid as error:
        raise Http404 from error
    spaces = list(page.items)
    context = {
        "page": page,
        "words": words,
        "mine": mine,
        "roles": roles_in(request.viewer, spaces),
        "visible": visible_ids(request.viewer, spaces),
        "invitations": invited_to(request.viewer) if not any(cursors.values()) else [],
        "may_open": request.viewer is not None and may_open_space(request.viewer),
    }
    return render(request, "spaces/space_list.html", context, region="spaces")


@require_http_methods(["GET", "HEAD", "POST"])
def space_create(request: Request) -> HttpResponse:
    """Opens a space, with the viewer as its first steward."""
    person = signed_in(request)
    require_may_open_space(person)
    organisation = Organisation.current()
    form = OpenSpaceForm(
        request.POST or None,
        person=person,
        organisation=organisation,
        initial=_initial(request, person, organisation),
    )
    if request.method == "POST":
        space = attempt(form, lambda: _opened(person, form.cleaned_data))
        if space is not None:
            messages.success(request, _("Your space is open. Say the first words in it."))
            return see(space.get_absolute_url())
    status = 422 if form.is_bound else 200
    context = {"form": form, "organisation": organisation}
    return render(request, "spaces/space_create.html", context, status=status)


def _opened(person: Actor, values: dict[str, Any]) -> Space:
    demand(f"actor:{person.id}", OPEN_SPACE)
    return open_space(actor=person, **values)


def _initial(request: Request, person: Actor, organisation: Organisation) -> dict[str, object]:
    """What the form begins with: the organisation's ways, and the space one came from."""
    public = organisation.public_spaces_allowed
    above = Space.objects.visible_to(person).called(request.GET.get("under", ""))
    return {
        "visibility": Space.Visibility.PUBLIC if public else Space.Visibility.MEMBERS,
        "joining": Space.Joining.OPEN,
        "writing": Space.Writing.MEMBERS,
        "licence": organisation.licence,
        "parent": above.first(),
        "guidelines": starting_guidelines(),
    }


def starting_guidelines() -> str:
    """A short beginning that a space can make its own."""
    return _(
        "- Say what you see, and say it as you would face to face.\n"
        "- Take on the argument, never the person.\n"
        "- Ask before you assume; thank people who changed your mind.\n"
        "- Keep private things private: yours and other people's.\n"
        "- Selling something? Say so, and say it once.\n"
    )
