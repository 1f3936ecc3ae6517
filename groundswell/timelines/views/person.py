"""A person's page, and the directory of people."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from groundswell.actors.requests import Request, signed_in
from groundswell.core.errors import Invalid
from groundswell.core.pages import render, shared
from groundswell.timelines.selectors.person import TABS, people_page, person_page, words_of
from groundswell.timelines.views._person import person_at


@require_safe
def person_show(request: Request, address: str) -> HttpResponse:
    """Who somebody is, and what they said that the viewer can see."""
    person = person_at(address, request.viewer)
    if person.left_at is not None:
        return render(request, "timelines/person_gone.html", status=410)
    if address != person.address:
        return HttpResponseRedirect(person.get_absolute_url())
    tab = request.GET.get("show", "")
    if tab not in TABS:
        raise Http404
    after, before = request.GET.get("after"), request.GET.get("before")
    try:
        words = words_of(person, request.viewer, tab, after=after, before=before)
    except Invalid as error:
        raise Http404 from error
    page = person_page(person, request.viewer)
    context = {"page": page, "person": person, "words": words, "tab": tab}
    return shared(render(request, "timelines/person_show.html", context, region="words"), request)


@require_safe
def people_list(request: Request) -> HttpResponse:
    """People to find, for those who are signed in."""
    signed_in(request)
    typed = request.GET.get("q", "")
    try:
        page = people_page(typed, after=request.GET.get("after"), before=request.GET.get("before"))
    except Invalid as error:
        raise Http404 from error
    return render(request, "timelines/people_list.html", {"page": page, "typed": typed})
