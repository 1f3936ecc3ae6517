"""What happens to polls. Nobody is alerted: who is in the room sees it."""

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Audience, Kind, declare

POLL_OPENED = declare(
    Kind(
        name="live.poll_opened",
        sentence=_("{actor} put a poll to {topic}"),
        verb="Create",
        unseen=True,
    )
)
POLL_CLOSED = declare(
    Kind(
        name="live.poll_closed",
        sentence=_("{actor} closed a poll of {topic}"),
        verb="Update",
        unseen=True,
    )
)
POLL_PUT_AWAY = declare(
    Kind(
        name="live.poll_put_away",
        sentence=_("{actor} put a poll of {topic} away, or brought it back"),
        verb="Update",
        audience=Audience.STEWARDS,
        unseen=True,
    )
)
WORD_HELD = declare(
    Kind(
        name="live.word_held",
        sentence=_("{actor} held an answer back in {topic}, or let it show"),
        verb="Update",
        audience=Audience.STEWARDS,
        unseen=True,
    )
)
