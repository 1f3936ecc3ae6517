"""How somebody is told: mail, quiet hours, push, reasons, and everything they follow."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.activity.declarations import Reason
from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.actions import follow_tag, follow_topic
from groundswell.conversations.models import Hashtag, TagFollow, Topic
from groundswell.core.errors import Invalid
from groundswell.core.ids import id_in
from groundswell.core.pages import render
from groundswell.notifications import push
from groundswell.notifications.actions import change_alert_preference, choose_reasons
from groundswell.notifications.forms import AlertPreferenceForm
from groundswell.notifications.models import PushSubscription
from groundswell.notifications.rules import zone_of
from groundswell.notifications.selectors.settings import (
    KINDS_FOLLOWED,
    follows_page,
    preference_of,
    wanted_reasons,
)
from groundswell.people.actions import follow_person, unfollow_person
from groundswell.people.models import Level
from groundswell.spaces.actions import follow_space, unfollow_space
from groundswell.spaces.models import Space


@require_http_methods(["GET", "HEAD", "POST"])
def settings_alerts(request: Request) -> HttpResponse:
    """How and when the viewer is told."""
    person = signed_in(request)
    preference = preference_of(person)
    form = AlertPreferenceForm.of(preference)
    if request.method == "POST":
        form = AlertPreferenceForm(request.POST)
        if form.is_valid():
            change_alert_preference(actor=person, wishes=form.wishes())
            return _saved(request)
    context = {
        "form": form,
        "zone": zone_of(person.account.time_zone).key,
        "reasons": wanted_reasons(preference),
        "browsers": PushSubscription.objects.filter(actor=person).order_by("id"),
        "push_key": push.public_key(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "notifications/settings_alerts.html", context, status=status)


@require_POST
def reasons_choose(request: Request) -> HttpResponse:
    """Which reasons are worth an alert."""
    person = signed_in(request)
    chosen = set(request.POST.getlist("reason"))
    choose_reasons(actor=person, wanted={code for code in Reason if code.value in chosen})
    return _saved(request)


@require_safe
def settings_follows(request: Request) -> HttpResponse:
    """Everything the viewer follows, with how much they hear of it."""
    person = signed_in(request)
    kind = request.GET.get("kind", "topics")
    if kind not in KINDS_FOLLOWED:
        raise Http404
    try:
        page = follows_page(person, kind, after=request.GET.get("after"))
    except Invalid as error:
        raise Http404 from error
    levels = [*Level.choices, ("none", _("Not at all"))]
    context = {"page": page, "levels": levels}
    return render(request, "notifications/settings_follows.html", context)


@require_POST
def follow_change(request: Request) -> HttpResponse:
    """Changes how much the viewer hears of a thing they follow."""
    person = signed_in(request)
    kind = request.POST.get("kind", "")
    level = request.POST.get("level", "")
    if kind not in _CHANGES or level not in {*Level.values, "none"}:
        raise Http404
    _CHANGES[kind](person, request.POST.get("id", ""), level)
    return HttpResponseRedirect(f"{reverse('settings_follows')}?kind={kind}", status=303)


def _change_topic(person: Actor, key: str, level: str) -> None:
    topic = _found(Topic.objects.visible_to(person), key)
    follow_topic(actor=person, topic=topic, level=level)


def _change_tag(person: Actor, key: str, level: str) -> None:
    """A tag that one can see, or that one follows already: leaving a space does not unfollow."""
    own = TagFollow.objects.filter(actor=person).values("tag")
    known = Hashtag.objects.seen_by(person) | Hashtag.objects.filter(key__in=own)
    follow_tag(actor=person, tag=get_object_or_404(known.called(key)), level=level)


def _change_person(person: Actor, key: str, level: str) -> None:
    other = _found(Actor.objects.people(), key)
    if level == "none":
        unfollow_person(actor=person, person=other)
    else:
        follow_person(actor=person, person=other, level=level)


def _change_space(person: Actor, key: str, level: str) -> None:
    space = _found(Space.objects.visible_to(person), key)
    if level == "none":
        unfollow_space(actor=person, space=space)
    else:
        follow_space(actor=person, space=space, level=level)


def _found(rows: Any, key: str) -> Any:
    return get_object_or_404(rows, pk=id_in(key))


def _saved(request: Request) -> HttpResponse:
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("settings_alerts"), status=303)


_CHANGES: dict[str, Callable[[Actor, str, str], None]] = {
    "topics": _change_topic,
    "tags": _change_tag,
    "people": _change_person,
    "spaces": _change_space,
}
