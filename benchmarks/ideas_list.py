"""Server time of every list, filter, board and queue page of a challenge with 200,000 ideas.

    python -m benchmarks.ideas_list [--ideas 200000] [--times 15]

A fresh SQLite database in a temporary folder is filled without the door; then each page is asked
for through the whole site, signed in as the steward and as a stranger, first and deep. Beside each
stands the budget of 100 ms; leaves with 1 where the median of one is above it.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time

import django

BUDGET_MS = 100.0


def main() -> int:
    """Fills the database, asks, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ideas", type=int, default=200_000)
    parser.add_argument("--times", type=int, default=15)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "groundswell.config.settings",
            "RATE_LIMITS": "false",
            "LOG_LEVEL": "ERROR",
        }
        os.environ.pop("DATABASE_URL", None)
        django.setup()
        from benchmarks.ideas_seeding import fill  # noqa: PLC0415 - Django is ready only now

        began = time.perf_counter()
        filled = fill(args.ideas)
        print(f"{args.ideas:,} ideas in {time.perf_counter() - began:.0f} s\n", flush=True)
        return 1 if asked(filled, args.times) else 0


def asked(filled: dict[str, str], times: int) -> int:
    """Asks for each page; gives how many are above the budget."""
    from benchmarks.ideas_seeding import browser, onward, pages  # noqa: PLC0415 - as above

    over = 0
    print(f"{'page':<44}{'who':<10}{'median':>9}{'slowest':>9}{'CPU':>9}{'budget':>9}")
    for who in ("steward", "stranger"):
        client = browser(filled if who == "steward" else {})
        for name, path in pages(filled, steward=who == "steward"):
            for deep in (False, True):
                address = onward(client, path) if deep else path
                if address:
                    over += _line(
                        client, f"{name}, deep" if deep else name, who, address, times=times
                    )
    return over


def _line(client: object, title: str, who: str, address: str, *, times: int) -> bool:
    """Prints what a page took; whether that is above the budget."""
    _once(client, address)
    spent = [_once(client, address) for _time in range(times)]
    middle, most = statistics.median(wall for wall, _cpu in spent), max(spent)[0]
    cpu = statistics.median(cpu for _wall, cpu in spent)
    over = middle > BUDGET_MS
    figures = "".join(f"{it:>6.0f} ms" for it in (middle, most, cpu, BUDGET_MS))
    print(f"{title:<44}{who:<10}{figures}{'  above' if over else ''}", flush=True)
    return over


def _once(client: object, path: str) -> tuple[float, float]:
    """Milliseconds that passed, and those that this process worked."""
    wall, cpu = time.perf_counter(), time.process_time()
    answer = client.get(path)  # type: ignore[attr-defined]
    spent = (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{path} answers {answer.status_code}")
    return spent


if __name__ == "__main__":
    sys.exit(main())
