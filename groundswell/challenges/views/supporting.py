"""Supporting an idea, and who does."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groundswell.actors.requests import Request, signed_in
from groundswell.challenges.actions import support_idea, withdraw_support
from groundswell.challenges.rules import sees_counts
from groundswell.challenges.selectors.idea import idea_panel
from groundswell.challenges.selectors.supporting import supporters_page
from groundswell.challenges.views._scope import visible_idea
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.core.limits import REACT, demand, viewer_key
from groundswell.core.pages import render


@require_safe
def idea_supporters(request: Request, topic_id: int) -> HttpResponse:
    """Everybody who supports the idea, or what stands for it."""
    idea = visible_idea(request, topic_id)
    standing = idea.root or idea
    if not sees_counts(request.viewer, standing):
        way = (idea.get_absolute_url(), _("To the idea"))
        raise Refused(_("How many support it, and who, is shown in a later stage."), way)
    cursors = {"after": request.GET.get("after"), "before": request.GET.get("before")}
    try:
        page = supporters_page(standing, **cursors)
    except Invalid as error:
        raise Http404 from error
    context = {"idea": idea, "standing": standing, "topic": idea.topic, "page": page}
    return render(request, "challenges/supporter_list.html", context)


@require_POST
def idea_support(request: Request, topic_id: int) -> HttpResponse:
    """Supports the idea, or takes the support back; the button says which."""
    idea = visible_idea(request, topic_id)
    person = signed_in(request)
    demand(viewer_key(request), REACT)
    work = withdraw_support if "withdraw" in request.POST else support_idea
    try:
        standing = work(actor=person, idea=idea)
    except Conflict as error:
        messages.info(request, str(error))
        standing = idea
    if not request.htmx:
        return HttpResponseRedirect(f"{standing.get_absolute_url()}#support", status=303)
    context = {"panel": idea_panel(standing.topic, person), "topic": standing.topic}
    return render(request, "challenges/_idea_support.html", context, part=True)
