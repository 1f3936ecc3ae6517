"""How long Barcelona's 10,860 proposals and 18,192 comments take to arrive, beside the limit.

    python -m benchmarks.import_decidim [FOLDER] [--json]

FOLDER holds proposals.csv(.gz) and comments.csv(.gz); without it, the folder decidim_barcelona in
GROUNDSWELL_DATA or in ../shared/data is read. The site it fills is a new one, and is deleted.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_SECONDS = 60


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    data = Path(os.environ.get("GROUNDSWELL_DATA", ROOT.parent / "shared" / "data"))
    parser.add_argument("folder", nargs="?", type=Path, default=data / "decidim_barcelona")
    parser.add_argument("--json", action="store_true", help="one line for programs")
    options = parser.parse_args()
    if not options.folder.is_dir():
        print(f"There is no folder {options.folder}.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as site:
        surroundings = {**os.environ, "DATA_DIR": site}
        surroundings.pop("DATABASE_URL", None)
        groundswell(surroundings, "migrate", "--verbosity", "0")
        first = measured(surroundings, options.folder)
        again = measured(surroundings, options.folder)
        size = (Path(site) / "groundswell.sqlite3").stat().st_size
    report(first, again, size, as_json=options.json)
    return 0 if first["seconds"] <= MOST_SECONDS else 1


def groundswell(surroundings: dict[str, str], *words: str) -> str:
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=surroundings, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def measured(surroundings: dict[str, str], folder: Path) -> dict[str, float]:
    """One import: wall clock, processor time, rows, and the most memory any import took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    out = groundswell(
        surroundings, "import", "decidim", str(folder.resolve()), "--space", "Barcelona", "--json"
    )
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = json.loads(out.strip().splitlines()[-1])
    rows = sum(said[end][kind] for end in said if end in ENDS for kind in ("proposals", "comments"))
    return {
        "seconds": round(seconds, 1),
        "cpu_seconds": round(
            after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1
        ),
        "rows": rows,
        "rows_per_second": round(rows / seconds),
        "peak_mb": round(after.ru_maxrss / 1024),
    }


ENDS = ("created", "updated", "unchanged", "skipped")


def report(first: dict[str, float], again: dict[str, float], size: int, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"first": first, "again": again, "limit_seconds": MOST_SECONDS}))
        return
    verdict = "within" if first["seconds"] <= MOST_SECONDS else "OVER"
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(f"first import: {first['seconds']} s, {verdict} the limit of {MOST_SECONDS} s")
    for name, run in (("first", first), ("again", again)):
        print(
            f"  {name}: {run['seconds']} s, {run['cpu_seconds']} s of processor time, "
            f"{run['rows']:,} rows, {run['rows_per_second']:,} a second, "
            f"at most {run['peak_mb']} MB"
        )
    print(f"  database: {size / 1e6:.0f} MB")


if __name__ == "__main__":
    sys.exit(main())
