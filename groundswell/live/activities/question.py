"""What happens to questions. Whoever asked is told, unless nobody knows who that is."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Audience, Kind, Reason, Tell, declare
from groundswell.activity.models import Activity
from groundswell.conversations.models import Mention
from groundswell.live.models import Question
from groundswell.live.rules import family_of


def tell_asker(activity: Activity) -> Iterator[Tell]:
    """The asker, whom the activity itself does not name; guests hear of it in the room. Of what the
    next session asked again they are told there, and not twice."""
    yield from _tell_of(activity, Question.objects.filter(id=int(activity.data["question"])))


def tell_askers(activity: Activity) -> Iterator[Tell]:
    """The same, and everybody whose question was merged into it: what becomes of one becomes of
    all. None of them learns of another."""
    yield from _tell_of(activity, family_of(Question(id=int(activity.data["question"]))))


def _tell_of(activity: Activity, questions: QuerySet[Question]) -> Iterator[Tell]:
    rows = questions.filter(asker__guest=False, taken_up=None)
    for actor_id in rows.values_list("asker__actor_id", flat=True).distinct():
        if actor_id != activity.actor_id:
            yield Tell(actor_id=actor_id, reason=Reason.ANSWER, about=activity.topic_id)


def tell_named(activity: Activity) -> Iterator[Tell]:
    """Who is named in a line; nobody is alerted of every line of a chat."""
    rows = Mention.objects.filter(message_id=activity.message_id or 0)
    for actor_id in rows.values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.MENTION)


QUESTION_ASKED = declare(
    Kind(
        name="live.question_asked",
        sentence=_("{actor} asked a question in {topic}"),
        verb="Create",
        unseen=True,
    )
)
QUESTION_HELD = declare(
    Kind(
        name="live.question_held",
        sentence=_("A question waits for a moderator in {topic}"),
        verb="Create",
        audience=Audience.STEWARDS,
        unseen=True,
    )
)
QUESTION_OPENED = declare(
    Kind(
        name="live.question_opened",
        sentence=_("{actor} opened a question in {topic}"),
        verb="Update",
        tells=tell_asker,
        theirs=True,
        told_as=_("{actor} opened your question in {topic}: everybody can read it"),
        unseen=True,
    )
)
QUESTION_DISMISSED = declare(
    Kind(
        name="live.question_dismissed",
        sentence=_("{actor} set a question aside in {topic}"),
        verb="Update",
        audience=Audience.STEWARDS,
        tells=tell_askers,
        theirs=True,
        told_as=_("{actor} set your question aside in {topic}; the room says why"),
        unseen=True,
    )
)
QUESTION_MERGED = declare(
    Kind(
        name="live.question_merged",
        sentence=_("{actor} merged two questions in {topic}"),
        verb="Update",
        tells=tell_asker,
        theirs=True,
        told_as=_("{actor} merged your question with another one in {topic}"),
        unseen=True,
        words_stand=True,
    )
)
QUESTION_ON = declare(
    Kind(
        name="live.question_on",
        sentence=_("{actor} put a question on in {topic}"),
        verb="Update",
        tells=tell_askers,
        theirs=True,
        told_as=_("Your question is on now in {topic}"),
        unseen=True,
        words_stand=True,
    )
)
QUESTION_ANSWERED = declare(
    Kind(
        name="live.question_answered",
        sentence=_("{actor} answered a question in {topic}"),
        verb="Update",
        tells=tell_askers,
        theirs=True,
        told_as=_("{actor} answered your question in {topic}"),
        unseen=True,
        words_stand=True,
    )
)
QUESTION_CARRIED = declare(
    Kind(
        name="live.question_carried",
        sentence=_("{actor} carried a question on from {topic}"),
        verb="Update",
        tells=tell_askers,
        theirs=True,
        told_as=_("Your question in {topic} is carried on: it stays open"),
        unseen=True,
        words_stand=True,
    )
)
QUESTION_WITHDRAWN = declare(
    Kind(
        name="live.question_withdrawn",
        sentence=_("A question in {topic} was taken back"),
        verb="Undo",
        audience=Audience.STEWARDS,
        unseen=True,
    )
)


def _what_was_done(activity: Activity) -> Mapping[str, Any]:
    """With this question since the change that is taken back."""
    told = (
        QUESTION_OPENED,
        QUESTION_DISMISSED,
        QUESTION_MERGED,
        QUESTION_ON,
        QUESTION_ANSWERED,
        QUESTION_CARRIED,
    )
    since = activity.data.get("since")
    return {
        "kind__in": [kind.name for kind in told],
        "topic_id": activity.topic_id,
        "data__question": activity.data["question"],
        "published_at__gte": datetime.fromisoformat(since) if since else activity.published_at,
    }


QUESTION_CHANGE_UNDONE = declare(
    Kind(
        name="live.question_change_undone",
        sentence=_("{actor} took back what was done with a question in {topic}"),
        verb="Undo",
        audience=Audience.STEWARDS,
        undoes=_what_was_done,
        unseen=True,
    )
)
LINE_WRITTEN = declare(
    Kind(
        name="live.line_written",
        sentence=_("{actor} wrote in {topic}"),
        verb="Create",
        tells=tell_named,
        groups_as=_("{actors} wrote in {topic}"),
        unseen=True,
    )
)
