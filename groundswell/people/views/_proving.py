"""A fresh proof of who asks, before what cannot easily be taken back."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode

from groundswell.actors.requests import Request


def prove_first(request: Request, then: str) -> HttpResponse | None:
    """Leads to the proof and from there to `then`; None for who has given one lately."""
    if did_recently_reauthenticate(request):
        return None
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    return HttpResponseRedirect(f"{methods[0]['url']}?{urlencode({'next': then})}", status=303)
