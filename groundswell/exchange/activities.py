"""What can happen to a space as a whole: somebody takes its content along."""

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Audience, Kind, declare

EXPORT_ASKED = declare(
    Kind(
        name="exchange.export_asked",
        sentence=_("{actor} asked for an export of {space}"),
        verb="Create",
        audience=Audience.STEWARDS,
    )
)
