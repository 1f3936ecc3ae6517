"""What stewards do for a topic, each act with a page of its own that asks once more."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.actions import (
    close_topic,
    lock_topic,
    pin_topic,
    reopen_topic,
    unlock_topic,
    unpin_topic,
)
from groundswell.conversations.forms.act import ClosingForm, LockForm
from groundswell.conversations.models import Topic
from groundswell.conversations.rules import require_may_arrange, require_may_close
from groundswell.conversations.selectors.trail import history_page
from groundswell.conversations.views.topic import standing_topic, visible_topic
from groundswell.core.errors import DomainError, Invalid
from groundswell.core.forms import PlainForm
from groundswell.core.pages import render
from groundswell.spaces.rules import is_steward


def _stewards_only(person: Actor, topic: Topic) -> None:
    require_may_arrange(person, topic.space)


@dataclass(frozen=True, kw_only=True)
class Care:
    """One act: what its page says, who may, what it asks for, and what it does."""

    title: str | Promise
    text: str | Promise
    button: str | Promise
    done: str | Promise
    work: Callable[..., object]
    form: type[PlainForm] = PlainForm
    allowed: Callable[[Actor, Topic], None] = _stewards_only


CARES = {
    "lock": Care(
        title=_("Lock this topic"),
        text=_("Nobody but stewards can reply. Everyone sees your reason where they would write."),
        button=_("Lock the topic"),
        done=_("The topic is locked."),
        work=lock_topic,
        form=LockForm,
    ),
    "unlock": Care(
        title=_("Unlock this topic"),
        text=_("Members can reply again."),
        button=_("Unlock the topic"),
        done=_("The topic is unlocked."),
        work=unlock_topic,
    ),
    "pin": Care(
        title=_("Pin this topic"),
        text=_("It stays at the head of its space until somebody unpins it."),
        button=_("Pin the topic"),
        done=_("The topic is pinned."),
        work=pin_topic,
    ),
    "unpin": Care(
        title=_("Unpin this topic"),
        text=_("It takes its place among the others again."),
        button=_("Unpin the topic"),
        done=_("The topic is unpinned."),
        work=unpin_topic,
    ),
    "close": Care(
        title=_("Close with a summary"),
        text=_(
            "Say what came of this, so that somebody who reads only the summary knows. "
            "It stands at the head of the topic; everyone who follows it is told."
        ),
        button=_("Close the topic"),
        done=_("The topic is closed."),
        work=close_topic,
        form=ClosingForm,
        allowed=require_may_close,
    ),
    "reopen": Care(
        title=_("Reopen this topic"),
        text=_("Members can reply again. The summary is taken off the page."),
        button=_("Reopen the topic"),
        done=_("The topic is open again."),
        work=reopen_topic,
        allowed=require_may_close,
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def topic_care(request: Request, topic_id: int, act: str) -> HttpResponse:
    """Asks once more, then does it."""
    person = signed_in(request)
    topic = standing_topic(request, topic_id)
    care = CARES[act]
    care.allowed(person, topic)
    form = care.form(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            care.work(actor=person, topic=topic, **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, str(care.done))
            return HttpResponseRedirect(topic.get_absolute_url(), status=303)
    status = 422 if form.is_bound else 200
    context = {"topic": topic, "care": care, "form": form}
    return render(request, "conversations/topic_care.html", context, status=status)


@require_safe
def topic_history(request: Request, topic_id: int) -> HttpResponse:
    """What happened to the topic, latest first."""
    topic = visible_topic(request, topic_id)
    everything = request.GET.get("show") == "all"
    try:
        page = history_page(
            topic,
            request.viewer,
            steward=is_steward(request.viewer, topic.space),
            everything=everything,
            after=request.GET.get("after"),
            before=request.GET.get("before"),
        )
    except Invalid as error:
        raise Http404 from error
    context = {"topic": topic, "page": page, "everything": everything}
    return render(request, "conversations/topic_history.html", context)
