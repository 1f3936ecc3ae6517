"""Making an idea, or a topic of its own, of something that was said in a session."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groundswell.activity.log import refuse_repeat
from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.forms.growing import GrowForm
from groundswell.conversations.growing import Words, title_from
from groundswell.conversations.models import Message, Topic
from groundswell.conversations.rules import pace_of
from groundswell.conversations.selectors.compose import quotation
from groundswell.conversations.selectors.growing import where_it_grows
from groundswell.conversations.selectors.topic import LAST_ID
from groundswell.core.errors import DomainError
from groundswell.core.limits import demand
from groundswell.core.pages import render
from groundswell.live.actions import grow_said, grow_takeaway
from groundswell.live.models import Session
from groundswell.live.selectors.recap import takeaway_of
from groundswell.live.views._scope import visible_session
from groundswell.spaces.views.accepting import take_acceptance


@require_http_methods(["GET", "HEAD", "POST"])
def said_grow(request: Request, topic_id: int, message_id: int) -> HttpResponse:
    """What is made of it, and where; its words are there to begin with."""
    session = visible_session(request, topic_id)
    message = _said(session, message_id)
    person = signed_in(request)
    words = {"title": title_from(message.text), "text": quotation(message)}
    form = GrowForm(
        request.POST if request.method == "POST" else None,
        initial=words,
        choices=where_it_grows(person, session.topic.space),
    )
    guidelines = take_acceptance(request, person, session.topic.space)
    if form.is_bound and form.is_valid():
        try:
            topic = _grown(person, session, message, form)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Made. Whoever said it is credited, and told."))
            return HttpResponseRedirect(topic.get_absolute_url(), status=303)
    context = {"session": session, "topic": session.topic, "form": form, "message": message}
    context |= {"space": session.topic.space, "guidelines": guidelines}
    status = 422 if form.is_bound else 200
    return render(request, "live/said_grow.html", context, status=status)


def _grown(person: Actor, session: Session, message: Message, form: GrowForm) -> Topic:
    refuse_repeat(person)
    demand(f"actor:{person.id}", pace_of(person))
    values = form.cleaned_data
    words = Words(title=values["title"], text=values["text"])
    takeaway = takeaway_of(session, message.id)
    if takeaway is not None:
        return grow_takeaway(actor=person, takeaway=takeaway, ground=values["ground"], words=words)
    return grow_said(
        actor=person, session=session, message=message, ground=values["ground"], words=words
    )


def _said(session: Session, message_id: int) -> Message:
    rows = Message.objects.standing().filter(topic=session.topic_id, number__gt=1)
    found = rows.select_related("author", "topic__space__actor")
    message = found.filter(id=message_id).first() if message_id <= LAST_ID else None
    if message is None:
        raise Http404
    return message
