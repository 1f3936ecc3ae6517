"""Writing down what a session is going to be. Called by actions, inside them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from groundswell.actors.models import Actor
from groundswell.conversations.models import Hashtag
from groundswell.core.clock import now
from groundswell.core.errors import Invalid
from groundswell.core.text.clean import one_line
from groundswell.core.text.hashtags import hashtag
from groundswell.live.models import Series, Session, Speaker
from groundswell.live.models.session import drawn_code
from groundswell.live.rules import ZONES, require_host_belongs, require_web_address

MOST_SPEAKERS = 20
FIRST_YEAR, LAST_YEAR = 1970, 2200
PLANNED = (
    "purpose",
    "host",
    "starts_at",
    "minutes",
    "zone",
    "hashtag",
    "recording",
    "recording_url",
    "recording_lead",
    "guests_at",
    "code",
)
ASKING = ("naming", "moderation", "totals", "most_unanswered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a session is going to be, as it was typed: speakers are lines of a name, a comma and
    what they do; `guests` lets people in by code, without an account."""

    purpose: str
    host: Actor
    starts_at: datetime
    minutes: int = 60
    zone: str = "UTC"
    hashtag: str = ""
    speakers: str = ""
    recording: str = Session.Recording.NONE
    guests: bool = False
    naming: str = Session.Naming.CHOOSE
    moderation: str = Session.Moderation.FIRST
    totals: str = Session.Totals.OPEN
    most_unanswered: int = 3
    recording_url: str = ""
    recording_lead: int = 0
    series: Series | None = None
    series_day: date | None = None


def set_plan(session: Session, plan: Plan) -> None:
    """Fills the session; the caller saves it, then calls `set_speakers`."""
    require_host_belongs(plan.host, session.topic.space)
    if not FIRST_YEAR <= plan.starts_at.year <= LAST_YEAR:
        # Beyond, other people's clocks cannot be reckoned and every page that says when breaks.
        raise Invalid(_("Choose a day within reach."), "starts")
    if plan.zone not in ZONES:
        raise Invalid(_("Choose one of the time zones that are offered."), "zone")
    if not 5 <= plan.minutes <= 1440:
        raise Invalid(_("A session takes between 5 minutes and a day."), "minutes")
    session.purpose = one_line(plan.purpose, most=300, least=1, field="purpose")
    session.host = plan.host
    session.starts_at, session.minutes, session.zone = plan.starts_at, plan.minutes, plan.zone
    session.hashtag = _tag(plan.hashtag)
    if plan.recording_url and plan.recording == Session.Recording.NONE:
        raise Invalid(
            _("It is said that nothing is recorded. Take the address out."), "recording_url"
        )
    session.recording = plan.recording
    session.naming, session.moderation, session.totals = plan.naming, plan.moderation, plan.totals
    session.most_unanswered = plan.most_unanswered
    session.recording_url = require_web_address(plan.recording_url) if plan.recording_url else ""
    session.recording_lead = plan.recording_lead
    session.guests_at = (session.guests_at or now()) if plan.guests else None
    if plan.guests and not session.code:
        session.code = _free_code()


def set_speakers(session: Session, lines: str) -> None:
    """One speaker a line; a line that stays as it was keeps its row."""
    wanted = [line for line in lines.splitlines() if line.strip()]
    if len(wanted) > MOST_SPEAKERS:
        raise Invalid(_("Name at most twenty speakers."), "speakers")
    kept = {(one.name, one.says): one for one in session.speakers.all()}
    for position, line in enumerate(wanted):
        name, _comma, says = line.partition(",")
        words = (
            one_line(name, most=150, least=1, field="speakers"),
            one_line(says, most=150, field="speakers"),
        )
        speaker = kept.pop(words, None)
        if speaker is None:
            speaker = Speaker(session=session, position=position, name=words[0], says=words[1])
            speaker.save(force_insert=True)
        elif speaker.position != position:
            speaker.position = position
            speaker.save(update_fields=["position"])
    for gone in kept.values():
        gone.delete()


def _free_code() -> str:
    """No other session has it; of two drawn alike at once the constraint refuses one."""
    code = drawn_code()
    while Session.objects.filter(code=code).exists():
        code = drawn_code()
    return code


def _tag(typed: str) -> str:
    if not typed.strip():
        return ""
    found = hashtag(typed)
    if found is None:
        raise Invalid(_("Write a hashtag as one word, such as #rivertalk."), "hashtag")
    known = Hashtag.objects.filter(key=found.name).first()
    return (known.name if known else found.shown)[:60]
