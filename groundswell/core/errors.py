"""What the domain says no with: complete, plain, translated sentences."""

from django.utils.functional import Promise


class DomainError(Exception):
    """Something the reader is told as it stands, so the message is a sentence for them."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class Refused(DomainError):  # noqa: N818 - read as what happened
    """The actor has no right to do this; the message says why. Answered with 403.

    `way` is where the right can be had: the address of a page, and what a link to it says.
    """

    def __init__(self, message: str | Promise, way: tuple[str, str] | None = None) -> None:
        super().__init__(message)
        self.way = way


class Invalid(DomainError):  # noqa: N818 - read as what happened
    """The input is not acceptable; `field` names the form field to point at."""

    def __init__(self, message: str | Promise, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Conflict(DomainError):  # noqa: N818 - read as what happened
    """The state moved on since the actor looked; the message says what to do now."""


class Busy(DomainError):  # noqa: N818 - read as what happened
    """Too many want the same at this moment; soon there is room. Answered with 503."""
