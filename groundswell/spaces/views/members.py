"""Who belongs to a space, what they are in it, and removing somebody."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.actors.requests import Request, signed_in
from groundswell.core.errors import Invalid
from groundswell.core.pages import render
from groundswell.spaces.actions import change_role, lift_removal, remove_member
from groundswell.spaces.forms import ReasonForm, RoleForm
from groundswell.spaces.models import Membership, Removal, Space
from groundswell.spaces.rules import (
    is_organiser,
    membership_of,
    require_may_remove,
    stewards_as,
)
from groundswell.spaces.selectors import members_page, removals_of
from groundswell.spaces.views._scope import attempt, see, stewarded_space, visible_space

LONGEST_SEARCH = 100


@require_safe
def member_list(request: Request, handle: str) -> HttpResponse:
    """The members of a space by name; by words or by what they are."""
    space = visible_space(request, handle)
    words = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    role = request.GET.get("role", "")
    if role and role not in Membership.Role.values:
        raise Http404
    cursors = {"after": request.GET.get("after"), "before": request.GET.get("before")}
    try:
        page = members_page(space, words=words, role=role, **cursors)
    except Invalid as error:
        raise Http404 from error
    membership = membership_of(request.viewer, space)
    steward = stewards_as(request.viewer, space, membership)
    context = {
        "space": space,
        "page": page,
        "words": words,
        "role": role,
        "membership": membership,
        "steward": steward,
        "organiser": is_organiser(request.viewer),
        "removals": removals_of(space) if steward else [],
    }
    return render(request, "spaces/member_list.html", context, region="members")


def _membership(space: Space, member_id: int) -> Membership:
    members = Membership.objects.filter(space=space).select_related("actor", "space__actor")
    return get_object_or_404(members, id=member_id)


@require_POST
def role_update(request: Request, handle: str, member_id: int) -> HttpResponse:
    """Makes somebody a steward, a member or a guest."""
    space = visible_space(request, handle)
    person = signed_in(request)
    form = RoleForm(request.POST)
    role = form.cleaned_data["role"] if form.is_valid() else ""
    changed = change_role(actor=person, membership=_membership(space, member_id), role=role)
    messages.success(
        request,
        _("%(name)s is a %(role)s of %(space)s now.")
        % {
            "name": changed.actor.name,
            "role": changed.get_role_display().lower(),
            "space": space.name,
        },
    )
    return see(f"{space.get_absolute_url()}members/")


@require_http_methods(["GET", "HEAD", "POST"])
def member_remove(request: Request, handle: str, member_id: int) -> HttpResponse:
    """Removes a member, with a reason that they are told."""
    space = visible_space(request, handle)
    person = signed_in(request)
    membership = _membership(space, member_id)
    require_may_remove(person, membership)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        removal = attempt(
            form,
            lambda: remove_member(
                actor=person, membership=membership, reason=form.cleaned_data["reason"]
            ),
        )
        if removal is not None:
            name = membership.actor.name
            messages.success(request, _("%(name)s was removed and told why.") % {"name": name})
            return see(f"{space.get_absolute_url()}members/")
    context = {"space": space, "membership": membership, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "spaces/member_remove.html", context, status=status)


@require_POST
def removal_lift(request: Request, handle: str, removal_id: int) -> HttpResponse:
    """Lets somebody who was removed come back."""
    person, space = stewarded_space(request, handle)
    removals = Removal.objects.filter(space=space).select_related("actor", "space__actor")
    removal = lift_removal(actor=person, removal=get_object_or_404(removals, id=removal_id))
    name = removal.actor.name
    messages.success(request, _("%(name)s can come back now.") % {"name": name})
    return see(f"{space.get_absolute_url()}members/")
