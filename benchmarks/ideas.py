"""Folding and themes on real short texts, beside the limits.

    python -m benchmarks.ideas [--only fold|themes|titles|proposals] [--json]

Reads short_texts and decidim_barcelona of the folder GROUNDSWELL_DATA, or of ../shared/data. Each
figure is taken in a process of its own, so that its peak of memory is its own. Exit code 1 when a
figure misses its limit.
"""

import argparse
import csv
import gzip
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import numpy as np

from groundswell.challenges.engine import fold, themes
from groundswell.challenges.engine.accuracy import adjusted_rand, bcubed, mutual_information

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("GROUNDSWELL_DATA", ROOT.parent / "shared" / "data"))
Figures = dict[str, float]
Limits = dict[str, tuple[float, str]]

# What, its limit, and whether the figure has to be at most (or at least) that.
LIMITS: dict[str, Limits] = {
    "fold": {
        "seconds": (20, "most"),
        "peak_mb": (800, "most"),
        "bcubed_f1": (0.93, "least"),
        "largest_share": (0.01, "most"),
    },
    "themes": {"seconds": (60, "most")},
    "titles": {"ari": (0.55, "least")},
    "proposals": {"nmi": (0.29, "least")},
}
TITLES = {
    "fold": "fold 200,000 responses",
    "themes": "fold and theme 200,000 responses",
    "titles": "themes of 20,000 titles, against their 20 labels",
    "proposals": "themes of 10,860 proposals, against 29 subcategories",
}


def responses() -> tuple[list[str], list[int]]:
    """Texts with the true idea of each."""
    with gzip.open(DATA / "short_texts" / "responses200k.tsv.gz", "rt", encoding="utf-8") as lines:
        next(lines)
        rows = [line.rstrip("\n").split("\t") for line in lines]
    return [row[2] for row in rows], [int(row[0]) for row in rows]


def timed(work: Callable[[], Figures]) -> Figures:
    """What the work found, how long it took, and the most memory this process had."""
    began, processor = time.perf_counter(), time.process_time()
    found = work()
    took = {
        "seconds": round(time.perf_counter() - began, 1),
        "cpu_seconds": round(time.process_time() - processor, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    return {**took, **found}


def measure_fold() -> Figures:
    texts, truth = responses()

    def work() -> Figures:
        folding = fold(texts)
        found.append(folding.group)
        return {
            "clusters": len(folding),
            "largest_share": round(float(folding.size[0]) / len(texts), 5),
            "opposites": int(folding.opposites.sum()),
        }

    found: list[np.ndarray] = []
    figures = timed(work)
    scores = bcubed(found[0], truth)
    names = ("bcubed_precision", "bcubed_recall", "bcubed_f1")
    return {**figures, **{name: round(n, 4) for name, n in zip(names, scores, strict=True)}}


def measure_themes() -> Figures:
    texts, _truth = responses()

    def work() -> Figures:
        found = themes(texts)
        return {"themes": len(found), "unthemed_share": round(len(found.unthemed) / len(texts), 4)}

    return timed(work)


def measure_titles() -> Figures:
    path = DATA / "short_texts" / "stackoverflow20k.tsv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t", 1) for line in lines]
    return against([text for _, text in rows], [label for label, _ in rows])


def measure_proposals() -> Figures:
    path = DATA / "decidim_barcelona" / "proposals.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    texts = [f"{row['title']}. {row['summary']}" for row in rows]
    return against(texts, [row["subcategory__name"].strip() for row in rows])


def against(texts: list[str], labels: list[str]) -> Figures:
    """Themes beside known labels; the texts in no theme count as one more."""
    truth = np.unique(labels, return_inverse=True)[1]

    def work() -> Figures:
        found = themes(texts)
        return {
            "themes": len(found),
            "unthemed_share": round(len(found.unthemed) / len(texts), 4),
            "ari": round(adjusted_rand(found.theme, truth), 3),
            "nmi": round(mutual_information(found.theme, truth), 3),
        }

    return timed(work)


MEASURES = {
    "fold": measure_fold,
    "themes": measure_themes,
    "titles": measure_titles,
    "proposals": measure_proposals,
}


def apart(name: str) -> Figures:
    """One measure in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.ideas", "--only", name, "--json", "--here"]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return dict(json.loads(done.stdout))


def calibration() -> float:
    """CPU milliseconds of a fixed piece of work: how slow this machine is at this moment."""
    began = time.process_time()
    made = {str(n): [n, n + 1] for n in range(200_000)}
    sum(len(value) for value in made.values())
    return round(1000 * (time.process_time() - began), 1)


def within(name: str, figures: Figures) -> bool:
    """Whether every limit is kept."""
    return all(
        figures[what] <= limit if side == "most" else figures[what] >= limit
        for what, (limit, side) in LIMITS[name].items()
    )


def show(name: str, figures: Figures) -> None:
    """Each figure beside its limit."""
    print(f"{TITLES[name]}: {'within' if within(name, figures) else 'MISSES'} its limits")
    for what, figure in figures.items():
        limit, side = LIMITS[name].get(what, (0, ""))
        beside = f"at {side} {limit}" if side else ""
        print(f"  {what.replace('_', ' '):20}{figure:>12,}   {beside}")


def main() -> int:
    """Measures, prints, and says whether all limits are kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ideas", description=__doc__)
    parser.add_argument("--only", choices=[*MEASURES], help="one of them")
    parser.add_argument("--json", action="store_true", help="one object for programs")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not (DATA / "short_texts").is_dir():
        print(f"There is no folder {DATA / 'short_texts'}: GROUNDSWELL_DATA names the data.")
        return 2
    if options.here:
        print(json.dumps(MEASURES[options.only]()))
        return 0
    chosen = [options.only] if options.only else [*MEASURES]
    libraries = ", ".join(
        f"{name} {version(name)}" for name in ("numpy", "scipy", "igraph", "rensa")
    )
    about = (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, {libraries}, "
        f"load {os.getloadavg()[0]:.1f}, calibration {calibration()} ms"
    )
    found = {}
    for name in chosen:
        found[name] = apart(name)
        if not options.json:
            show(name, found[name])
    print(json.dumps({"about": about, **found}) if options.json else about)
    return 0 if all(within(name, found[name]) for name in chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
