"""What can happen to a space and its people."""

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Audience, Kind, declare

SPACE_OPENED = declare(
    Kind(
        name="spaces.space_opened",
        sentence=_("{actor} opened the space {space}"),
        verb="Create",
        on_timelines=True,
    )
)
MEMBER_JOINED = declare(
    Kind(name="spaces.member_joined", sentence=_("{actor} joined {space}"), verb="Join")
)
MEMBER_LEFT = declare(
    Kind(
        name="spaces.member_left",
        sentence=_("{actor} left {space}"),
        verb="Leave",
        audience=Audience.STEWARDS,
    )
)
