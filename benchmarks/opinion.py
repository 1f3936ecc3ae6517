"""Opinion maps of made-up crowds, beside the limits.

    python -m benchmarks.opinion [--only NAME] [--json]

Each figure is taken in a process of its own, so that its peak of memory is its own. Where the
package red-dwarf is installed it is measured in the same run: with scikit-learn's extras it does
the same mathematics. Exit code 1 when a figure misses its limit.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from groundswell.decisions.opinion import Vote, Votes, carried_on, mapped
from groundswell.decisions.opinion.clusters import adjusted_rand

ROOT = Path(__file__).resolve().parent.parent
Figures = dict[str, float]

# What, its limit, and whether the figure has to be at most (or at least) that.
LIMITS: dict[str, dict[str, tuple[float, str]]] = {
    "town": {"cpu_seconds": (1.5, "most"), "ari": (0.95, "least")},
    "country": {"cpu_seconds": (10, "most"), "peak_mb": (1000, "most"), "ari": (0.95, "least")},
    "carried": {"cpu_seconds": (1, "most")},
    "noise": {"without_groups": (95, "least")},
}
TITLES = {
    "town": "2,000 people, 300 statements, 116,000 votes",
    "country": "33,000 people, 1,000 statements, 2 million votes",
    "carried": "1,000 new votes on the country's map",
    "noise": "100 draws of noise, each of 60 people and 20 statements",
    "town_by_red_dwarf": "the town by red-dwarf",
    "country_by_red_dwarf": "the country by red-dwarf",
}


def crowd(people: int, statements: int, votes: int) -> tuple[Votes, np.ndarray]:
    """Three groups with lines of their own; one in ten votes passes, and many stray."""
    rng = np.random.default_rng(1)
    line = rng.choice([0.15, 0.5, 0.85], (3, statements))
    group = rng.integers(0, 3, people)
    person, statement = np.nonzero(rng.random((people, statements)) < votes / people / statements)
    agreeing = np.where(rng.random(len(person)) < line[group[person], statement], 1, -1)
    value = np.where(rng.random(len(person)) < 0.1, 0, agreeing)
    names = [str(one) for one in range(people)]
    made = Votes.of_arrays(
        (person, statement, value), people=names, statements=[str(n) for n in range(statements)]
    )
    return made, group


def timed(work: Callable[[], Figures]) -> Figures:
    """What the work found, how long it took, and the most memory this process had."""
    began, processor = time.perf_counter(), time.process_time()
    found = work()
    return {
        "seconds": round(time.perf_counter() - began, 2),
        "cpu_seconds": round(time.process_time() - processor, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        **found,
    }


def measure_crowd(people: int, statements: int, count: int) -> Figures:
    votes, truth = crowd(people, statements, count)

    def work() -> Figures:
        made = mapped(votes)
        group = np.zeros(people, np.int64)
        for number, one in enumerate(made.groups):
            group[one.members] = number
        stability = made.stability.least if made.stability else 0.0
        return {
            "votes": len(votes),
            "groups": len(made.groups),
            "distinct": made.distinct,
            "stability": round(stability, 3),
            "ari": round(adjusted_rand(group[made.people], truth[made.people]), 3),
        }

    return timed(work)


def measure_carried() -> Figures:
    votes, _ = crowd(33_000, 1_000, 2_000_000)
    last = mapped(votes)
    rng = np.random.default_rng(2)
    new = [
        Vote(str(rng.integers(0, 33_100)), str(rng.integers(0, 1_000)), int(rng.integers(-1, 2)))
        for _ in range(1_000)
    ]

    def work() -> Figures:
        grown = votes.joined(new)
        made = carried_on(last, grown, changed=[vote.person for vote in new])
        return {"people": len(made.people), "groups": len(made.groups)}

    return timed(work)


def measure_noise() -> Figures:
    def without_groups(seed: int) -> bool:
        rng = np.random.default_rng(seed)
        popular = rng.random(20)
        value = np.where(rng.random((60, 20)) < popular, 1, -1)
        person, statement = np.nonzero(rng.random((60, 20)) < 0.8)
        names, what = [str(one) for one in range(60)], [str(one) for one in range(20)]
        entries = (person, statement, value[person, statement])
        return not mapped(Votes.of_arrays(entries, people=names, statements=what)).distinct

    return timed(lambda: {"without_groups": sum(map(without_groups, range(100)))})


def measure_red_dwarf(people: int, statements: int, count: int) -> Figures:
    from reddwarf.implementations.base import run_pipeline  # noqa: PLC0415 - not always there

    votes, _ = crowd(people, statements, count)
    columns = (votes.person.tolist(), votes.statement.tolist(), votes.value.tolist())
    rows = [
        {"participant_id": one, "statement_id": what, "vote": value}
        for one, what, value in zip(*columns, strict=True)
    ]

    def work() -> Figures:
        run_pipeline(votes=rows)
        return {"votes": len(rows)}

    return timed(work)


MEASURES: dict[str, Callable[[], Figures]] = {
    "town": lambda: measure_crowd(2_000, 300, 116_000),
    "country": lambda: measure_crowd(33_000, 1_000, 2_000_000),
    "carried": measure_carried,
    "noise": measure_noise,
    "town_by_red_dwarf": lambda: measure_red_dwarf(2_000, 300, 116_000),
    "country_by_red_dwarf": lambda: measure_red_dwarf(33_000, 1_000, 2_000_000),
}


def apart(name: str) -> Figures:
    """One measure in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.opinion", "--only", name, "--json", "--here"]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def within(name: str, figures: Figures) -> bool:
    """Whether every limit is kept; others' figures have none."""
    return all(
        figures[what] <= limit if side == "most" else figures[what] >= limit
        for what, (limit, side) in LIMITS.get(name, {}).items()
    )


def show(name: str, figures: Figures) -> None:
    """Each figure beside its limit."""
    limits = LIMITS.get(name, {})
    verdict = "" if not limits else ": within" if within(name, figures) else ": MISSES"
    print(f"{TITLES[name]}{verdict}{' its limits' if limits else ''}")
    for what, figure in figures.items():
        limit, side = limits.get(what, (0, ""))
        beside = f"at {side} {limit}" if side else ""
        print(f"  {what.replace('_', ' '):20}{figure:>12,}   {beside}")


def about() -> str:
    """The machine and what ran on it."""
    libraries = []
    for name in ("numpy", "scipy", "red-dwarf"):
        try:
            libraries.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            libraries.append(f"no {name}")
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, {', '.join(libraries)}, "
        f"load {os.getloadavg()[0]:.1f}"
    )


def main() -> int:
    """Measures, prints, and says whether all limits are kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.opinion", description=__doc__)
    parser.add_argument("--only", choices=[*MEASURES], help="one of them")
    parser.add_argument("--json", action="store_true", help="one object for programs")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        print(json.dumps(MEASURES[options.only]()))
        return 0
    there = find_spec("reddwarf") is not None
    chosen = [options.only] if options.only else [n for n in MEASURES if there or "red" not in n]
    found = {}
    for name in chosen:
        found[name] = apart(name)
        if not options.json:
            show(name, found[name])
    print(json.dumps({"about": about(), **found}) if options.json else about())
    return 0 if all(within(name, figures) for name, figures in found.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
