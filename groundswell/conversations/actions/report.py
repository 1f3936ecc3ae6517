"""Asking those who look after a space to look at a message, and what they do about it."""

from django.db.models import Q
from django.utils.translation import gettext as _

from groundswell.activity.declarations import Kind
from groundswell.activity.log import action, moment, record
from groundswell.actors.models import GUESTS, Actor
from groundswell.conversations.activities import (
    DECISION_APPEALED,
    GUEST_REPORTED,
    MESSAGE_REPORTED,
    REPORTS_LEFT,
    REPORTS_SETTLED,
    REPORTS_TAKEN,
)
from groundswell.conversations.models import Case, Message, Report
from groundswell.conversations.rules import (
    appealable,
    has_other_eyes,
    require_looks_after,
    require_may_report,
    require_still_stands,
)
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.core.ids import new_id
from groundswell.core.text.clean import one_line

MOST_OF_GUESTS = 20


@action
def report_message(*, actor: Actor, message: Message, about: str, words: str = "") -> Report:
    """Tells the stewards what is wrong with it. Its author is not told. Of guests of a session few
    are taken of one message, as of those without an account: one can be as many as one likes."""
    require_may_report(actor, message)
    _require_reason(about)
    case = _open_case(message)
    if case.reports.filter(actor=actor).exists():
        raise Conflict(_("You have reported this message already, and it has been passed on."))
    if actor.host == GUESTS:
        _require_few(case)
    report = _said(case, actor, about, words)
    _record(MESSAGE_REPORTED, actor, case, data={"report": str(report.id)})
    return report


@action
def report_as_guest(*, actor: Actor, message: Message, about: str, words: str = "") -> Report:
    """Somebody without an account does so, where everybody reads. They are nobody of this site, so
    it is recorded of the space's group. Few are taken of one message: more would say no more."""
    require_still_stands(message)
    _require_reason(about)
    case = _open_case(message)
    _require_few(case)
    report = _said(case, None, about, words)
    _record(GUEST_REPORTED, actor, case, data={"report": str(report.id)})
    return report


@action
def appeal_decision(*, actor: Actor, message: Message, words: str) -> Report:
    """The author of words that were removed or spoken of asks somebody else to look again. It
    stands in the same queue as a report."""
    if appealable(actor, message) is None:
        raise Conflict(_("You can ask for another look once, within a month of what was decided."))
    said = one_line(words, most=500, least=1, field="words")
    case = _open_case(message)
    report = _said(case, actor, Report.About.APPEAL, said)
    _record(DECISION_APPEALED, actor, case, data={"report": str(report.id)})
    return report


def _require_reason(about: str) -> None:
    if about not in Report.About.values or about == Report.About.APPEAL:
        raise Invalid(_("Choose what is wrong with it."), "about")


def _require_few(case: Case) -> None:
    """Those without an account are counted together, by whichever door they came."""
    guests = case.reports.filter(Q(actor=None) | Q(actor__host=GUESTS))
    if guests.count() >= MOST_OF_GUESTS:
        raise Conflict(
            _("Many have reported this message already, and it has been passed on. Thank you.")
        )


def _open_case(message: Message) -> Case:
    """The case that waits, locked so that nobody settles it meanwhile, or a new one."""
    begun = {"id": new_id(moment()), "opened_at": moment(), "words": message.text}
    case, _made = Case.objects.select_for_update(of=("self",)).get_or_create(
        message=message, settled_at=None, defaults=begun
    )
    case.message = message
    return case


def _said(case: Case, actor: Actor | None, about: str, words: str) -> Report:
    said = one_line(words, most=500, field="words")
    return Report.objects.create(
        id=new_id(moment()), case=case, actor=actor, about=about, words=said, at=moment()
    )


@action
def take_reports(*, actor: Actor, case: Case, seen: Actor | None = None) -> Case:
    """Says that one looks at them, so that nobody does it twice. `seen` is who did so when the
    page was made: whoever comes second is told instead."""
    case = _waiting(actor, case)
    if case.taken_by not in {None, seen, actor}:
        raise Conflict(_("%(name)s is looking at this already.") % {"name": case.taken_by.name})
    case.taken_by, case.taken_at = actor, moment()
    case.save(update_fields=["taken_by", "taken_at"])
    _record(REPORTS_TAKEN, actor, case)
    return case


@action
def leave_reports(*, actor: Actor, case: Case) -> Case:
    """Leaves them to others."""
    case = _waiting(actor, case)
    if case.taken_by_id != actor.id:
        raise Conflict(_("You are not looking at this any more."))
    case.taken_by = case.taken_at = None
    case.save(update_fields=["taken_by", "taken_at"])
    _record(REPORTS_LEFT, actor, case)
    return case


@action
def settle_reports(
    *, actor: Actor, case: Case, outcome: str, reason: str = "", note: str = ""
) -> Case:
    """Says what was done. Reporters hear the outcome; the author hears the reason, if something was
    done. A message is removed before, by its own action."""
    case = _waiting(actor, case)
    if outcome not in Case.Outcome.values:
        raise Invalid(_("Choose what was done."), "outcome")
    if outcome == Case.Outcome.REMOVED and case.message.tombstoned_at is None:
        raise Conflict(_("The message still stands. Delete it first."))
    if has_other_eyes(actor, case):
        raise Refused(
            _("You decided this, and its author asks for another look. It is for others.")
        )
    told = outcome in Case.TOLD
    least = 1 if told else 0
    case.reason = one_line(reason, most=500, field="reason", least=least) if told else ""
    case.note = one_line(note, most=500, field="note")
    case.settled_by, case.settled_at, case.outcome, case.words = actor, moment(), outcome, ""
    case.save(
        update_fields=["reason", "note", "settled_by", "settled_at", "outcome", "words"],
    )
    author = case.message.author_id if told else None
    _record(REPORTS_SETTLED, actor, case, target=author, data={"outcome": outcome})
    return case


def _waiting(actor: Actor, case: Case) -> Case:
    """The case as it is now, locked, for somebody who may see to it."""
    rows = Case.objects.select_for_update(of=("self",))
    found = rows.select_related("message__topic__space__actor")
    case = found.get(id=case.id)
    require_looks_after(actor, case.message)
    if case.settled_by is not None:
        raise Conflict(_("%(name)s has settled this already.") % {"name": case.settled_by.name})
    return case


def _record(
    kind: Kind,
    actor: Actor,
    case: Case,
    *,
    target: int | None = None,
    data: dict[str, str] | None = None,
) -> None:
    record(
        kind,
        actor=actor,
        space_id=case.message.topic.space_id,
        topic_id=case.message.topic_id,
        message_id=case.message_id,
        target_actor_id=target,
        data={"case": str(case.id)} | (data or {}),
    )
