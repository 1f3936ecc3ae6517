"""The search page."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from groundswell.actors.requests import Request
from groundswell.core.errors import Invalid
from groundswell.core.limits import (
    SEARCH_BY_ADDRESS,
    SEARCH_BY_PERSON,
    SUGGEST,
    address_key,
    demand,
    viewer_key,
)
from groundswell.core.pages import render
from groundswell.search.forms import SearchForm
from groundswell.search.selectors import Names, Results, found, names_found, spaces_to_pick
from groundswell.search.suggestions import suggestions


@require_safe
def search(request: Request) -> HttpResponse:
    """What the viewer may see of what was typed, with filters, for the address to keep."""
    form = SearchForm(request.GET, spaces=spaces_to_pick(request.viewer))
    form.is_valid()
    results = _results(request, form) if request.GET else None
    context = {
        "form": form,
        "results": results,
        "names": _names(request, form),
        "query": _query(request),
    }
    return render(request, "search/search.html", context, region="results")


@require_safe
def suggest(request: Request) -> HttpResponse:
    """What begins like what is being typed, by kind: for the field in the head of every page."""
    key = viewer_key(request) if request.viewer else address_key(request)
    demand(key, SUGGEST)
    form = SearchForm({"q": request.GET.get("q", "")})
    typed = form.cleaned_data.get("q", "") if form.is_valid() else ""
    context = {"typed": typed, "found": suggestions(typed, request.viewer)}
    return render(request, "search/_suggestions.html", context, part=True)


def _results(request: Request, form: SearchForm) -> Results:
    if request.viewer:
        demand(viewer_key(request), SEARCH_BY_PERSON)
    else:
        demand(address_key(request), SEARCH_BY_ADDRESS)
    try:
        return found(
            form.cleaned_data.get("q", ""),
            request.viewer,
            filters=form.filters(),
            latest=form.cleaned_data.get("order") == "latest",
            after=request.GET.get("after"),
        )
    except Invalid as error:
        raise Http404 from error


def _names(request: Request, form: SearchForm) -> Names:
    """People and spaces of that name, at the head of a search that is not narrowed."""
    if form.narrowed or request.GET.get("after"):
        return Names()
    return names_found(form.cleaned_data.get("q", ""), request.viewer)


def _query(request: Request) -> str:
    """The address's fields without the place in the list, for links that keep the filters."""
    fields = request.GET.copy()
    for name in ("after", "order"):
        fields.pop(name, None)
    return fields.urlencode()
