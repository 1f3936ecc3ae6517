"""Planning a numbered chat and putting its prompts."""

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.actors.requests import Request
from groundswell.core.errors import DomainError
from groundswell.core.ids import id_in
from groundswell.core.pages import render
from groundswell.live.actions import plan_prompts, put_prompt
from groundswell.live.forms.recap import PromptsForm
from groundswell.live.selectors.room import prompts_of
from groundswell.live.views._scope import own_session


@require_http_methods(["GET", "HEAD", "POST"])
def prompt_plan(request: Request, topic_id: int) -> HttpResponse:
    """The prompts of a session: those put, and those to come."""
    person, session = own_session(request, topic_id)
    prompts = prompts_of(session)
    still = "\n".join(one.words for one in prompts if one.message is None)
    form = PromptsForm(request.POST if request.method == "POST" else None, initial={"lines": still})
    if form.is_bound and form.is_valid():
        try:
            plan_prompts(actor=person, session=session, lines=form.cleaned_data["lines"])
        except DomainError as error:
            form.refuse(error)
        else:
            return HttpResponseRedirect(f"{session.get_absolute_url()}prompts/", status=303)
    context = {"session": session, "topic": session.topic, "form": form, "prompts": prompts}
    status = 422 if form.is_bound else 200
    return render(request, "live/prompt_plan.html", context, status=status)


@require_POST
def prompt_put(request: Request, topic_id: int) -> HttpResponse:
    """Puts a prompt to the room."""
    person, session = own_session(request, topic_id)
    put_prompt(actor=person, session=session, number=id_in(request.POST.get("number", "")))
    return HttpResponseRedirect(f"{session.get_absolute_url()}prompts/", status=303)
