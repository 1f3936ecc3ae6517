"""Links that let somebody help to lead a session, or show its wall, for a time."""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.activity.declarations import Kind as Declared
from groundswell.activity.log import action, moment, record
from groundswell.actors.models import GUESTS, Actor
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.subscriptions import revoke_for_all
from groundswell.core.text.clean import one_line
from groundswell.live.actions._holding import hold
from groundswell.live.activities import LINK_ENDED, LINK_MADE
from groundswell.live.models import Session, SessionLink
from groundswell.live.models.session import drawn_code
from groundswell.live.rules import require_may_host

MOST_LINKS = 20
LONGEST_HOURS = 24 * 14
Kind = SessionLink.Kind


@action
def make_link(
    *, actor: Actor, session: Session, kind: str, name: str = "", hours: int = 12
) -> SessionLink:
    """A secret address, which acts in a name of its own, so that one sees who did what."""
    require_may_host(actor, session)
    held = hold(session)
    if kind not in Kind.values:
        raise Invalid(_("Choose what the link lets one do."), "kind")
    if not 1 <= hours <= LONGEST_HOURS:
        raise Invalid(_("A link opens something for between an hour and two weeks."), "hours")
    if held.links.filter(revoked_at=None, expires_at__gt=moment()).count() >= MOST_LINKS:
        raise Conflict(_("Twenty links are open. End one first."))
    called = one_line(name, most=60, field="name")
    link = SessionLink(
        session=held,
        kind=kind,
        name=called,
        actor=None if kind == Kind.PROJECTOR else _helper(called or str(Kind(kind).label)),
        by=actor,
        at=moment(),
        expires_at=moment() + timedelta(hours=hours),
    )
    link.save(force_insert=True)
    _record(LINK_MADE, actor, link)
    return link


@action
def end_link(*, actor: Actor, link: SessionLink) -> SessionLink:
    """It opens nothing any more, and what it holds open ends."""
    require_may_host(actor, link.session)
    hold(link.session)
    ended = SessionLink.objects.filter(id=link.id, revoked_at=None).update(revoked_at=moment())
    if not ended:
        raise Conflict(_("This link was ended already."))
    transaction.on_commit(partial(revoke_for_all, link.channel))
    _record(LINK_ENDED, actor, link)
    return link


def _helper(name: str) -> Actor:
    sign = drawn_code(8).lower()
    helper = Actor(handle=f"helper-{sign}", host=GUESTS, name=name[:100], kind=Actor.Kind.SERVICE)
    helper.save(force_insert=True)
    return helper


def _record(kind: Declared, actor: Actor, link: SessionLink) -> None:
    record(
        kind,
        actor=actor,
        space_id=link.session.topic.space_id,
        topic_id=link.session_id,
        data={"link": str(link.id), "kind": link.kind},
    )
