"""Search finds what the room reads, and nothing that was taken back from it."""

from groundswell.activity import projector
from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.live.actions import (
    Answered,
    answer_question,
    begin_session,
    dismiss_question,
    open_question,
    take_question,
    the_anonymous,
    undo_question,
    withdraw_question,
)
from groundswell.live.models import Question, Session
from groundswell.notifications.models import Notification
from groundswell.search.models import Entry
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import again, asks, came, own


def _asked(ada: Actor, ben: Actor, meadow: Space) -> tuple[Session, Question]:
    session = factories.session(ada, meadow, moderation="off")
    begin_session(actor=ada, session=session)
    return own(session), asks(came(ben, session), session, "Which road stays open?")


def _found(word: str) -> int:
    project_pending()
    return Entry.objects.filter(text__contains=word).count()


def test_answer_in_writing_is_found_until_it_is_taken_back(
    ada: Actor, ben: Actor, meadow: Space
) -> None:
    _session, question = _asked(ada, ben, meadow)
    answered = Answered(how=Question.How.WRITING, words="The causeway never floods.")
    answer_question(actor=ada, question=again(question), answered=answered)
    written = _found("causeway")
    undo_question(actor=ada, question=again(question), anonymous=the_anonymous(actor=ada))

    assert (written, _found("causeway"), _found("road")) == (1, 0, 1)


def test_question_that_is_set_aside_is_found_no_more(ada: Actor, ben: Actor, meadow: Space) -> None:
    _session, question = _asked(ada, ben, meadow)
    open_one = _found("road")
    dismiss_question(actor=ada, question=again(question), reason="unclear")
    set_aside = _found("road")
    open_question(actor=ada, question=again(question), anonymous=the_anonymous(actor=ada))
    opened = _found("road")
    withdraw_question(actor=ben, question=again(question))

    assert (open_one, set_aside, opened, _found("road")) == (1, 0, 1, 0)


def test_what_became_of_a_question_is_read_off_the_log_by_few_queries(
    ada: Actor, ben: Actor, meadow: Space, django_assert_num_queries
) -> None:
    _session, question = _asked(ada, ben, meadow)
    project_pending()
    take_question(actor=ada, question=again(question))

    activity = Activity.objects.select_related("actor").get(kind="live.question_on")
    with django_assert_num_queries(10):
        for reads in projector._eventual.values():
            reads(activity)

    told = list(Notification.objects.filter(recipient=ben).values_list("kind", flat=True))
    assert told == ["live.question_on"]
