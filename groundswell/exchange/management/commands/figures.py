"""groundswell figures: what a challenge's page of figures shows, for people and for programs."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError, CommandParser

from groundswell.challenges.models import Challenge
from groundswell.challenges.selectors.figures import Figures, Group, Heard, Pace, figures_of
from groundswell.exchange.console import PlainCommand
from groundswell.exchange.importers.responses.run import find_challenge


class Command(PlainCommand):
    help = "Count a challenge's ideas, comments and answers, as its page of figures does."
    examples = """\
examples:
  groundswell figures "Proposals" --space barcelona
  groundswell figures 957563830272000000 --json"""

    def add_arguments(self, parser: CommandParser) -> None:
        """Which challenge."""
        parser.add_argument("challenge", metavar="NAME", help="title or number of the challenge")
        parser.add_argument("--space", default="", metavar="NAME", help="the space it is in")
        parser.add_argument("--json", action="store_true", help="one line for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says them."""
        challenge = find_challenge(options["challenge"], options["space"])
        if challenge is None:
            raise CommandError(f"There is no challenge {options['challenge']}.")
        figures = figures_of(challenge)
        if options["json"]:
            self.say(json.dumps(as_json(challenge, figures), ensure_ascii=False))
            return
        for line in _lines(challenge, figures):
            self.say(line)


def as_json(challenge: Challenge, figures: Figures) -> dict[str, Any]:
    """Shares are in per cent, to one place."""
    sides = {"stages": figures.stages, "origins": figures.origins}
    sides |= {"categories": figures.categories, "sectors": figures.sectors}
    sides |= {"disciplines": figures.disciplines}
    return {
        "challenge": str(challenge.topic_id),
        "title": challenge.topic.title,
        "ideas": figures.ideas,
        "accepted": figures.accepted,
        "accepted_share": figures.accepted_share,
        **{side: [_group(group) for group in groups] for side, groups in sides.items()},
        "comments": {
            **_heard(figures.comments),
            "by_alignment": [{"alignment": it.key, **_heard(it)} for it in figures.stances],
            "roots": _heard(figures.roots),
        },
        "official_answers": {
            "count": figures.answered,
            "within": [_pace(pace) for pace in figures.paces],
        },
    }


def _group(it: Group) -> dict[str, Any]:
    return {
        "key": it.key,
        "name": it.name,
        "ideas": it.ideas,
        "accepted": it.accepted,
        "accepted_share": it.accepted_share,
    }


def _heard(it: Heard) -> dict[str, Any]:
    return {
        "comments": it.comments,
        "answered": it.answered,
        "answered_share": it.answered_share,
    }


def _pace(it: Pace) -> dict[str, Any]:
    return {
        "days": it.days,
        "ideas": it.ideas,
        "answered": it.answered,
        "answered_share": it.answered_share,
    }


def _lines(challenge: Challenge, figures: Figures) -> Iterator[str]:
    yield f"{challenge.topic.title}: {figures.ideas:,} ideas, {figures.accepted_share} % accepted"
    sides = [("stage", figures.stages), ("born", figures.origins)]
    sides += [("category", figures.categories), ("sector", figures.sectors)]
    sides += [("discipline", figures.disciplines)]
    for side, groups in sides:
        for group in groups:
            yield (
                f"  {side} {group.name}: {group.ideas:,} ideas, {group.accepted_share} % accepted"
            )
    for heard in (*figures.stances, figures.roots, figures.comments):
        yield f"  {heard.name}: {heard.comments:,}, {heard.answered_share} % answered"
    for pace in figures.paces:
        yield f"  official answer within {pace.days} days: {pace.answered_share} %"
