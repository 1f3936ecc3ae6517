"""Credit for an idea: who holds it, offering it, taking it, and sharing it out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.challenges.actions import (
    agree_shares,
    decline_credit,
    offer_credit,
    propose_shares,
    refuse_shares,
    take_credit,
)
from groundswell.challenges.forms.crediting import OfferForm, SharesForm
from groundswell.challenges.models import CreditOffer, Idea, ShareProposal
from groundswell.challenges.rules import require_author
from groundswell.challenges.selectors.crediting import (
    credit_of,
    ledger_page,
    offers_to,
    proposals_to,
)
from groundswell.challenges.views._scope import visible_idea
from groundswell.conversations.models import Contribution, Message, Topic
from groundswell.conversations.selectors.topic import LAST_ID
from groundswell.core.errors import Conflict, DomainError, Invalid
from groundswell.core.limits import ASK, demand, viewer_key
from groundswell.core.pages import render


@require_safe
def credit_show(request: Request, topic_id: int) -> HttpResponse:
    """Who holds the credit for an idea, and every step by which it came about."""
    return _page(request, visible_idea(request, topic_id))


@require_safe
def credit_list(request: Request) -> HttpResponse:
    """Credit and shares that wait for the viewer's answer."""
    person = signed_in(request)
    context = {"offers": offers_to(person)[:50], "proposals": proposals_to(person)[:50]}
    return render(request, "challenges/credit_list.html", context)


@require_POST
def credit_offer(request: Request, topic_id: int) -> HttpResponse:
    """Offers credit: to who wrote a message of the conversation in one tap, or by handle."""
    idea = visible_idea(request, topic_id)
    person = signed_in(request)
    require_author(person, idea)
    form = OfferForm(request.POST)
    if form.is_valid():
        try:
            demand(viewer_key(request), ASK)
            offer = _offered(person, idea, form.cleaned_data)
        except (Conflict, Invalid) as error:
            form.refuse(error)
        else:
            says = _("Offered. It counts as soon as %(name)s accepts.")
            messages.success(request, says % {"name": offer.actor.name})
            return HttpResponseRedirect(f"{idea.get_absolute_url()}credit/", status=303)
    return _page(request, idea, offering=form)


@require_POST
def credit_answer(request: Request, offer_id: int) -> HttpResponse:
    """Takes or declines credit; the button says which."""
    person = signed_in(request)
    rows = CreditOffer.objects.filter(topic__in=Topic.objects.visible_to(person))
    offer = get_object_or_404(rows.select_related("topic__idea"), id=_id(offer_id), actor=person)
    try:
        if "decline" in request.POST:
            decline_credit(actor=person, offer=offer)
            messages.info(request, _("Declined. Whoever offered it is told."))
        else:
            take_credit(actor=person, offer=offer)
            messages.success(request, _("You are credited in this idea now."))
    except Conflict as error:
        messages.info(request, str(error))
    return HttpResponseRedirect(f"/t/{offer.topic_id}/credit/", status=303)


@require_POST
def shares_propose(request: Request, topic_id: int) -> HttpResponse:
    """Proposes how the credit is shared."""
    idea = visible_idea(request, topic_id)
    person = signed_in(request)
    form = SharesForm(request.POST, holders=credit_of(idea, person).sharing)
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            propose_shares(actor=person, idea=idea, parts=form.parts, reason=reason)
        except (Conflict, Invalid) as error:
            form.refuse(error)
        else:
            messages.success(request, _("Proposed. It holds when everybody credited agrees."))
            return HttpResponseRedirect(f"{idea.get_absolute_url()}credit/", status=303)
    return _page(request, idea, sharing=form)


@require_POST
def shares_answer(request: Request, proposal_id: int) -> HttpResponse:
    """Agrees to shares, or does not; the button says which."""
    person = signed_in(request)
    rows = ShareProposal.objects.filter(topic__in=Topic.objects.visible_to(person))
    proposal = get_object_or_404(rows.select_related("topic__idea"), id=_id(proposal_id))
    work = refuse_shares if "refuse" in request.POST else agree_shares
    try:
        work(actor=person, proposal=proposal)
    except Conflict as error:
        messages.info(request, str(error))
    return HttpResponseRedirect(f"/t/{proposal.topic_id}/credit/", status=303)


def _id(given: int) -> int:
    return given if given <= LAST_ID else 0


def _offered(person: Actor, idea: Idea, told: dict[str, Any]) -> CreditOffer:
    seen = Message.objects.visible_to(person).standing().select_related("author")
    message = seen.filter(topic=idea.topic, id=told["message"]).first()
    credited = message.author if message else told["person"]
    if credited is None:
        raise Invalid(_("Say who it is."), "person")
    role = told["role"] or Contribution.Role.CO_AUTHOR
    return offer_credit(actor=person, idea=idea, person=credited, role=role, message=message)


def _page(
    request: Request,
    idea: Idea,
    *,
    offering: OfferForm | None = None,
    sharing: SharesForm | None = None,
) -> HttpResponse:
    credit = credit_of(idea, request.viewer)
    try:
        ledger = ledger_page(
            idea,
            request.viewer,
            after=request.GET.get("after"),
            before=request.GET.get("before"),
        )
    except DomainError as error:
        raise Http404 from error
    context = {
        "idea": idea,
        "topic": idea.topic,
        "space": idea.topic.space,
        "credit": credit,
        "ledger": ledger,
        "offering": offering or OfferForm(),
        "sharing": sharing or SharesForm(holders=credit.sharing),
    }
    status = 422 if offering or sharing else 200
    return render(request, "challenges/credit_page.html", context, status=status)
