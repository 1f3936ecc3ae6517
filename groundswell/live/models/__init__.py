"""Sessions, and what people ask, say, vote and take along in them."""

from groundswell.live.models.log import HeldLine, LogItem, ReactionTick
from groundswell.live.models.participant import Participant
from groundswell.live.models.poll import Poll, PollOption, PollVote
from groundswell.live.models.prompt import Prompt
from groundswell.live.models.question import OPEN_STATES, Question, QuestionChange, QuestionVote
from groundswell.live.models.series import Series, SeriesDay, SeriesHost
from groundswell.live.models.session import ALPHABET, Session, Speaker
from groundswell.live.models.takeaway import Takeaway, TakeawayItem, Wording
from groundswell.live.models.wall import SessionLink, Wall

__all__ = [
    "ALPHABET",
    "OPEN_STATES",
    "HeldLine",
    "LogItem",
    "Participant",
    "Poll",
    "PollOption",
    "PollVote",
    "Prompt",
    "Question",
    "QuestionChange",
    "QuestionVote",
    "ReactionTick",
    "Series",
    "SeriesDay",
    "SeriesHost",
    "Session",
    "SessionLink",
    "Speaker",
    "Takeaway",
    "TakeawayItem",
    "Wall",
    "Wording",
]
