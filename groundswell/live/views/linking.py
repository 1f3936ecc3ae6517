"""Making and ending links of a session, and choosing what its wall shows."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.actors.requests import Request
from groundswell.core.errors import Conflict, DomainError
from groundswell.core.ids import id_in
from groundswell.core.pages import render
from groundswell.live.actions import end_link, make_link, show_scene, still_wall
from groundswell.live.drawing import draw_scene
from groundswell.live.forms.link import LinkForm
from groundswell.live.models import Session
from groundswell.live.selectors.link import link_found, links_of
from groundswell.live.selectors.wall import wall_of
from groundswell.live.views._scope import own_session
from groundswell.live.views.linked import scene_of


@require_http_methods(["GET", "HEAD", "POST"])
def link_list(request: Request, topic_id: int) -> HttpResponse:
    """All links of a session, and a new one."""
    person, session = own_session(request, topic_id)
    form = LinkForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            make_link(actor=person, session=session, **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            return _back(session, "links")
    context = {"session": session, "topic": session.topic, "form": form}
    context |= {"links": links_of(session), "host": request.build_absolute_uri("/")[:-1]}
    status = 422 if form.is_bound else 200
    return render(request, "live/link_list.html", context, status=status)


@require_POST
def link_end(request: Request, topic_id: int) -> HttpResponse:
    """A link opens nothing any more."""
    person, session = own_session(request, topic_id)
    link = link_found(id_in(request.POST.get("link", "")))
    try:
        if link is None or link.session_id != session.topic_id:
            raise Conflict(_("This link is not there any more. Reload and look again."))
        end_link(actor=person, link=link)
    except DomainError as error:
        messages.warning(request, str(error))
    return _back(session, "links")


@require_POST
def wall_show(request: Request, topic_id: int) -> HttpResponse:
    """Shows another scene on the wall, stills it or lets it move."""
    person, session = own_session(request, topic_id)
    try:
        if "still" in request.POST:
            drawn = draw_scene(scene_of(request, session, wall_of(session)))
            still = drawn if request.POST["still"] == "on" else ""
            still_wall(actor=person, session=session, still=still)
        else:
            show_scene(actor=person, session=session, scene=request.POST.get("scene", ""))
    except DomainError as error:
        messages.warning(request, str(error))
    return _back(session, "desk")


def _back(session: Session, page: str) -> HttpResponse:
    return HttpResponseRedirect(f"{session.get_absolute_url()}{page}/", status=303)
