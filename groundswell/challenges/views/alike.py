"""What is folded under an idea, and unfolding it."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groundswell.actors.requests import Request, signed_in
from groundswell.challenges.actions import unfold_idea
from groundswell.challenges.rules import may_run
from groundswell.challenges.selectors.alike import alike_page, authors_of_fold
from groundswell.challenges.views._scope import visible_idea
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.pages import render


@require_safe
def idea_alike(request: Request, topic_id: int) -> HttpResponse:
    """Ideas that say almost the same, each with its author."""
    idea = visible_idea(request, topic_id)
    try:
        page = alike_page(idea, after=request.GET.get("after"), before=request.GET.get("before"))
    except Invalid as error:
        raise Http404 from error
    context = {
        "idea": idea,
        "topic": idea.topic,
        "page": page,
        "people": authors_of_fold(idea),
        "runs": may_run(request.viewer, idea.challenge),
    }
    return render(request, "challenges/idea_alike.html", context)


@require_POST
def idea_unfold(request: Request, topic_id: int) -> HttpResponse:
    """Shows an idea by itself again, for good."""
    idea = visible_idea(request, topic_id)
    person = signed_in(request)
    leader = idea.folded_under_id or idea.topic_id
    try:
        unfold_idea(actor=person, idea=idea)
        messages.success(request, _("It is shown by itself now, and no later run folds it."))
    except Conflict as refused:
        messages.info(request, str(refused))
    return HttpResponseRedirect(f"/t/{leader}/alike/", status=303)
