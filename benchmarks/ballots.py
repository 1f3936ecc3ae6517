"""How many ballots a second a site accepts on SQLite, each on the disk before it is answered.

    DATA_DIR=$(mktemp -d) python -m benchmarks.ballots [--votes 2000] [--threads 4]

Makes its own space and voters in DATA_DIR, casts every ballot as one action (roll, ballot, log,
outbox in one transaction) and compares the count with what was sent. The goal is 200 a second.
"""

import argparse
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

GOAL = 200


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
    from django.db import connections  # noqa: PLC0415

    from groundswell.decisions.actions import Cast, cast_ballot  # noqa: PLC0415
    from groundswell.decisions.counting import count  # noqa: PLC0415
    from groundswell.decisions.reading import election_of  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    decision, voters = prepare(options.votes)
    ids = list(decision.options.values_list("id", flat=True))

    def vote(place: int) -> None:
        order = ids[place % 3 :] + ids[: place % 3]
        marks = {key: rank for rank, key in enumerate(order, 1)}
        cast_ballot(actor=voters[place], decision=decision, cast=Cast(marks=marks))

    began, spent = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(options.threads) as pool:
        list(pool.map(vote, range(options.votes)))
    took, cpu = time.perf_counter() - began, time.process_time() - spent
    connections.close_all()
    began = time.perf_counter()
    result = count(election_of(decision))
    counting = time.perf_counter() - began
    decision.refresh_from_db()
    exact = decision.ballot_count == result.cast == options.votes
    sys.stdout.write(
        f"{options.votes} ballots in {took:.1f} s: {options.votes / took:.0f} a second (goal "
        f"{GOAL}), {cpu / options.votes * 1000:.2f} ms of CPU each; counted in {counting:.2f} s; "
        f"{'exact' if exact else 'NOT EXACT'}\n"
    )
    return 0 if exact else 1


def prepare(number: int) -> Any:
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
    listed = tuple(Listed(text=text) for text in ("Oak", "Ash", "Elm"))
    decision = open_decision(
        actor=actors[0],
        space=space,
        title="Which tree?",
        text="For the yard.",
        rules=Rules(method="irv"),
        options=listed,
    )
    return decision, actors


if __name__ == "__main__":
    sys.exit(main())
