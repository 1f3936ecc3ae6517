"""A topic's page, and replying."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groundswell.activity.log import refuse_repeat
from groundswell.actors.models import Actor
from groundswell.actors.requests import Request
from groundswell.conversations.actions import post_reply, save_draft
from groundswell.conversations.forms import ReplyForm
from groundswell.conversations.models import Message, Topic
from groundswell.conversations.selectors import (
    TopicPage,
    draft_at,
    merged_into,
    moved_to,
    quotation,
    read_to,
    thread_page,
    topic_page,
    topic_seen,
)
from groundswell.conversations.views._drawing import Drawing
from groundswell.conversations.views._reading import reads_nested, remember_reading
from groundswell.conversations.views._writing import begun, writer, written
from groundswell.core.ids import id_in
from groundswell.core.pages import render
from groundswell.core.subscriptions import watch
from groundswell.spaces.forms import JoinForm
from groundswell.spaces.models import Space
from groundswell.spaces.selectors import guidelines_for
from groundswell.spaces.selectors.door import Why
from groundswell.spaces.views.accepting import take_acceptance

MOST_DIGITS = 9


def visible_topic(request: Request, topic_id: int) -> Topic:
    """The topic, or 404 for those who may not see it."""
    topic = topic_seen(topic_id, request.viewer)
    if topic is None:
        raise Http404
    return topic


def standing_topic(request: Request, topic_id: int) -> Topic:
    """The topic for those who want to do something with it: not one merged away."""
    topic = visible_topic(request, topic_id)
    if topic.last_number == 0:
        raise Http404
    return topic


@require_safe
def topic_show(request: Request, topic_id: int, number: int = 1) -> HttpResponse:
    """The topic's page that has message `number` on it."""
    topic = visible_topic(request, topic_id)
    if not 1 <= number <= topic.last_number:
        return _elsewhere(request, topic, number)
    page = topic_page(
        topic,
        request.viewer,
        number=number,
        nested=reads_nested(request),
        left_at=_number(request, "left"),
        came_from=request.GET.get("from", ""),
    )
    form, answered = _reply_form(request, topic)
    return remember_reading(request, _page(request, page, form, answered=answered))


@require_safe
def topic_thread(request: Request, topic_id: int, number: int) -> HttpResponse:
    """One message with the answers below it."""
    topic = visible_topic(request, topic_id)
    if not 1 <= number <= topic.last_number:
        return _elsewhere(request, topic, number)
    page = thread_page(topic, request.viewer, number)
    return _page(request, page, ReplyForm(), thread=number)


@require_safe
def topic_unread(request: Request, topic_id: int) -> HttpResponse:
    """Leads to the first message that the viewer has not read, or to the last."""
    topic = visible_topic(request, topic_id)
    first = min(read_to(topic, request.viewer) + 1, max(topic.last_number, 1))
    return HttpResponseRedirect(f"/t/{topic.id}/{first}/#m{first}")


@require_safe
def topic_go(request: Request, topic_id: int) -> HttpResponse:
    """Leads to the message whose number was asked for, or to the nearest there is."""
    topic = visible_topic(request, topic_id)
    number = max(1, min(_number(request, "number") or 1, topic.last_number))
    return HttpResponseRedirect(f"/t/{topic.id}/{number}/#m{number}")


@require_POST
def reply_create(request: Request, topic_id: int) -> HttpResponse:
    """Posts a reply and leads to it."""
    topic = visible_topic(request, topic_id)
    person = writer(request, f"topic-{topic_id}", back=topic.get_absolute_url())
    if topic.last_number == 0:
        return _carry_words(request, person, topic)
    take_acceptance(request, person, topic.space)
    form = ReplyForm(request.POST, request.FILES)
    answered = _message_of(topic, request.POST.get("parent", ""))
    message = written(
        form,
        person,
        topic.space,
        place=f"topic-{topic_id}",
        write=lambda values: post_reply(
            actor=person,
            topic=topic,
            text=values["text"],
            parent=answered,
        ),
    )
    if message is not None:
        return HttpResponseRedirect(message.get_absolute_url(), status=303)
    page = topic_page(topic, person, number=max(1, topic.last_number), nested=reads_nested(request))
    return _page(request, page, form, answered=answered, status=422)


def _carry_words(request: Request, person: Actor, topic: Topic) -> HttpResponse:
    """The topic was merged while they wrote: their words wait as a draft where it is now."""
    refuse_repeat(person)
    into = merged_into(topic, person)
    if into is None:
        raise Http404
    place = f"topic-{into.id}"
    draft = draft_at(person, place)
    said = [draft.text if draft else "", request.POST.get("text", "")]
    save_draft(actor=person, place=place, text="\n\n".join(filter(None, said)))
    sentence = _(
        "What you answered was merged into this topic. Your words wait below: send them here."
    )
    messages.info(request, sentence)
    address = f"/t/{into.id}/{into.last_number}/?from={topic.id}#reply"
    return HttpResponseRedirect(address, status=303)


def _elsewhere(request: Request, topic: Topic, number: int) -> HttpResponse:
    """An emptied topic leads on to where its messages are; any other number was never there."""
    address = moved_to(topic, request.viewer, number) if topic.last_number == 0 and number else None
    if address is None:
        raise Http404
    return HttpResponseRedirect(address)


def _reply_form(request: Request, topic: Topic) -> tuple[ReplyForm, Message | None]:
    """The form with what was begun, or with the quotation asked for, and what it answers."""
    initial = begun(request, f"topic-{topic.id}")
    quoted = _message_of(topic, request.GET.get("quote", ""))
    answered = quoted or _message_of(topic, request.GET.get("reply", ""))
    if quoted is not None:
        initial["text"] = initial.get("text", "") + quotation(quoted)
    parent = answered.id if answered else None
    return ReplyForm(initial={**initial, "parent": parent}), answered


def _message_of(topic: Topic, asked: str) -> Message | None:
    message_id = id_in(asked)
    if not message_id:
        return None
    standing = Message.objects.standing().filter(topic=topic, id=message_id)
    return standing.select_related("author").first()


def _number(request: Request, name: str) -> int | None:
    asked = request.GET.get(name, "")
    fits = asked.isdecimal() and asked.isascii() and len(asked) <= MOST_DIGITS
    return int(asked) if fits else None


def _join_form(page: TopicPage) -> JoinForm | None:
    if page.door is None or page.door.why != Why.JOIN:
        return None
    return JoinForm(guidelines=page.door.guidelines)


def _page(
    request: Request,
    page: TopicPage,
    form: ReplyForm,
    *,
    answered: Message | None = None,
    thread: int = 0,
    status: int = 200,
) -> HttpResponse:
    topic = page.topic
    watch(request, f"topic-{topic.id}", within=[f"space-{topic.space_id}"])
    address = f"/t/{topic.id}/{thread}/thread/" if thread else f"/t/{topic.id}/{page.start}/"
    context = {
        "page": page,
        "draw": Drawing(page),
        "topic": topic,
        "form": form,
        "answered": answered,
        "thread": thread,
        "guidelines": guidelines_for(request.viewer, topic.space) if page.may_reply else None,
        "join_form": _join_form(page),
        "region_url": f"{address}?{urlencode({'left': page.read_to})}",
    }
    response = render(
        request, "conversations/topic_show.html", context, region="messages", status=status
    )
    if request.viewer is None and topic.space.visibility == Space.Visibility.PUBLIC:
        response["Groundswell-Shared"] = "1"
    return response
