"""Splitting, merging and moving a topic, by its stewards."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.actions import (
    merge_topic,
    move_messages,
    move_topic,
    split_topic,
)
from groundswell.conversations.forms.act import CarryForm, MoveForm, NoteSearchForm, SplitForm
from groundswell.conversations.models import Topic
from groundswell.conversations.rules import (
    require_goes_on,
    require_may_arrange,
    require_plain,
)
from groundswell.conversations.selectors.arrange import (
    numbers_of,
    replies_to_choose,
    stewarded,
    topics_to_merge_into,
)
from groundswell.conversations.views.topic import standing_topic
from groundswell.core.errors import DomainError
from groundswell.core.ids import id_in
from groundswell.core.pages import render


def _own_topic(request: Request, topic_id: int) -> tuple[Actor, Topic]:
    """The steward and their topic; 404 for strangers, 403 with the reason for others."""
    person = signed_in(request)
    topic = standing_topic(request, topic_id)
    require_may_arrange(person, topic.space)
    return person, topic


@require_http_methods(["GET", "HEAD", "POST"])
def topic_split(request: Request, topic_id: int) -> HttpResponse:
    """Makes a new topic of chosen replies."""
    person, topic = _own_topic(request, topic_id)
    form = SplitForm(request.POST or None)
    chosen = {id_in(value) for value in request.POST.getlist("messages")[:500]} - {0}
    if form.is_bound and form.is_valid():
        try:
            new = split_topic(
                actor=person,
                topic=topic,
                numbers=numbers_of(topic, sorted(chosen)),
                title=form.cleaned_data["title"],
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The messages are a topic of their own now."))
            return HttpResponseRedirect(new.get_absolute_url(), status=303)
    choosable = replies_to_choose(topic, start=id_in(request.GET.get("start", "")))
    context = {"topic": topic, "form": form, "choosable": choosable, "chosen": chosen}
    status = 422 if form.is_bound else 200
    return render(request, "conversations/topic_split.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def topic_merge(request: Request, topic_id: int) -> HttpResponse:
    """Finds the topic to merge into by its title; then asks once more; then does it."""
    person, topic = _own_topic(request, topic_id)
    require_plain(topic)
    require_goes_on(topic)
    into = _chosen_topic(request, person)
    if into is None:
        return _find_topic(request, person, topic, act="merge")
    require_plain(into)
    require_goes_on(into)
    if request.method == "POST":
        merge_topic(actor=person, topic=topic, into=into)
        messages.success(request, _("Merged. The old address leads here."))
        return HttpResponseRedirect(into.get_absolute_url(), status=303)
    context = {"topic": topic, "into": into}
    return render(request, "conversations/topic_merge_confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def messages_carry(request: Request, topic_id: int) -> HttpResponse:
    """Finds the topic where messages belong; then asks which; then moves them."""
    person, topic = _own_topic(request, topic_id)
    into = _chosen_topic(request, person)
    if into is None:
        return _find_topic(request, person, topic, act="carry")
    require_goes_on(into)
    form = CarryForm(request.POST or None)
    chosen = {id_in(value) for value in request.POST.getlist("messages")[:500]} - {0}
    if form.is_bound and form.is_valid():
        try:
            numbers = numbers_of(topic, sorted(chosen))
            move_messages(actor=person, topic=topic, numbers=numbers, into=into)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The messages are at the end of this topic now."))
            return HttpResponseRedirect(into.get_absolute_url(), status=303)
    choosable = replies_to_choose(topic, start=id_in(request.GET.get("start", "")))
    context = {"topic": topic, "into": into, "form": form, "choosable": choosable, "chosen": chosen}
    status = 422 if form.is_bound else 200
    return render(request, "conversations/topic_carry.html", context, status=status)


def _chosen_topic(request: Request, person: Actor) -> Topic | None:
    """The other topic, once it was chosen among those that the person looks after."""
    given = id_in(request.POST.get("into") or request.GET.get("into", ""))
    if not given:
        return None
    into = get_object_or_404(Topic.objects.visible_to(person).for_list(), id=given)
    require_may_arrange(person, into.space)
    return into


def _find_topic(request: Request, person: Actor, topic: Topic, *, act: str) -> HttpResponse:
    form = NoteSearchForm(request.GET)
    search = form.cleaned_data["q"] if form.is_valid() else ""
    found = topics_to_merge_into(topic, person, search, whole=act == "merge")
    context = {"topic": topic, "form": form, "found": found, "search": search, "act": act}
    return render(request, "conversations/topic_merge.html", context, region="found")


@require_http_methods(["GET", "HEAD", "POST"])
def topic_move(request: Request, topic_id: int) -> HttpResponse:
    """Moves the topic into another space."""
    person, topic = _own_topic(request, topic_id)
    spaces = {str(space.id): space for space in stewarded(person).exclude(id=topic.space_id)}
    form = MoveForm(request.POST or None, spaces=list(spaces.values()))
    if form.is_bound and form.is_valid():
        try:
            move_topic(actor=person, topic=topic, space=spaces[form.cleaned_data["space"]])
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The topic is in its new space."))
            return HttpResponseRedirect(topic.get_absolute_url(), status=303)
    status = 422 if form.is_bound else 200
    context = {"topic": topic, "form": form, "any": bool(spaces)}
    return render(request, "conversations/topic_move.html", context, status=status)
