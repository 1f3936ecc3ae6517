"""Finding themes among many ideas, and putting right what the machine found."""

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Audience, Kind, declare

THEMES_ASKED = declare(
    Kind(
        name="challenges.themes_asked",
        sentence=_("{actor} asked for the themes of {topic}"),
        verb="Question",
        audience=Audience.STEWARDS,
        unseen=True,
    )
)
IDEA_UNFOLDED = declare(
    Kind(
        name="challenges.idea_unfolded",
        sentence=_("{actor} showed {topic} by itself again"),
        verb="Update",
    )
)
THEME_RENAMED = declare(
    Kind(
        name="challenges.theme_renamed",
        sentence=_("{actor} named a theme of {topic}"),
        verb="Update",
    )
)
THEME_SPLIT = declare(
    Kind(
        name="challenges.theme_split",
        sentence=_("{actor} split a theme of {topic}"),
        verb="Update",
    )
)
THEMES_JOINED = declare(
    Kind(
        name="challenges.themes_joined",
        sentence=_("{actor} joined two themes of {topic}"),
        verb="Update",
    )
)
IDEA_PINNED = declare(
    Kind(
        name="challenges.idea_pinned",
        sentence=_("{actor} put {topic} in another theme"),
        verb="Update",
    )
)
THEME_EDIT_UNDONE = declare(
    Kind(
        name="challenges.theme_edit_undone",
        sentence=_("{actor} undid a change to the themes of {topic}"),
        verb="Undo",
    )
)
