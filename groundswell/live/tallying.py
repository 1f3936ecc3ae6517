"""What polls came to, counted from who said what; and who may see it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from statistics import fmean, median

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from groundswell.core.errors import Invalid
from groundswell.core.prepared import Prepared, PreparedModels
from groundswell.live.models import Poll, PollOption, PollVote

MOST_IN_CLOUD = 60
MOST_IN_TABLE = 30
"""With the cloud, what one entry of the room's log has room for, whatever signs are typed."""
SIZES = 6
LARGEST = Decimal(10**12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An answer and how many people gave it. `size` is 1 to 6, for words."""

    option: PollOption
    count: int
    share: int
    size: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What one poll came to; nobody is counted twice in a row."""

    poll: Poll
    people: int
    rows: list[Row]
    held: list[PollOption] = field(default_factory=list)
    """Words that the host keeps from the room."""

    @property
    def cloud(self) -> list[Row]:
        """The words most people gave, in the order of the alphabet: none moves when one grows."""
        return sorted(self.rows[:MOST_IN_CLOUD], key=lambda row: row.option.key)

    @property
    def table(self) -> list[Row]:
        """What most people gave, in the order of all rows: as many as a page has room for."""
        kept = sorted(self.rows, key=lambda row: -row.count)[:MOST_IN_TABLE]
        wanted = {row.option.id for row in kept}
        return [row for row in self.rows if row.option.id in wanted]

    @property
    def more(self) -> int:
        """How many answers the table leaves out."""
        return max(0, len(self.rows) - MOST_IN_TABLE)

    @property
    def numbers(self) -> list[float]:
        """Every number that was given, the smallest first."""
        found = [(float(row.option.key), row.count) for row in self.rows]
        return sorted(number for number, count in found for _one in range(count))

    @property
    def mean(self) -> float:
        """Of numbers and scales."""
        return round(fmean(self.numbers), 2)

    @property
    def median(self) -> float:
        """Half are at most this."""
        return round(median(self.numbers), 2)


def tallies(polls: Iterable[Poll]) -> dict[int, Tally]:
    """Each poll's tally, in three questions to the database however many polls there are."""
    wanted = list(polls)
    return _tallies(wanted, _options(wanted), dict(_counts(wanted)), dict(_people(wanted)))


def tallies_in(session: int, polls: Iterable[Poll]) -> dict[int, Tally]:
    """The same of polls of one session that are open or closed, for a hall that asks at once."""
    return _IN_SESSION(polls, session=session)


def tally(poll: Poll) -> Tally:
    """The tally of one poll."""
    return _OF_ONE([poll], poll=poll.id)[poll.id]


def _tallies(
    polls: Iterable[Poll],
    found: Iterable[PollOption],
    counts: dict[int, int],
    people: dict[int, int],
) -> dict[int, Tally]:
    options: dict[int, list[PollOption]] = {}
    for option in found:
        options.setdefault(option.poll_id, []).append(option)
    return {
        poll.id: _tally(poll, options.get(poll.id, []), counts, people.get(poll.id, 0))
        for poll in polls
    }


Polls = list[Poll] | QuerySet[Poll]


def _options(polls: Polls) -> QuerySet[PollOption]:
    return PollOption.objects.filter(poll__in=polls)


def _counts(polls: Polls) -> QuerySet[PollVote, tuple[int, int]]:
    """How many gave each answer."""
    votes = PollVote.objects.filter(poll__in=polls)
    return votes.values_list("option").annotate(Count("id")).order_by()


def _people(polls: Polls) -> QuerySet[PollVote, tuple[int, int]]:
    """How many answered each poll."""
    votes = PollVote.objects.filter(poll__in=polls, place=1)
    return votes.values_list("poll").annotate(Count("id")).order_by()


class _Prepared:
    """The same three questions about some polls, put together once."""

    def __init__(self, polls: Callable[..., QuerySet[Poll]]) -> None:
        self.options = PreparedModels(lambda **given: _options(polls(**given)))
        self.counts = Prepared(lambda **given: _counts(polls(**given)))
        self.people = Prepared(lambda **given: _people(polls(**given)))

    def __call__(self, polls: Iterable[Poll], **given: int) -> dict[int, Tally]:
        counts, people = dict(self.counts(**given)), dict(self.people(**given))
        return _tallies(polls, self.options(**given), counts, people)


def _in_session(session: int) -> QuerySet[Poll]:
    shown = [Poll.State.OPEN, Poll.State.CLOSED]
    return Poll.objects.filter(session=session, state__in=shown)


_IN_SESSION = _Prepared(_in_session)
_OF_ONE = _Prepared(lambda poll: Poll.objects.filter(id=poll))


def seen(poll: Poll, *, voted: bool = False, hosts: bool = False) -> bool:
    """Whether somebody sees what the poll came to."""
    over = poll.state in {Poll.State.CLOSED, Poll.State.ARCHIVED}
    return (
        hosts
        or {
            Poll.Results.LIVE: True,
            Poll.Results.VOTED: voted or over,
            Poll.Results.CLOSED: over,
            Poll.Results.HOST: False,
        }[Poll.Results(poll.results)]
    )


def _tally(poll: Poll, options: list[PollOption], counts: dict[int, int], people: int) -> Tally:
    shown = [option for option in options if option.held_at is None]
    if poll.kind == Poll.Kind.WORDS:
        shown = [option for option in shown if counts.get(option.id)]
        shown.sort(key=lambda option: (-counts[option.id], option.key))
    elif poll.kind == Poll.Kind.NUMBER:
        shown = [option for option in shown if counts.get(option.id)]
        shown.sort(key=lambda option: Decimal(option.key))
    most = max((counts.get(option.id, 0) for option in shown), default=0)
    rows = [
        Row(
            option=option,
            count=counts.get(option.id, 0),
            share=round(100 * counts.get(option.id, 0) / people) if people else 0,
            size=1 + round((SIZES - 1) * counts.get(option.id, 0) / most) if most > 1 else 2,
        )
        for option in shown
    ]
    held = [option for option in options if option.held_at is not None]
    return Tally(poll=poll, people=people, rows=rows, held=held)


def number_in(typed: str) -> str:
    """The number as it is counted, to the second place."""
    try:
        number = Decimal(typed.strip().replace(",", ".")[:40])
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > LARGEST:
        raise Invalid(_("Write a number, such as 7 or 2.5."), "answers")
    return format(number.quantize(Decimal("0.01")).normalize() + 0, "f")
