"""A space's whole content as one file, for those who look after it."""

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.core.errors import Conflict
from groundswell.core.pages import render
from groundswell.exchange.actions.export import ask_for_export
from groundswell.exchange.models import Export
from groundswell.exchange.tasks import write_export
from groundswell.spaces.models import Space
from groundswell.spaces.rules import require_steward

MOST_SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
def export_list(request: Request, handle: str) -> HttpResponse:
    """What was asked for; a POST asks for one more."""
    person, space = _stewarded(request, handle)
    if request.method == "POST":
        try:
            write_export.enqueue(ask_for_export(actor=person, space=space).id)
            messages.success(request, _("The export is being written. It will be listed here."))
        except Conflict as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("space_export", args=[handle]), status=303)
    exports = Export.objects.of(space).select_related("by")[:MOST_SHOWN]
    return render(request, "exchange/export_list.html", {"space": space, "exports": exports})


@require_safe
def export_download(request: Request, handle: str, export_id: int) -> FileResponse:
    """The file itself, to stewards alone."""
    _person, space = _stewarded(request, handle)
    export = get_object_or_404(Export.objects.of(space).exclude(ready_at=None), id=export_id)
    path = Path(settings.DATA_DIR) / "exports" / export.path
    if not path.is_file():
        raise Http404
    name = f"{space.handle}-{export.asked_at:%Y-%m-%d}.zip"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


def _stewarded(request: Request, handle: str) -> tuple[Actor, Space]:
    spaces = Space.objects.visible_to(request.viewer).select_related("actor")
    space = get_object_or_404(spaces.called(handle))
    person = signed_in(request)
    require_steward(person, space)
    return person, space
