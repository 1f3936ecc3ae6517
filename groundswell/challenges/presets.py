"""Ways to begin a challenge: flows that have worked elsewhere, each to be changed at will."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundswell.challenges.models import Opens, Stage

_ALL: Final = (Opens.ADD, Opens.COMMENT, Opens.SUPPORT, Opens.SUGGEST)
_GROWING: Final = (Opens.COMMENT, Opens.SUPPORT, Opens.SUGGEST)
_JUDGED: Final = (Opens.COMMENT, Opens.SUGGEST, Opens.REVIEW)
_ENDED: Final = (Opens.COMMENT,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stage as a preset has it."""

    kind: Stage.Kind
    name: Promise
    says: Promise
    opens: tuple[Opens, ...]
    counts: Stage.Counts = Stage.Counts.SHOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A template for a challenge."""

    code: str
    name: Promise
    says: Promise
    icon: str
    steps: tuple[Step, ...]


def _step(
    kind: Stage.Kind, says: Promise, opens: tuple[Opens, ...], name: Promise | None = None
) -> Step:
    return Step(kind=kind, name=name or kind.label, says=says, opens=opens)


_EARLY: Final = _step(
    Stage.Kind.EARLY, _("Any thought counts. Share it while it is still rough."), _ALL
)
_EMERGING: Final = _step(
    Stage.Kind.EMERGING, _("What belongs together comes together, and grows."), (*_ALL,)
)
_REFINING: Final = _step(
    Stage.Kind.REFINING,
    _("The few that carry on are worked out and reviewed."),
    (*_GROWING, Opens.REVIEW, Opens.DECIDE),
)
_DECIDED: Final = _step(
    Stage.Kind.DECIDED,
    _("Answered, with an owner and a next step."),
    (Opens.COMMENT, Opens.DECIDE),
)
_PILOT: Final = _step(
    Stage.Kind.PILOT, _("Being tried, with a way to see whether it works."), _ENDED
)
_DONE: Final = _step(Stage.Kind.DONE, _("It is there, and the page says what came of it."), _ENDED)
_PARKED: Final = _step(
    Stage.Kind.PARKED,
    _("Not now. It stays readable and can come back."),
    (Opens.COMMENT, Opens.DECIDE),
)
_ENDS: Final = (_DECIDED, _PILOT, _DONE, _PARKED)

PRESETS: Final = (
    Preset(
        code="open_problem",
        name=_("Open problem"),
        says=_("You do not know the answer. Anybody's first thought is welcome, and ideas grow."),
        icon="circle-help",
        steps=(_EARLY, _EMERGING, _REFINING, *_ENDS),
    ),
    Preset(
        code="idea_challenge",
        name=_("Idea challenge"),
        says=_("You look for ideas to choose from, with reviewers and criteria."),
        icon="lightbulb",
        steps=(
            _step(
                Stage.Kind.EARLY,
                _("Share your idea and support those of others."),
                _ALL,
                _("Collecting"),
            ),
            _step(
                Stage.Kind.REFINING,
                _("Reviewers judge by the criteria; ideas still improve."),
                (*_JUDGED, Opens.DECIDE),
                _("Review"),
            ),
            *_ENDS,
        ),
    ),
    Preset(
        code="co_writing",
        name=_("Writing a text together"),
        says=_("There is a draft. Each part is an idea, and people suggest changes to it."),
        icon="pencil",
        steps=(
            _step(
                Stage.Kind.REFINING,
                _("Suggest changes; authors take them in with joint credit."),
                (*_ALL, Opens.DECIDE),
                _("Writing"),
            ),
            _step(
                Stage.Kind.OTHER,
                _("Read it as a whole. Small corrections only."),
                (Opens.COMMENT, Opens.SUGGEST, Opens.DECIDE),
                _("Last reading"),
            ),
            _DECIDED,
            _DONE,
            _PARKED,
        ),
    ),
    Preset(
        code="idea_board",
        name=_("Simple idea board"),
        says=_("A place where ideas come in all the time, without rounds."),
        icon="list",
        steps=(
            _step(
                Stage.Kind.EARLY,
                _("Share, support and talk."),
                (*_ALL, Opens.DECIDE),
                _("Open"),
            ),
            _DECIDED,
            _DONE,
            _PARKED,
        ),
    ),
)
BLANK: Final = Preset(
    code="blank",
    name=_("Blank"),
    says=_("One stage that opens everything. You add the rest."),
    icon="file-text",
    steps=(
        _step(Stage.Kind.EARLY, _("Share, support and talk."), (*_ALL, Opens.DECIDE), _("Open")),
    ),
)
BY_CODE: Final = {preset.code: preset for preset in (*PRESETS, BLANK)}
