"""A challenge with three things that people speak about, told apart by their words."""

from itertools import product

from groundswell.actors.models import Actor
from groundswell.challenges.actions import ask_for_themes
from groundswell.challenges.models import Challenge, Idea, Theme, ThemeRun
from groundswell.challenges.tasks.finding.run import find
from groundswell.challenges.tasks.theme_runs import claim
from tests import factories

SPOKEN = {
    "health": (
        ("Train the nurses of the hospital", "Pay doctors in every clinic"),
        ("so that patients wait less for care", "for better medicine and healing"),
        ("in the emergency ward", "when fever spreads", "during long winter nights"),
    ),
    "transport": (
        ("Build bicycle lanes beside the road", "Run more buses and trams downtown"),
        ("so that commuters leave their cars", "to calm traffic near junctions"),
        ("at rush hour", "on rainy mornings", "across the northern suburbs"),
    ),
    "schools": (
        ("Give teachers smaller classes", "Let pupils read in a school library"),
        ("so that children learn maths with joy", "and practise writing homework together"),
        ("after lessons", "before the summer exams", "in every village classroom"),
    ),
}


def texts() -> list[tuple[str, str]]:
    """Twelve of each, with the sector that says them."""
    return [
        (sector, " ".join(parts)) for sector, pools in SPOKEN.items() for parts in product(*pools)
    ]


def spoken(challenge: Challenge, authors: list[Actor]) -> list[Idea]:
    """Ideas by these people in turn."""
    return [
        factories.idea(
            authors[place % len(authors)], challenge, title=text[:60], text=text, sector=sector
        )
        for place, (sector, text) in enumerate(texts())
    ]


def run_for(ada: Actor, challenge: Challenge, resolution: float = 1.0) -> ThemeRun:
    """A whole run, here and now."""
    challenge.refresh_from_db()
    run = ask_for_themes(actor=ada, challenge=challenge, resolution=resolution)
    assert claim(run.id)
    assert find(run.id), ThemeRun.objects.get(id=run.id).problem
    run.refresh_from_db()
    return run


def theme_of(idea: Idea) -> Theme:
    """Where the idea is now, by the one that is shown for it."""
    idea.refresh_from_db()
    shown = idea.folded_under or idea
    assert shown.theme is not None
    return shown.theme
