"""A topic's page, and replying."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.actions import post_reply
from groundswell.conversations.forms import ReplyForm
from groundswell.conversations.models import Link, Message, Topic
from groundswell.conversations.selectors import topic_page
from groundswell.core.errors import DomainError
from groundswell.core.pages import render
from groundswell.core.subscriptions import watch
from groundswell.spaces.selectors import guidelines_for
from groundswell.spaces.views.accepting import take_acceptance


def visible_topic(request: Request, topic_id: int) -> Topic:
    """The topic, or 404 for those who may not see it."""
    topics = Topic.objects.visible_to(request.viewer).for_list()
    return get_object_or_404(topics, id=topic_id)


@require_safe
def topic_show(request: Request, topic_id: int, number: int = 1) -> HttpResponse:
    """The topic's page that has message `number` on it."""
    topic = visible_topic(request, topic_id)
    if topic.last_number == 0:
        return _merged(request, topic)
    if number > topic.last_number:
        raise Http404
    return _topic_page(request, topic, ReplyForm(), number=number)


@require_POST
def reply_create(request: Request, topic_id: int) -> HttpResponse:
    """Posts a reply and leads to it."""
    person = signed_in(request)
    topic = visible_topic(request, topic_id)
    take_acceptance(request, person, topic.space)
    form = ReplyForm(request.POST)
    if form.is_valid():
        parent = Message.objects.filter(topic=topic, id=form.cleaned_data["parent"] or 0).first()
        try:
            message = post_reply(
                actor=person, topic=topic, text=form.cleaned_data["text"], parent=parent
            )
        except DomainError as error:
            form.refuse(error)
        else:
            return HttpResponseRedirect(message.get_absolute_url(), status=303)
    return _topic_page(request, topic, form, number=max(1, topic.last_number), status=422)


def _merged(request: Request, topic: Topic) -> HttpResponse:
    """An emptied topic leads on to the one that took it in."""
    link = Link.objects.filter(origin=topic, kind=Link.Kind.MERGED_INTO).first()
    if link is None:
        raise Http404
    return HttpResponseRedirect(f"/t/{link.target_id}/")


def _topic_page(
    request: Request, topic: Topic, form: ReplyForm, *, number: int, status: int = 200
) -> HttpResponse:
    watch(request, f"topic-{topic.id}")
    left_at = request.GET.get("left", "")
    page = topic_page(
        topic,
        request.viewer,
        number=number,
        nested=_nested(request),
        left_at=int(left_at) if left_at.isdecimal() and len(left_at) < 9 else None,
    )
    context = {
        "page": page,
        "topic": topic,
        "form": form,
        "guidelines": guidelines_for(request.viewer, topic.space) if page.may_reply else None,
        "region_url": f"/t/{topic.id}/{page.start}/?{urlencode({'left': page.read_to})}",
    }
    return render(
        request, "conversations/topic_show.html", context, region="messages", status=status
    )


def _nested(request: Request) -> bool:
    if request.viewer is not None:
        return request.viewer.account.nested
    return request.COOKIES.get("reading") == "nested"
