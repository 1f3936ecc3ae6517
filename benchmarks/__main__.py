"""Pages, replies and search on a site of 100,000 messages, beside the budgets.

    python -m benchmarks [--seconds 6] [--connections 8] [--database URL] [--json FILE]

Starts the real server on loopback on a site of its own in a temporary folder (or the named
PostgreSQL database, which must be empty), for a bounded time. CPU a request counts every server
process and not the load; it is what to compare, since other work on the machine moves the rates.
"""

import argparse
import asyncio
import json
import os
import platform
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from benchmarks.load import Measured, Request, measure, memory_mb

ROOT = Path(__file__).resolve().parent.parent
SECRET = "b" * 32
# CPU milliseconds a request, from docs/performance.md; None has no budget of its own.
BUDGETS: dict[str, float | None] = {
    "topic, signed out": 3.0,
    "topic, signed in": 5.0,
    "deep page, signed out": 3.3,
    "deep page, signed in": 5.5,
    "front page, signed out": None,
    "front page, signed in": None,
    "front page, shared for a second": None,
    "topic, shared for a second": None,
    "reply, signed in": 5.7,
    "search, signed out": 4.6,
    "search, signed in": None,
}


def get(path: str, session: str = "") -> bytes:
    """A GET, of a stranger or with a session."""
    cookie = f"Cookie: gs={session}\r\n" if session else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{cookie}\r\n".encode()


def post(path: str, session: str, fields: dict[str, str]) -> bytes:
    """A form, with its token."""
    body = urlencode({**fields, "csrfmiddlewaretoken": SECRET}).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: gs={session}; gs-csrf={SECRET}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def scenarios(site: dict[str, Any]) -> dict[str, Request]:
    """What is asked. A changing query keeps strangers' answers out of the one-second cache."""
    topics: list[str] = site["topics"]
    sessions: list[str] = site["sessions"]
    words: list[str] = site["words"]
    long, deep = site["long"], site["deep"]

    def topic(n: int) -> str:
        return topics[n % len(topics)]

    def who(n: int) -> str:
        return sessions[n % len(sessions)]

    def asked(n: int) -> str:
        return f"/search/?q={quote(words[n % len(words)] + ' ' + words[n * 7 % len(words)])}"

    return {
        "front page, signed out": lambda n: get(f"/?n={n}"),
        "front page, signed in": lambda n: get("/", who(n)),
        "front page, shared for a second": lambda _n: get("/"),
        "topic, signed out": lambda n: get(f"/t/{topic(n)}/?n={n}"),
        "topic, signed in": lambda n: get(f"/t/{topic(n)}/", who(n)),
        "topic, shared for a second": lambda _n: get(f"/t/{topics[0]}/"),
        "deep page, signed out": lambda n: get(f"/t/{long}/{int(deep) - n % 500}/?n={n}"),
        "deep page, signed in": lambda n: get(f"/t/{long}/{int(deep) - n % 500}/", who(n)),
        "search, signed out": lambda n: get(asked(n)),
        "search, signed in": lambda n: get(asked(n), who(n)),
        "reply, signed in": lambda n: post(
            f"/t/{topic(n)}/reply/", who(n), {"text": f"Reply {n} of the *benchmark*, #tag{n % 40}"}
        ),
    }


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def started(env: dict[str, str], port: int) -> subprocess.Popen[bytes]:
    """The server, once it is ready."""
    command = [sys.executable, "-m", "groundswell", "run", "--no-demo", "--port", str(port)]
    server = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
    until = time.time() + 60
    while time.time() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
                return server
        except OSError:
            time.sleep(0.2)
    server.send_signal(signal.SIGTERM)
    raise SystemExit("the server did not become ready within a minute")


def show(results: list[Measured], memory: float) -> None:
    """The table."""
    print(f"{'what':34}{'req/s':>8}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>9}{'budget':>9}{'KB':>7}")
    for one in results:
        budget = BUDGETS.get(one.name)
        print(
            f"{one.name:34}{one.rate:8.0f}{one.quantile(0.5):9.1f}{one.quantile(0.99):9.1f}"
            f"{one.cpu_ms:9.2f}{budget if budget is not None else '':>9}{one.largest / 1024:7.0f}"
            + ("" if set(one.statuses) <= {200, 303} else f"  statuses {one.statuses}")
        )
    print(f"memory of all server processes: {memory:.0f} MB (budget 250)")


async def run(
    site: dict[str, Any], port: int, pid: int, *, args: argparse.Namespace
) -> list[Measured]:
    """Every scenario, one after the other."""
    results = []
    for name, request in scenarios(site).items():
        if args.only and args.only not in name:
            continue
        results.append(
            await measure(
                name, port, request, pid=pid, seconds=args.seconds, connections=args.connections
            )
        )
    return results


def main() -> None:
    """Seeds, starts, measures, prints, stops."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--database", default="", help="an empty PostgreSQL database")
    parser.add_argument("--only", default="", help="scenarios whose name holds this")
    parser.add_argument("--json", default="", help="write the figures here as well")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        env = {**os.environ, "DATA_DIR": folder, "PORT": str(port), "RATE_LIMITS": "false"}
        if args.database:
            env["DATABASE_URL"] = args.database
        began = time.time()
        seeded = subprocess.run(
            [sys.executable, "-m", "benchmarks.seed"],
            env=env,
            cwd=ROOT,
            check=True,
            stdout=subprocess.PIPE,
        )
        site = json.loads(seeded.stdout)
        database = "PostgreSQL" if args.database else "SQLite"
        print(
            f"{database}, {os.cpu_count()} cores, Python {platform.python_version()}, load "
            f"{os.getloadavg()[0]:.1f}; 2,000 people, 5,000 topics, 100,000 messages, one of "
            f"10,000; seeded in {time.time() - began:.0f} s; {args.connections} connections, "
            f"{args.seconds:.0f} s each"
        )
        server = started(env, port)
        try:
            results = asyncio.run(run(site, port, server.pid, args=args))
            show(results, memory_mb(server.pid))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)
        if args.json:
            figures = {
                r.name: {"rate": r.rate, "p99": r.quantile(0.99), "cpu_ms": r.cpu_ms}
                for r in results
            }
            Path(args.json).write_text(json.dumps({database: figures}, indent=2) + "\n")


if __name__ == "__main__":
    main()
