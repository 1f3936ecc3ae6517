"""The feed of a search: what everybody may see of it, latest first."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from groundswell.actors.models import Organisation
from groundswell.actors.requests import Request
from groundswell.core.limits import SEARCH_BY_ADDRESS, address_key, demand
from groundswell.search.forms import SearchForm
from groundswell.search.selectors import messages_found, spaces_to_pick
from groundswell.timelines.selectors.feed import Source
from groundswell.timelines.views.feed import answer_feed

ASKED = ("q", "space", "kind", "person", "tag", "since", "until")


@require_safe
def search_feed(request: Request, form: str) -> HttpResponse:
    """What was said in public that these words and filters find."""
    demand(address_key(request), SEARCH_BY_ADDRESS)
    asked = SearchForm(request.GET, spaces=spaces_to_pick(None))
    asked.is_valid()
    words = asked.cleaned_data.get("q", "")
    query = urlencode({name: request.GET[name] for name in ASKED if request.GET.get(name)})
    source = Source(
        title=_("Search: %(words)s") % {"words": words} if words else _("Search"),
        subtitle=Organisation.current().name,
        path=f"{reverse('search')}?{query}",
        messages=messages_found(words, asked.filters()),
    )
    return answer_feed(request, form, source, query=query)
