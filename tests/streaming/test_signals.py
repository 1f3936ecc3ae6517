"""Which pages an activity wakes: those that show something else than before, and no others."""

import pytest

from groundswell.conversations import actions
from groundswell.core.bus import subscribe
from groundswell.spaces.actions import follow_space
from tests import factories

pytestmark = pytest.mark.usefixtures("own_bus")


@pytest.fixture
def woken(settings, django_capture_on_commit_callbacks):
    """Does something and gives the channels that were told of it."""
    settings.BUS = "local"

    def run(act):
        heard = []
        with subscribe() as ear:
            with django_capture_on_commit_callbacks(execute=True):
                act()
            while "worker" not in heard:
                signals = ear.receive(3)
                assert signals, heard
                heard += [signal.channel for signal in signals]
        return [channel for channel in heard if channel != "worker"]

    return run


def test_what_is_ones_own_business_wakes_no_page(woken, ben, meadow):
    message = factories.topic(ben, meadow).messages.get()

    assert woken(lambda: actions.bookmark(actor=ben, message=message)) == []
    assert woken(lambda: actions.remove_bookmark(actor=ben, message=message)) == []
    assert woken(lambda: actions.follow_topic(actor=ben, topic=message.topic, level="quiet")) == []
    assert woken(lambda: follow_space(actor=ben, space=meadow)) == []


def test_what_others_see_wakes_the_pages_of_topic_and_space(woken, ada, ben, meadow):
    message = factories.topic(ben, meadow).messages.get()
    pages = [f"topic-{message.topic_id}", f"space-{meadow.id}"]

    assert woken(lambda: factories.reply(ada, message.topic)) == pages
    assert woken(lambda: actions.react(actor=ada, message=message, sign="👍")) == pages
    assert woken(lambda: actions.withdraw_reaction(actor=ada, message=message, sign="👍")) == pages
