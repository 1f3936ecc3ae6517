"""What those who lead a room do with the room itself."""

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Audience, Kind, declare

ROOM_PAUSED = declare(
    Kind(
        name="live.room_paused",
        sentence=_("{actor} closed the room of {topic} for a while"),
        verb="Update",
        audience=Audience.STEWARDS,
        unseen=True,
    )
)
ROOM_GOES_ON = declare(
    Kind(
        name="live.room_goes_on",
        sentence=_("{actor} opened the room of {topic} again"),
        verb="Update",
        audience=Audience.STEWARDS,
        unseen=True,
    )
)
CHAT_DELAYED = declare(
    Kind(
        name="live.chat_delayed",
        sentence=_("{actor} changed how soon lines show in {topic}"),
        verb="Update",
        audience=Audience.STEWARDS,
        unseen=True,
    )
)
LINE_TAKEN_OUT = declare(
    Kind(
        name="live.line_taken_out",
        sentence=_("{actor} took a line out of {topic} before it showed"),
        verb="Remove",
        audience=Audience.STEWARDS,
        unseen=True,
    )
)
PERSON_SENT_OUT = declare(
    Kind(
        name="live.person_sent_out",
        sentence=_("{actor} asked somebody to leave {topic}"),
        verb="Remove",
        audience=Audience.STEWARDS,
        unseen=True,
    )
)
PERSON_LET_BACK = declare(
    Kind(
        name="live.person_let_back",
        sentence=_("{actor} let somebody back into {topic}"),
        verb="Undo",
        audience=Audience.STEWARDS,
        unseen=True,
    )
)
LINK_MADE = declare(
    Kind(
        name="live.link_made",
        sentence=_("{actor} made a link that helps to lead {topic}"),
        verb="Create",
        audience=Audience.STEWARDS,
        unseen=True,
    )
)
LINK_ENDED = declare(
    Kind(
        name="live.link_ended",
        sentence=_("{actor} ended a link of {topic}"),
        verb="Remove",
        audience=Audience.STEWARDS,
        unseen=True,
    )
)
