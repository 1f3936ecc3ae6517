"""The table, the figures on file, and what has changed since."""

import json
import os
import platform
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import django

from benchmarks.first_visit import MOST_KB, MOST_REQUESTS, Visit
from benchmarks.load import Measured
from benchmarks.scenarios import BUDGETS

RECORDED = Path(__file__).resolve().parent / "recorded"
MOST_MEMORY = 250
MOST_GROWTH = 1.3
Figures = dict[str, Any]


def calibration() -> float:
    """CPU milliseconds of a fixed piece of work: how slow this machine is at this moment."""
    began = time.process_time()
    made = {str(n): [n, n + 1] for n in range(200_000)}
    sum(len(value) for value in made.values())
    return round(1000 * (time.process_time() - began), 1)


def figures(
    results: Sequence[Measured], visits: Sequence[Visit], *, memory: float, about: Figures
) -> Figures:
    """Everything as it is kept on file."""
    return {
        **about,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "django": django.__version__,
        "sqlite": sqlite3.sqlite_version,
        "load": round(os.getloadavg()[0], 1),
        "calibration_ms": calibration(),
        "memory_mb": round(memory),
        "visits": {v.name: {"requests": v.requests, "bytes": v.size} for v in visits},
        "scenarios": {r.name: _row(r) for r in results},
    }


def _row(result: Measured) -> Figures:
    return {
        "rate": round(result.rate, 1),
        "p50_ms": round(result.quantile(0.5), 1),
        "p99_ms": round(result.quantile(0.99), 1),
        "cpu_ms": round(result.cpu_ms, 2),
        "bytes": result.largest,
        "statuses": result.statuses,
    }


def path_for(found: Figures) -> Path:
    """Where figures of this database and size are kept."""
    return RECORDED / f"{found['database'].lower()}_{found['messages']}.json"


def record(found: Figures) -> None:
    """Puts the figures on file."""
    RECORDED.mkdir(exist_ok=True)
    path_for(found).write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def last_of(found: Figures) -> Figures | None:
    """The figures on file for the same database and size."""
    path = path_for(found)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def show(found: Figures, last: Figures | None) -> None:
    """The table beside the budgets, and beside the last one on file."""
    print(
        f"{found['database']}, {found['messages']:,} messages; {found['cores']} cores, Python "
        f"{found['python']}, Django {found['django']}, load {found['load']}, calibration "
        f"{found['calibration_ms']} ms"
    )
    print(
        f"{'what':34}{'req/s':>8}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>9}{'budget':>8}{'KB':>6}"
        f"{'than last':>11}"
    )
    for name, row in found["scenarios"].items():
        odd = "" if set(row["statuses"]) <= {200, 303, 304} else f"  statuses {row['statuses']}"
        print(
            f"{name:34}{row['rate']:8.0f}{row['p50_ms']:9.1f}{row['p99_ms']:9.1f}"
            f"{row['cpu_ms']:9.2f}{BUDGETS.get(name, ''):>8}{row['bytes'] / 1024:6.0f}"
            f"{_than(row, found, name, last):>11}{odd}"
        )
    print(f"memory of all server processes (PSS): {found['memory_mb']} MB (budget {MOST_MEMORY})")
    for name, seen in found["visits"].items():
        print(
            f"first visit, {name}: {seen['requests']} requests (budget {MOST_REQUESTS}), "
            f"{seen['bytes'] / 1024:.0f} KB compressed (budget {MOST_KB})"
        )


def _than(row: Figures, found: Figures, name: str, last: Figures | None) -> str:
    """CPU a request as a multiple of the last on file, each by the speed of its own machine."""
    before = (last or {}).get("scenarios", {}).get(name)
    if not last or not before or not before["cpu_ms"]:
        return "-"
    slower = found["calibration_ms"] / last["calibration_ms"]
    return f"x {row['cpu_ms'] / before['cpu_ms'] / slower:.2f}"


def show_growth(small: Figures, large: Figures) -> bool:
    """CPU a request at the larger size beside the smaller; true when all is within the limit."""
    slower = large["calibration_ms"] / small["calibration_ms"]
    print(f"{'growth':34}{small['messages']:>12,}{large['messages']:>12,}{'ratio':>8}")
    worst = 0.0
    for name, row in large["scenarios"].items():
        before = small["scenarios"][name]["cpu_ms"]
        ratio = row["cpu_ms"] / before / slower if before else 0.0
        worst = max(worst, ratio)
        print(f"{name:34}{before:12.2f}{row['cpu_ms']:12.2f}{ratio:8.2f}")
    print(f"the largest is {worst:.2f} (limit {MOST_GROWTH}), by the machine's speed at each time")
    return worst <= MOST_GROWTH
