"""Bringing files, and serving them to those who see the message."""

from urllib.parse import quote

from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from groundswell.actors.requests import Request
from groundswell.conversations.models import Attachment, Message
from groundswell.conversations.views._writing import markdown_of, take_file
from groundswell.core.errors import Busy, DomainError
from groundswell.core.limits import TooMany
from groundswell.spaces.models import Space

SHOWN = ("image/", "audio/", "video/")
SANDBOX = "default-src 'none'; sandbox"
SIGN_IN = _("Sign in again to add files. Your text is kept on this device.")
NO_FILE = _("No file arrived. Please choose it again.")
FOR_A_YEAR = "private, max-age=31536000, immutable"


@require_POST
def attachment_create(request: Request) -> HttpResponse:
    """Takes one file and answers with the Markdown that shows it, or with why not."""
    person = request.viewer
    if person is None:
        return _refused(SIGN_IN, 403)
    file = request.FILES.get("file")
    space = Space.objects.visible_to(person).filter(actor__handle=request.GET.get("space", ""))
    if file is None:
        return _refused(NO_FILE, 422)
    try:
        attachment = take_file(person, get_object_or_404(space), file)
    except Busy as error:
        return _refused(str(error), 503)
    except DomainError as error:
        return _refused(str(error), 429 if isinstance(error, TooMany) else 422)
    return JsonResponse({"markdown": markdown_of(attachment), "id": str(attachment.id)})


@require_safe
def attachment_show(request: Request, attachment_id: int, name: str) -> HttpResponseBase:
    """The file, for those who see its message, or for whoever brought it."""
    viewer = request.viewer
    seen = Q(message__in=Message.objects.visible_to(viewer).standing())
    if viewer is not None:
        seen |= Q(owner=viewer, message=None)
    attachment = get_object_or_404(Attachment.objects.filter(seen), id=attachment_id)
    if not default_storage.exists(attachment.path):
        raise Http404
    content = default_storage.open(attachment.path)
    shown = attachment.content_type.startswith(SHOWN)
    response = FileResponse(content, content_type=attachment.content_type)
    how = "inline" if shown else "attachment"
    response["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(attachment.name, safe='')}"
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = FOR_A_YEAR
    return response


def _refused(sentence: object, status: int) -> HttpResponse:
    return JsonResponse({"error": str(sentence)}, status=status)
