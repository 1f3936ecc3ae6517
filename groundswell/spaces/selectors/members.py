"""Who belongs to a space, and who was removed from it."""

from django.db.models import Q

from groundswell.actors.models import Actor
from groundswell.core.pagination import Page, keyset
from groundswell.spaces.models import Membership, Removal, Space

MEMBERS_PER_PAGE = 50


def stewards_of(space: Space) -> list[Actor]:
    """Those who look after the space, the longest first."""
    rows = Membership.objects.filter(space=space).stewards().select_related("actor")
    return [row.actor for row in rows.order_by("since", "id")]


def members_page(
    space: Space,
    *,
    words: str = "",
    role: str = "",
    after: str | None = None,
    before: str | None = None,
) -> Page[Membership]:
    """The members by name, with on whose behalf they speak here or elsewhere."""
    members = Membership.objects.filter(space=space, actor__left_at=None).select_related(
        "actor__profile", "affiliation"
    )
    if role:
        members = members.filter(role=role)
    for word in words.split()[:6]:
        members = members.filter(
            Q(actor__name__icontains=word)
            | Q(actor__handle__icontains=word)
            | Q(affiliation__organisation__icontains=word)
            | Q(affiliation__department__icontains=word)
            | Q(affiliation__sector__icontains=word)
            | Q(affiliation=None, actor__profile__organisation__icontains=word)
            | Q(affiliation=None, actor__profile__department__icontains=word)
            | Q(affiliation=None, actor__profile__sector__icontains=word)
        )
    order = ("actor__name", "id")
    return keyset(members, order, after=after, before=before, limit=MEMBERS_PER_PAGE)


def removals_of(space: Space) -> list[Removal]:
    """Who is kept out, latest first."""
    rows = Removal.objects.standing().filter(space=space).select_related("actor", "by")
    return list(rows.order_by("-id")[:100])
