"""Coming into a session, with an account or as a guest; and speaking without a name."""

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from groundswell.activity.log import unlogged
from groundswell.actors.models import GUESTS, Actor
from groundswell.core.errors import Refused
from groundswell.core.prepared import PreparedModels
from groundswell.core.queueing import in_turn
from groundswell.core.rows import insert_objects
from groundswell.core.text.clean import one_line
from groundswell.live.models import Participant, Session
from groundswell.live.models.session import drawn_code
from groundswell.live.rules import require_guests

"""In place of a host: guests are of this site and have no account."""


@unlogged(because="who looks in is counted, and told to nobody")
def enter_session(*, actor: Actor, session: Session) -> Participant:
    """Somebody with an account takes part."""
    found, _made = Participant.objects.get_or_create(session=session, actor=actor)
    if found.removed_at is not None:
        raise Refused(_("You were asked to leave this session. Its conversation stays readable."))
    return found


@in_turn
@unlogged(because="a guest is known to nobody until they say something")
def enter_as_guest(
    *, actor: Actor | None, session: Session, name: str = "", device: str = ""
) -> Participant:
    """Somebody without an account takes part, under a name if they like. A device that was here
    before is the guest that it was."""
    del actor
    require_guests(session)
    try:
        with transaction.atomic():
            return _known(session, device) or _new_guest(session, name, device)
    except IntegrityError:  # the same device came in twice at the same instant
        known = _known(session, device)
        if known is None:
            raise
        return known


def _known(session: Session, device: str) -> Participant | None:
    found = _WITH_DEVICE(session=session.topic_id, device=device) if device else []
    if found and found[0].removed_at is not None:
        raise Refused(_("You were asked to leave this session. Its conversation stays readable."))
    return found[0] if found else None


def _with_device(session: int, device: str) -> QuerySet[Participant]:
    rows = Participant.objects.filter(session=session, device=device)
    return rows.select_related("actor")


_WITH_DEVICE = PreparedModels(_with_device)


def _new_guest(session: Session, name: str, device: str) -> Participant:
    called = one_line(name, most=60, field="name")
    sign = drawn_code(8)
    guest = Actor(
        handle=f"guest-{sign.lower()}", host=GUESTS, name=called or _("Guest %s") % sign[:3]
    )
    insert_objects(Actor, [guest])
    participant = Participant(session=session, actor=guest, name=called, guest=True, device=device)
    insert_objects(Participant, [participant])
    return participant


@unlogged(because="it says nothing itself")
def the_anonymous(*, actor: Actor) -> Actor:
    """Who speaks for those who ask without a name: the same for all of them."""
    del actor
    found, _made = Actor.objects.get_or_create(
        handle="anonymous",
        host=GUESTS,
        defaults={"name": _("Anonymous"), "kind": Actor.Kind.SERVICE},
    )
    return found
