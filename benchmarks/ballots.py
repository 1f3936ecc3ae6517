"""How many ballots and stances a second a site accepts on SQLite, each on the disk before it is
answered.

    DATA_DIR=$(mktemp -d) python -m benchmarks.ballots [--votes 2000] [--threads 4]

Makes its own space and voters in DATA_DIR, casts every ballot as one action (roll, ballot, log,
outbox in one transaction), then takes as many stances on an opinion map, ten of each voter, and
compares the counts with what was sent. The goal is 200 a second.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

GOAL = 200
EACH = 10


def main() -> int:
    """Measures; 1 where the count is not exact."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--votes", type=int, default=2000)
    parser.add_argument("--threads", type=int, default=4)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.settings")
    import django  # noqa: PLC0415 - settings come first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    exact = [measure(options.votes, options.threads) for measure in (ballots, stances)]
    return 0 if all(exact) else 1


def ballots(votes: int, threads: int) -> bool:
    """Ranked ballots; whether the count is exact."""
    from groundswell.decisions.actions import Cast, cast_ballot  # noqa: PLC0415
    from groundswell.decisions.counting import count  # noqa: PLC0415
    from groundswell.decisions.reading import election_of  # noqa: PLC0415

    decision, voters = prepare(votes, "irv", ["Oak", "Ash", "Elm"])
    ids = list(decision.options.values_list("id", flat=True))

    def vote(place: int) -> None:
        order = ids[place % 3 :] + ids[: place % 3]
        marks = {key: rank for rank, key in enumerate(order, 1)}
        cast_ballot(actor=voters[place], decision=decision, cast=Cast(marks=marks))

    told = at_once(vote, votes, threads)
    began = time.perf_counter()
    result = count(election_of(decision))
    counting = time.perf_counter() - began
    decision.refresh_from_db()
    exact: bool = decision.ballot_count == result.cast == votes
    tell(f"{votes} ballots {told}; counted in {counting:.2f} s", exact=exact)
    return exact


def stances(votes: int, threads: int) -> bool:
    """Stances, ten of each voter; whether the tallies are exact."""
    from groundswell.decisions.actions.stances import take_stance  # noqa: PLC0415
    from groundswell.decisions.models import Stance  # noqa: PLC0415

    people = votes // EACH
    statements = [f"Statement {number}" for number in range(1, EACH + 1)]
    decision, voters = prepare(people, "opinion_map", statements)
    values = (1, -1, 0)

    def take(place: int) -> None:
        who, number = divmod(place, EACH)
        value = values[(who + number) % 3]
        take_stance(actor=voters[who], decision=decision, number=number + 1, value=value)

    told = at_once(take, people * EACH, threads)
    kept = Stance.objects.filter(decision=decision)
    wanted = {
        (number + 1, value): sum(values[(who + number) % 3] == value for who in range(people))
        for number in range(EACH)
        for value in values
    }
    shown = {
        (option.number, value): count
        for option in decision.options.all()
        for value, count in (
            (1, option.agrees),
            (-1, option.disagrees),
            (0, option.passes),
        )
    }
    exact = kept.count() == people * EACH and shown == wanted
    tell(f"{people * EACH} stances {told}", exact=exact)
    return exact


def at_once(work: Callable[[int], None], times: int, threads: int) -> str:
    """How long it took, by the clock and of the processor."""
    from django.db import connections  # noqa: PLC0415

    began, spent = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(times)))
    took, cpu = time.perf_counter() - began, time.process_time() - spent
    connections.close_all()
    a_second = f"{times / took:.0f} a second (goal {GOAL})"
    return f"in {took:.1f} s: {a_second}, {cpu / times * 1000:.2f} ms of CPU each"


def tell(sentence: str, *, exact: bool) -> None:
    sys.stdout.write(f"{sentence}; {'exact' if exact else 'NOT EXACT'}\n")


def prepare(number: int, method: str, texts: Sequence[str]) -> Any:
    """An open decision, and its voters."""
    from groundswell.actors.models import Actor  # noqa: PLC0415
    from groundswell.decisions.actions import Listed, Rules, open_decision  # noqa: PLC0415
    from groundswell.spaces.actions import open_space  # noqa: PLC0415
    from groundswell.spaces.models import Membership  # noqa: PLC0415

    handle = f"bench{time.time_ns()}"
    actors = [Actor(handle=f"{handle}x{at}", name=f"Voter {at}") for at in range(number)]
    Actor.objects.bulk_create(actors)
    space = open_space(actor=actors[0], handle=handle, name="Bench", purpose="To measure")
    rows = [Membership(space=space, actor=one) for one in actors[1:]]
    Membership.objects.bulk_create(rows)
    listed = tuple(Listed(text=text) for text in texts)
    decision = open_decision(
        actor=actors[0],
        space=space,
        title="Which tree?",
        text="For the yard.",
        rules=Rules(method=method),
        options=listed,
    )
    return decision, actors


if __name__ == "__main__":
    sys.exit(main())
