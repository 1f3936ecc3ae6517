"""What many ask for at the same instant, done in one go: a hall that votes, by the hundred.

The server gathers requests for such addresses while it answers others of their kind. Each goes the
usual way through everything that stands before a view; the view answers with `Together`, which says
what is wanted, and its words follow when all of it is done. Whoever cannot be answered so is asked
for again, alone, and gets what they always would.
"""

import re
from collections.abc import Callable, Sequence
from contextvars import copy_context
from typing import Any, Final, TypeVar

from django.http import HttpRequest, HttpResponse, JsonResponse

MARK: Final = "groundswell.together"
"""Of a request's environment: true where it was gathered, false where it was and is asked for
again, alone. No header of a request can set it."""
Wanted = TypeVar("Wanted")
Answer = dict[str, Any] | Callable[[], str]
"""Data, or what draws a part of a page: it is called as whoever asked reads, in their language and
by their clock."""
Work = Callable[[Sequence[Wanted]], Sequence[Answer | None]]
"""Does all at once; gives for each, in order, the answer, or None where it must be asked alone."""

_places: list[re.Pattern[str]] = []


class Together(HttpResponse):
    """Will say what `work` makes of `wanted`, beside what others want of the same work."""

    def __init__(
        self, work: Work[Wanted], wanted: Wanted, content_type: str = "application/json"
    ) -> None:
        super().__init__(content_type=content_type)
        self.work, self.wanted = work, wanted
        self._asked_in = copy_context()

    def words_of(self, answer: Answer) -> bytes:
        """What is sent for it."""
        if callable(answer):
            return self._asked_in.run(answer).encode()
        return JsonResponse(answer).content


def gather_at(pattern: str) -> None:
    """Lets the server gather what is sent to addresses that match as a whole."""
    _places.append(re.compile(pattern))


def is_gathered_at(path: str) -> bool:
    """Whether what is sent to this address is gathered."""
    return any(place.fullmatch(path) for place in _places)


def is_gathered(request: HttpRequest) -> bool:
    """Whether a view may answer this request with `Together`."""
    return bool(request.META.get(MARK))


def is_asked_again(request: HttpRequest) -> bool:
    """Whether the request was gathered and could not be answered so."""
    return request.META.get(MARK) is False
