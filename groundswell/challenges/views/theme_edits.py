"""Putting themes right by hand."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.actors.requests import Request
from groundswell.challenges.actions import (
    join_themes,
    pin_idea,
    rename_theme,
    split_theme,
    undo_theme_edit,
)
from groundswell.challenges.forms.theming import JoinForm, PlaceForm, RenameForm, SplitForm
from groundswell.challenges.models import Theme, ThemeEdit
from groundswell.challenges.selectors.theme import standing_themes
from groundswell.challenges.tasks import propose_parts
from groundswell.challenges.views._scope import own_challenge, visible_idea
from groundswell.challenges.views._theming import refused
from groundswell.challenges.views.theming import theme_page, visible_theme
from groundswell.core.errors import Conflict, DomainError
from groundswell.core.forms import PlainForm
from groundswell.core.ids import id_in
from groundswell.core.pages import render


@require_POST
def theme_rename(request: Request, topic_id: int, theme_id: int) -> HttpResponse:
    """Calls it something else."""
    person, challenge = own_challenge(request, topic_id)
    theme = visible_theme(challenge, theme_id)
    form = RenameForm(request.POST)

    def work() -> Theme:
        return rename_theme(actor=person, theme=theme, name=form.cleaned_data["name"])

    return _done(request, theme, "rename", form, work)


@require_POST
def theme_join(request: Request, topic_id: int, theme_id: int) -> HttpResponse:
    """Makes it a part of another."""
    person, challenge = own_challenge(request, topic_id)
    theme = visible_theme(challenge, theme_id)
    others = standing_themes(challenge).exclude(id=theme.id).order_by("-idea_count", "id")
    form = JoinForm(request.POST, themes=others)

    def work() -> Theme:
        into = visible_theme(challenge, int(form.cleaned_data["into"]))
        return join_themes(actor=person, theme=theme, into=into)

    return _done(request, theme, "join", form, work)


@require_POST
def theme_split(request: Request, topic_id: int, theme_id: int) -> HttpResponse:
    """Takes the chosen ideas out into a new one."""
    person, challenge = own_challenge(request, topic_id)
    theme = visible_theme(challenge, theme_id)
    form = SplitForm(request.POST)

    def work() -> Theme:
        ideas = _chosen(request, theme, form.cleaned_data["part"])
        name = form.cleaned_data["name"]
        return split_theme(actor=person, theme=theme, ideas=ideas, name=name)

    return _done(request, theme, "split", form, work)


@require_POST
def theme_parts(request: Request, topic_id: int, theme_id: int) -> HttpResponse:
    """Has the worker look how it might be split."""
    _person, challenge = own_challenge(request, topic_id)
    theme = visible_theme(challenge, theme_id)
    propose_parts.enqueue(str(theme.id))
    messages.success(request, _("The worker is at it. Reload in a moment."))
    return HttpResponseRedirect(f"/t/{topic_id}/themes/{theme_id}/", status=303)


@require_POST
def edit_undo(request: Request, topic_id: int, edit_id: int) -> HttpResponse:
    """Takes a change back."""
    person, challenge = own_challenge(request, topic_id)
    edits = ThemeEdit.objects.filter(challenge=challenge).select_related("theme", "other")
    edit = edits.filter(id=id_in(str(edit_id))).first()
    if edit is None:
        raise Http404
    edit.challenge = challenge
    try:
        undo_theme_edit(actor=person, edit=edit)
        messages.success(request, _("Undone."))
    except Conflict as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(f"/t/{topic_id}/themes/", status=303)


@require_http_methods(["GET", "HEAD", "POST"])
def idea_place(request: Request, topic_id: int) -> HttpResponse:
    """Puts an idea in another theme, or in none, for good."""
    idea = visible_idea(request, topic_id)
    person, challenge = own_challenge(request, idea.challenge_id)
    themes = standing_themes(challenge).order_by("-idea_count", "id")
    form = PlaceForm(request.POST or None, themes=themes, initial={"theme": idea.theme_id or ""})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["theme"]
        theme = visible_theme(challenge, int(chosen)) if chosen else None
        try:
            pin_idea(actor=person, idea=idea, theme=theme)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It stays there, whatever later runs find."))
            place = theme.id if theme else "none"
            return HttpResponseRedirect(f"/t/{challenge.topic_id}/themes/{place}/", status=303)
    context = {"idea": idea, "topic": idea.topic, "challenge": challenge, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "challenges/idea_theme.html", context, status=status)


def _chosen(request: Request, theme: Theme, part: int | None) -> list[int]:
    """The ideas of a part that was proposed, or those that were ticked."""
    if part is not None and part < len(theme.parts):
        return [int(id_) for id_ in theme.parts[part]["ideas"]]
    return [found for text in request.POST.getlist("idea") if (found := id_in(text))]


def _done(
    request: Request, theme: Theme, name: str, form: PlainForm, work: Callable[[], Theme]
) -> HttpResponse:
    """Does it and goes to the theme that came of it; or says what was wrong."""
    if form.is_valid():
        try:
            made = work()
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Done. Later runs keep to it, and it can be undone."))
            return HttpResponseRedirect(f"/t/{theme.challenge_id}/themes/{made.id}/", status=303)
    return theme_page(request, theme.challenge, theme, forms=refused(name, form))
