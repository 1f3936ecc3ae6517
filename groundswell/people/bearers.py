"""Who comes with an invitation. Invitations are to spaces, which lie above people: whoever keeps
them registers here how one is looked up, and how its place is taken by a new account."""

from collections.abc import Callable

from groundswell.actors.models import Actor

Stands = Callable[[str], bool]
Take = Callable[[str, Actor], bool]

SESSION_KEY = "invitation"

_kept: list[tuple[Stands, Take]] = []


def register(*, stands: Stands, take: Take) -> None:
    """`stands` says whether a token lets somebody in; `take` uses it up by one, or says no."""
    _kept.append((stands, take))


def may_bring(token: str) -> bool:
    """Whether an invitation of this token still lets somebody in."""
    return bool(token) and any(stands(token) for stands, _take in _kept)


def bring(token: str, actor: Actor) -> bool:
    """Keeps a place for the new person, in the transaction that makes their account."""
    return bool(token) and any(take(token, actor) for _stands, take in _kept)
