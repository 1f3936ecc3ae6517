"""A space's front: what it is for, what one can do there, and what is being talked about."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from groundswell.actors.requests import Request
from groundswell.conversations.models import Topic
from groundswell.core.errors import Invalid
from groundswell.core.pages import render, shared
from groundswell.core.subscriptions import watch
from groundswell.spaces.forms import JoinForm
from groundswell.spaces.models import Space
from groundswell.spaces.rules import membership_of, removal_of
from groundswell.spaces.selectors import guidelines_for, invitation_to, request_of
from groundswell.spaces.views import findable_space
from groundswell.web.selectors.space import FrontPage, front_page


@require_safe
def space_show(request: Request, handle: str) -> HttpResponse:
    """A space: its purpose and its topics, latest first. A closed door for who may only knock."""
    space = findable_space(request, handle)
    if not space.is_public and membership_of(request.viewer, space) is None:
        return _door(request, space)
    watch(request, f"space-{space.id}")
    page = _page(request, space)
    context = {
        "space": space,
        "page": page,
        "form": JoinForm(guidelines=page.guidelines if request.viewer else None),
        "kinds": _kinds(space),
    }
    return shared(render(request, "web/space_show.html", context, region="topics"), request)


def _kinds(space: Space) -> list[dict[str, str]]:
    """The ways to look at the list: all of it, or one kind."""
    here = space.get_absolute_url()
    one = [
        {"key": str(kind.value), "href": f"{here}?kind={kind.value}", "text": str(kind.label)}
        for kind in Topic.Kind
        if kind != Topic.Kind.IDEA  # listed by their challenge
    ]
    return [{"key": "", "href": here, "text": _("All")}, *one]


def _page(request: Request, space: Space) -> FrontPage:
    kind = request.GET.get("kind", "")
    if kind and kind not in Topic.Kind.values:
        raise Http404
    try:
        return front_page(
            space,
            request.viewer,
            kind=kind,
            after=request.GET.get("after"),
            before=request.GET.get("before"),
        )
    except Invalid as error:
        raise Http404 from error


def _door(request: Request, space: Space) -> HttpResponse:
    """What can be known from outside: the name, the purpose, and how to get in."""
    guidelines = guidelines_for(request.viewer, space)
    context = {
        "space": space,
        "guidelines": guidelines,
        "form": JoinForm(guidelines=guidelines),
        "removed": removal_of(request.viewer, space),
        "asked": request_of(request.viewer, space),
        "invitation": invitation_to(request.viewer, space),
    }
    return render(request, "web/space_door.html", context)
