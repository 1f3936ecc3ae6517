"""The viewer's own bookmarks."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.actions import note_bookmark, remove_bookmark
from groundswell.conversations.forms.act import BookmarkNoteForm, NoteSearchForm
from groundswell.conversations.models import Bookmark
from groundswell.conversations.selectors.bookmark import bookmark_page
from groundswell.core.errors import Invalid
from groundswell.core.pages import render


@require_safe
def bookmark_list(request: Request) -> HttpResponse:
    """What the viewer keeps, latest first."""
    person = signed_in(request)
    form = NoteSearchForm(request.GET)
    search = form.cleaned_data["q"] if form.is_valid() else ""
    try:
        page = bookmark_page(
            person,
            search=search,
            after=request.GET.get("after"),
            before=request.GET.get("before"),
        )
    except Invalid as error:
        raise Http404 from error
    context = {"page": page, "form": form, "search": search, "query": _query(search)}
    return render(request, "conversations/bookmark_list.html", context)


def _query(search: str) -> str:
    return f"{urlencode({'q': search})}&" if search else ""


@require_POST
def bookmark_note(request: Request, bookmark_id: int) -> HttpResponse:
    """Changes the note beside a bookmark."""
    person = signed_in(request)
    kept = get_object_or_404(Bookmark, id=bookmark_id, actor=person)
    form = BookmarkNoteForm(request.POST)
    if form.is_valid():
        note_bookmark(actor=person, kept=kept, note=form.cleaned_data["note"])
        return HttpResponseRedirect(f"/bookmarks/#b{kept.id}", status=303)
    context = {"kept": kept, "form": form}
    return render(request, "conversations/bookmark_note.html", context, status=422)


@require_POST
def bookmark_delete(request: Request, bookmark_id: int) -> HttpResponse:
    """Keeps a message no longer, also one that the viewer may not read any more."""
    person = signed_in(request)
    rows = Bookmark.objects.select_related("message")
    kept = get_object_or_404(rows, id=bookmark_id, actor=person)
    remove_bookmark(actor=person, message=kept.message)
    messages.success(request, _("The bookmark is removed."))
    return HttpResponseRedirect("/bookmarks/", status=303)
