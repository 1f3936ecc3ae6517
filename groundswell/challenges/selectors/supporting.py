"""Who supports an idea, and what was combined into it: the people that its count counts."""

from django.db.models import Exists, OuterRef

from groundswell.challenges.models import Idea, Support
from groundswell.challenges.rules import family_of
from groundswell.core.pagination import Page, keyset

PEOPLE_PER_PAGE = 30


def supporters_page(idea: Idea, *, after: str | None, before: str | None) -> Page[Support]:
    """Everybody once, the latest first; by what they gave first, of several ideas combined."""
    given = Support.objects.filter(idea__in=family_of(idea).values("topic"))
    earlier = given.filter(actor=OuterRef("actor"), id__lt=OuterRef("id"))
    people = given.filter(~Exists(earlier)).select_related("actor", "idea__topic")
    return keyset(people, ("-id",), after=after, before=before, limit=PEOPLE_PER_PAGE)
