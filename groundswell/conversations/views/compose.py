"""Opening a topic."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.actions import open_topic
from groundswell.conversations.forms import TopicForm
from groundswell.core.errors import DomainError
from groundswell.core.pages import render
from groundswell.spaces.models import Space
from groundswell.spaces.views.accepting import take_acceptance


@require_http_methods(["GET", "HEAD", "POST"])
def topic_create(request: Request, handle: str) -> HttpResponse:
    """Opens a topic in a space."""
    person = signed_in(request)
    spaces = Space.objects.visible_to(person).select_related("actor")
    space = get_object_or_404(spaces, actor__handle=handle)
    guidelines = take_acceptance(request, person, space)
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
    context = {"space": space, "form": form, "guidelines": guidelines}
    return render(request, "conversations/topic_create.html", context, status=status)
