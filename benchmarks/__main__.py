"""Pages, replies, search and feeds on a site of 100,000 messages, beside the budgets.

    python -m benchmarks [--seconds 6] [--connections 8] [--database URL] [--messages 1000000]

Starts the real server on loopback on a site of its own in a temporary folder (or the named
PostgreSQL database, which must be empty), for a bounded time. CPU a request counts every server
process and not the load; it is what to compare, since other work on the machine moves the rates.
With more messages, both sizes are measured, one after the other, and the ratio is shown.
"""

import argparse
import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from benchmarks import report
from benchmarks.first_visit import visit
from benchmarks.load import Measured, measure, memory_mb
from benchmarks.scenarios import scenarios

ROOT = Path(__file__).resolve().parent.parent
USUAL = 100_000
LONGEST_START = 120


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def started(env: dict[str, str], port: int) -> subprocess.Popen[bytes]:
    """The server, once it is ready."""
    command = [sys.executable, "-m", "groundswell", "run", "--no-demo", "--port", str(port)]
    server = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
    until = time.time() + LONGEST_START
    while time.time() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
                return server
        except OSError:
            time.sleep(0.2)
    server.send_signal(signal.SIGTERM)
    raise SystemExit(f"the server did not become ready within {LONGEST_START} seconds")


async def run(
    site: dict[str, Any], port: int, pid: int, *, args: argparse.Namespace
) -> list[Measured]:
    """Every scenario, one after the other."""
    results = []
    for name, request in scenarios(site, port).items():
        if args.only and args.only not in name:
            continue
        results.append(
            await measure(
                name, port, request, pid=pid, seconds=args.seconds, connections=args.connections
            )
        )
    return results


def seeded(env: dict[str, str], messages: int) -> dict[str, Any]:
    """Fills the site; gives sessions and addresses."""
    command = [sys.executable, "-m", "benchmarks.seed", "--messages", str(messages)]
    done = subprocess.run(command, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return dict(json.loads(done.stdout))


def measured(args: argparse.Namespace, messages: int) -> report.Figures:
    """A site of that size from its first row to its end."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        env = {**os.environ, "DATA_DIR": folder, "PORT": str(port), "RATE_LIMITS": "false"}
        if args.database:
            env["DATABASE_URL"] = args.database
        began = time.time()
        site = seeded(env, messages)
        about: report.Figures = {
            "database": "PostgreSQL" if args.database else "SQLite",
            "messages": messages,
            "seeded_s": round(time.time() - began),
            "at": time.strftime("%Y-%m-%d", time.gmtime()),
        }
        server = started(env, port)
        about["start_s"] = start_seconds(env)
        try:
            visits = [
                visit("front page", port, "/"),
                visit("topic", port, f"/t/{site['topics'][0]}/"),
            ]
            results = asyncio.run(run(site, port, server.pid, args=args))
            memory = memory_mb(server.pid)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)
        return report.figures(results, visits, memory=memory, about=about)


def start_seconds(env: dict[str, str]) -> float:
    """From the command to the first answer, on a site that is set up."""
    port, began = free_port(), time.perf_counter()
    command = [sys.executable, "-m", "groundswell", "run", "--no-demo", "--no-worker"]
    server = subprocess.Popen(
        [*command, "--port", str(port)], env=env, cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        while time.perf_counter() - began < LONGEST_START:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                    break
            except OSError:
                time.sleep(0.01)
        return round(time.perf_counter() - began, 2)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)


def main() -> int:
    """Seeds, starts, measures, prints, stops; 1 when a larger site is slower than it may be."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--database", default="", help="an empty PostgreSQL database")
    parser.add_argument("--messages", type=int, default=USUAL, help="1000000: beside the usual")
    parser.add_argument("--only", default="", help="scenarios whose name holds this")
    parser.add_argument("--record", action="store_true", help="put the figures on file")
    args = parser.parse_args()
    if args.database and args.messages != USUAL:
        parser.error("Two sizes need two databases: measure them one by one with --record.")
    sizes = [USUAL] if args.messages == USUAL else [USUAL, args.messages]
    found = []
    for size in sizes:
        figures = measured(args, size)
        report.show(figures, report.last_of(figures))
        print(f"seeded in {figures['seeded_s']} s; started in {figures['start_s']} s (budget 2)\n")
        if args.record:
            report.record(figures)
        found.append(figures)
    return 0 if len(found) == 1 or report.show_growth(*found) else 1


if __name__ == "__main__":
    sys.exit(main())
