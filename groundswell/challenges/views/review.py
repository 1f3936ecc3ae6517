"""Inviting reviewers, and reviewing."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.challenges.actions import (
    declare_conflict,
    invite_reviewer,
    remove_reviewer,
    review_idea,
)
from groundswell.challenges.forms.review import ConflictForm, ReviewerForm, ReviewForm
from groundswell.challenges.models import Criterion, Idea
from groundswell.challenges.rules import require_may_review
from groundswell.challenges.selectors.challenge import challenge_head
from groundswell.challenges.selectors.deriving import opening_of
from groundswell.challenges.selectors.review import (
    is_reviewer,
    own_conflict,
    own_review,
    results_of,
    reviewers_of,
    to_review,
)
from groundswell.challenges.views._scope import own_challenge, visible_challenge, visible_idea
from groundswell.core.errors import DomainError, Invalid, Refused
from groundswell.core.ids import id_in
from groundswell.core.pages import render


@require_http_methods(["GET", "HEAD", "POST"])
def reviewer_list(request: Request, topic_id: int) -> HttpResponse:
    """Who reviews the ideas of a challenge; asks one more, or one less."""
    person, challenge = own_challenge(request, topic_id)
    address = f"{challenge.get_absolute_url()}reviewers/"
    form = ReviewerForm(request.POST if "handle" in request.POST else None)
    try:
        if "remove" in request.POST:
            who = Actor.objects.filter(id=id_in(request.POST["remove"])).first()
            if who is not None:
                remove_reviewer(actor=person, challenge=challenge, person=who)
            return HttpResponseRedirect(address, status=303)
        if form.is_bound and form.is_valid():
            who = Actor.objects.person_called(form.cleaned_data["handle"])
            invite_reviewer(actor=person, challenge=challenge, person=who)
            messages.success(request, _("Asked. They find what to review on the challenge."))
            return HttpResponseRedirect(address, status=303)
    except DomainError as error:
        form.refuse(error)
    context = {
        "panel": challenge_head(challenge, person),
        "topic": challenge.topic,
        "reviewers": reviewers_of(challenge),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "challenges/reviewer_list.html", context, status=status)


@require_safe
def review_list(request: Request, topic_id: int) -> HttpResponse:
    """What a reviewer has still to review, or has reviewed."""
    challenge = visible_challenge(request, topic_id)
    person = signed_in(request)
    if not is_reviewer(topic_id, person):
        raise Refused(_("Only its reviewers judge ideas; whoever runs the challenge invites them."))
    done = "done" in request.GET
    cursors = {name: request.GET.get(name) for name in ("after", "before")}
    try:
        page = to_review(challenge, person, done=done, **cursors)
    except Invalid as error:
        raise Http404 from error
    panel = challenge_head(challenge, person)
    context = {"panel": panel, "topic": challenge.topic, "page": page, "done": done}
    return render(request, "challenges/review_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review_give(request: Request, topic_id: int) -> HttpResponse:
    """An idea's reviews as far as one may see them; for its reviewers, their own."""
    idea = visible_idea(request, topic_id)
    person = request.viewer if request.method != "POST" else signed_in(request)
    criteria = list(Criterion.objects.filter(challenge=idea.challenge_id, retired_at=None))
    form, conflict_form = _forms(request, idea, criteria)
    if request.method == "POST" and person is not None:
        answer = _sent(request, person, idea, form=form, conflict_form=conflict_form)
        if answer is not None:
            return answer
    context = {
        "idea": idea,
        "topic": idea.topic,
        "form": form,
        "conflict_form": conflict_form,
        "conflict": own_conflict(idea, person) if person else None,
        "why_not": _why_not(person, idea),
        "results": results_of(idea),
        "opening": opening_of(idea),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "challenges/review_give.html", context, status=status)


def _forms(
    request: Request, idea: Idea, criteria: list[Criterion]
) -> tuple[ReviewForm, ConflictForm]:
    apart = "conflict" in request.POST
    initial = {}
    if request.viewer is not None:
        review, scores = own_review(idea, request.viewer)
        initial = ReviewForm.begun(scores, review.comment if review else "")
    sent = request.POST if request.method == "POST" else None
    form = ReviewForm(None if apart else sent, criteria=criteria, initial=initial)
    return form, ConflictForm(sent if apart else None)


def _sent(
    request: Request, person: Actor, idea: Idea, *, form: ReviewForm, conflict_form: ConflictForm
) -> HttpResponse | None:
    used = conflict_form if conflict_form.is_bound else form
    if not used.is_valid():
        return None
    try:
        if used is conflict_form:
            reason = conflict_form.cleaned_data["reason"]
            declare_conflict(actor=person, idea=idea, reason=reason)
            messages.success(request, _("Said. Somebody else judges this idea."))
        else:
            comment = form.cleaned_data["comment"]
            review_idea(actor=person, idea=idea, scores=form.scores(), comment=comment)
            messages.success(request, _("Kept. You can change it until the stage is closed."))
    except DomainError as error:
        used.refuse(error)
        return None
    address = f"{idea.challenge.topic.get_absolute_url()}reviews/"
    return HttpResponseRedirect(address, status=303)


def _why_not(person: Actor | None, idea: Idea) -> str:
    """Why the person does not review the idea; empty where they do."""
    if person is None:
        return _("Only its reviewers judge ideas; whoever runs the challenge invites them.")
    try:
        require_may_review(person, idea)
    except DomainError as error:
        return str(error)
    return ""
