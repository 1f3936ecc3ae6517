"""A topic's page, opening one, and replying."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.actions import open_topic, post_reply
from groundswell.conversations.forms import ReplyForm, TopicForm
from groundswell.conversations.models import Message, Topic
from groundswell.conversations.selectors import topic_page
from groundswell.core.errors import DomainError
from groundswell.core.pages import render
from groundswell.core.subscriptions import watch
from groundswell.spaces.models import Space


def visible_topic(request: Request, topic_id: int) -> Topic:
    """The topic, or 404 for those who may not see it."""
    topics = Topic.objects.visible_to(request.viewer).for_list()
    return get_object_or_404(topics, id=topic_id)


@require_safe
def topic_show(request: Request, topic_id: int, number: int = 1) -> HttpResponse:
    """The topic from message `number` on."""
    topic = visible_topic(request, topic_id)
    return _topic_page(request, topic, ReplyForm(), start=number)


@require_POST
def reply_create(request: Request, topic_id: int) -> HttpResponse:
    """Posts a reply and leads to it."""
    person = signed_in(request)
    topic = visible_topic(request, topic_id)
    form = ReplyForm(request.POST)
    if form.is_valid():
        parent = Message.objects.filter(topic=topic, number=form.cleaned_data["parent"]).first()
        try:
            message = post_reply(
                actor=person, topic=topic, text=form.cleaned_data["text"], parent=parent
            )
        except DomainError as error:
            form.refuse(error)
        else:
            return HttpResponseRedirect(message.get_absolute_url(), status=303)
    start = max(1, topic.last_number - 10)
    return _topic_page(request, topic, form, start=start, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def topic_create(request: Request, handle: str) -> HttpResponse:
    """Opens a topic in a space."""
    person = signed_in(request)
    spaces = Space.objects.visible_to(person).select_related("actor")
    space = get_object_or_404(spaces, actor__handle=handle)
    form = TopicForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            topic = open_topic(
                actor=person,
                space=space,
                kind=form.cleaned_data["kind"],
                title=form.cleaned_data["title"],
                text=form.cleaned_data["text"],
            )
        except DomainError as error:
            form.refuse(error)
        else:
            return HttpResponseRedirect(topic.get_absolute_url(), status=303)
    status = 422 if form.is_bound else 200
    context = {"space": space, "form": form}
    return render(request, "conversations/topic_create.html", context, status=status)


def _topic_page(
    request: Request, topic: Topic, form: ReplyForm, *, start: int, status: int = 200
) -> HttpResponse:
    watch(request, f"topic-{topic.id}")
    page = topic_page(topic, request.viewer, start=start)
    context = {"page": page, "topic": topic, "form": form}
    return render(
        request, "conversations/topic_show.html", context, region="messages", status=status
    )
