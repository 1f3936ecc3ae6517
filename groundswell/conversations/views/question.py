"""Questions: asked too, answered, promised, put before somebody."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.actions import (
    accept_answer,
    ask_too,
    decline_routing,
    post_holding_reply,
    route_question,
    withdraw_answer,
    withdraw_ask_too,
)
from groundswell.conversations.forms.act import PromiseForm
from groundswell.conversations.models import Topic
from groundswell.conversations.rules import (
    pace_of,
    require_may_reply,
    require_near,
    require_question,
)
from groundswell.conversations.selectors.answers import LISTS, answers_page
from groundswell.conversations.selectors.question import question_state, who_asks_too
from groundswell.conversations.selectors.routing import already_asked, suggestions
from groundswell.conversations.views.message import visible_message
from groundswell.conversations.views.topic import standing_topic
from groundswell.core.errors import Conflict, DomainError, Invalid
from groundswell.core.limits import ASK, REACT, demand, viewer_key
from groundswell.core.pages import render
from groundswell.core.text.handles import bare_handle
from groundswell.spaces.rules import is_steward, membership_of, require_member, require_steward
from groundswell.spaces.views import visible_space


def visible_question(request: Request, topic_id: int) -> Topic:
    """The topic, or 404 for those who may not see it, and for what is no question."""
    topic = standing_topic(request, topic_id)
    if topic.kind != Topic.Kind.QUESTION:
        raise Http404
    return topic


@require_http_methods(["GET", "HEAD", "POST"])
def me_too(request: Request, topic_id: int) -> HttpResponse:
    """The people who have the same question; POST joins or leaves them."""
    topic = visible_question(request, topic_id)
    if request.method == "POST":
        person = signed_in(request)
        act = withdraw_ask_too if request.POST.get("ask") == "0" else ask_too
        demand(viewer_key(request), REACT)
        try:
            act(actor=person, topic=topic)
        except Conflict as error:
            messages.info(request, str(error))
        if not request.htmx:
            return HttpResponseRedirect(topic.get_absolute_url(), status=303)
    context = {
        "topic": topic,
        "people": who_asks_too(topic),
        "question": question_state(topic, request.viewer),
        "member": membership_of(request.viewer, topic.space) is not None,
    }
    return render(request, "conversations/me_too_list.html", context, region="me_too")


@require_POST
def answer_accept(request: Request, message_id: int) -> HttpResponse:
    """Marks the message as the answer."""
    person = signed_in(request)
    message = visible_message(request, message_id)
    accept_answer(actor=person, message=message)
    return _to_question(request, message.topic_id)


@require_POST
def answer_withdraw(request: Request, topic_id: int) -> HttpResponse:
    """Opens the question again."""
    person = signed_in(request)
    withdraw_answer(actor=person, topic=visible_question(request, topic_id))
    return _to_question(request, topic_id)


def _to_question(request: Request, topic_id: int) -> HttpResponse:
    if request.htmx:
        # The answer appears at the head of the page and as a mark below: all of it is new.
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return HttpResponseRedirect(f"/t/{topic_id}/#answer", status=303)


@require_http_methods(["GET", "HEAD", "POST"])
def promise_create(request: Request, topic_id: int) -> HttpResponse:
    """Promises an answer by a day."""
    person = signed_in(request)
    topic = visible_question(request, topic_id)
    require_steward(person, topic.space)
    require_may_reply(person, topic)
    form = PromiseForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            # First, so that a day that is refused does not count as a message.
            require_near(form.cleaned_data["due_on"])
            demand(f"actor:{person.id}", pace_of(person))
            message = post_holding_reply(
                actor=person,
                topic=topic,
                text=form.cleaned_data["text"],
                due_on=form.cleaned_data["due_on"],
            )
        except DomainError as error:
            form.refuse(error)
        else:
            return HttpResponseRedirect(message.get_absolute_url(), status=303)
    status = 422 if form.is_bound else 200
    context = {"topic": topic, "form": form}
    return render(request, "conversations/promise_create.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def routing_create(request: Request, topic_id: int) -> HttpResponse:
    """People who may know, and why; POST asks one of them."""
    person = signed_in(request)
    topic = visible_question(request, topic_id)
    require_question(topic)
    require_member(person, topic.space)
    if request.method == "POST":
        handle = bare_handle(request.POST.get("handle", ""))
        asked = Actor.objects.person_called(handle)
        if asked is None:
            messages.error(
                request, _("Nobody here is called @%(handle)s.") % {"handle": handle[:64]}
            )
        else:
            demand(viewer_key(request), ASK)
            route_question(actor=person, topic=topic, person=asked)
            messages.success(request, _("%(name)s is asked.") % {"name": asked.name})
        return HttpResponseRedirect(request.path, status=303)
    context = {
        "topic": topic,
        "suggestions": suggestions(topic, person),
        "asked": already_asked(topic, steward=is_steward(person, topic.space), viewer=person),
    }
    return render(request, "conversations/routing_create.html", context)


@require_POST
def routing_decline(request: Request, topic_id: int) -> HttpResponse:
    """Leaves the question to others."""
    person = signed_in(request)
    topic = visible_question(request, topic_id)
    decline_routing(actor=person, topic=topic)
    messages.success(request, _("Thank you for saying so. You are not asked this again."))
    return HttpResponseRedirect(topic.get_absolute_url(), status=303)


@require_safe
def answer_list(request: Request, handle: str) -> HttpResponse:
    """A space's questions, and how quickly they are answered."""
    space = visible_space(request, handle)
    show = request.GET.get("show", "open")
    if show not in LISTS:
        raise Http404
    try:
        page = answers_page(
            space,
            request.viewer,
            show=show,
            after=request.GET.get("after"),
            before=request.GET.get("before"),
        )
    except Invalid as error:
        raise Http404 from error
    context = {"space": space, "page": page, "steward": is_steward(request.viewer, space)}
    return render(request, "conversations/answer_list.html", context, region="answers")
