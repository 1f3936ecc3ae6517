"""Asking those who look after a space to look at a message."""

from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.conversations.activities import MESSAGE_REPORTED
from groundswell.conversations.models import Message, Report
from groundswell.conversations.rules import require_may_report
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.ids import new_id
from groundswell.core.text.clean import one_line


@action
def report_message(*, actor: Actor, message: Message, about: str, words: str = "") -> Report:
    """Tells the stewards what is wrong with it. Its author is not told."""
    require_may_report(actor, message)
    if about not in Report.About.values:
        raise Invalid(_("Choose what is wrong with it."), "about")
    report, made = Report.objects.get_or_create(
        message=message,
        actor=actor,
        defaults={
            "id": new_id(moment()),
            "about": about,
            "words": one_line(words, most=500, field="words"),
            "at": moment(),
        },
    )
    if not made:
        raise Conflict(_("You have reported this message already, and it has been passed on."))
    record(
        MESSAGE_REPORTED,
        actor=actor,
        space_id=message.topic.space_id,
        topic_id=message.topic_id,
        message_id=message.id,
        data={"report": str(report.id)},
    )
    return report
