"""Whether somebody's pages elsewhere link back."""

from django.conf import settings
from django.utils.translation import gettext as _
from django_tasks import task

from groundswell.core.clock import now
from groundswell.core.fetching import FetchRefused, fetch
from groundswell.core.links import rel_me
from groundswell.people.models import Presence

PAGES = ("text/html", "application/xhtml+xml")
LONGEST_PROBLEM = 200


@task()
def check_presence(presence_id: int) -> None:
    """Verifies a page elsewhere by its rel=me link to the person's page here."""
    presence = Presence.objects.filter(id=presence_id).select_related("actor").first()
    if presence is None:
        return
    problem = problem_with(presence)
    presence.checked_at = now()
    presence.verified_at = None if problem else presence.checked_at
    presence.problem = problem[:LONGEST_PROBLEM]
    presence.save(update_fields=["checked_at", "verified_at", "problem"])


def problem_with(presence: Presence) -> str:
    """Why the page cannot be said to be the person's own; empty when it can."""
    try:
        page = fetch(presence.url, accept=PAGES)
    except FetchRefused as error:
        return str(error.message)
    if not page.ok:
        return _("The page answers that it is not there (%(status)d).") % {"status": page.status}
    if own_address(presence) not in {_plain(link) for link in rel_me(page.text, page.url)}:
        return _("The page has no link back with rel=me.")
    return ""


def own_address(presence: Presence) -> str:
    """The address of the person's page here, as it is compared."""
    return _plain(f"{settings.SITE_URL}{presence.actor.get_absolute_url()}")


def _plain(address: str) -> str:
    return address.split("#", maxsplit=1)[0].rstrip("/").lower()
