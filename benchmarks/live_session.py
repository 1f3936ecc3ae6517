"""A live session under load: the real server, a room full of people, questions and votes.

    python benchmarks/live_session.py [--listeners 1000] [--seconds 20] [--soak 0] [--json]

On SQLite, or on an empty PostgreSQL named by DATABASE_URL, with REDIS_URL for the signals; always
with the two processes of `groundswell run`.

Open loop: what is asked leaves on schedule whatever the server does; latency counts from the time
it was due to leave until each listener has it, over all pairs of listener and question; what is
missing or came twice is counted, and the votes are compared with those that were sent. CPU is that
of all server processes, beside a bare asyncio broadcast of as many frames in the same run.
"""

import argparse
import asyncio
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.live_fanout import (  # noqa: E402
    cpu_seconds,
    family,
    private_kb,
    the_limit,
)
from benchmarks.live_session_people import Room, Site, listen, post_votes  # noqa: E402
from benchmarks.live_session_storms import answer_at_once, come_in  # noqa: E402
from benchmarks.load import memory_mb  # noqa: E402

HALL = 2000
"""Listeners from which on it is R2, with a limit of its own."""
BUDGETS = {
    "R1 p95 ms": 250,
    "R2 p95 ms": 500,
    "R1 p99 ms": 500,
    "R1 missing": 0,
    "R1 twice": 0,
    "R1 cores": 0.6,
    "R3 p95 ms": 500,
    "R3 wrong": 0,
    "poll wrong": 0,
    "R4 p95 ms": 800,
    "R4 errors": 0,
    "R5 seconds": 10,
    "R5 missing": 0,
    "R5 twice": 0,
    "R6 cores": 0.02,
    "R7 MB": 20,
    "R7 missing": 0,
    "R7 twice": 0,
    "votes refused": 0,
    "MB in all": 250,
    "R10 ms": 1000,
}

IDLE = 20
SOAKED = 10_000
"""Numbers from here on are of questions of the soak."""


def serve(folder: str, port: int) -> subprocess.Popen[str]:
    """`groundswell run` on a site of its own, without a worker."""
    command = [sys.executable, "-m", "groundswell", "run", "--port", str(port)]
    command += ["--no-demo", "--no-worker"]
    environment = os.environ | {"DATA_DIR": folder, "RATE_LIMITS": "false"}
    # All of them come from this machine: of one address no more than a thousand may listen else.
    environment["LIVE_MOST_STREAMS_PER_ADDRESS"] = "10000"
    pipe = subprocess.PIPE
    server = subprocess.Popen(command, cwd=ROOT, stdout=pipe, text=True, env=environment)
    assert server.stdout is not None
    for line in server.stdout:
        if "(ready" in line:
            return server
    raise SystemExit("The site did not begin.")


async def asked(
    site: Site, room: Room, *, options: argparse.Namespace, pids: list[int]
) -> dict[str, Any]:
    """R1: a question and twenty votes a second in front of everybody; R6: nothing at all."""
    spent = cpu_seconds(pids)
    await asyncio.sleep(IDLE)
    idle = (cpu_seconds(pids) - spent) / IDLE
    spent, room.begun = cpu_seconds(pids), time.time() + 0.5
    voting = asyncio.create_task(site.votes_on_schedule(room.begun, options.seconds, 20))
    for number in range(options.seconds):
        await asyncio.sleep(max(0.0, room.begun + number - time.time()))
        await asyncio.to_thread(site.ask, number)
    await voting
    await asyncio.sleep(3)
    spent = cpu_seconds(pids) - spent
    seen = room.latencies()
    wanted = options.seconds * len(room.people)
    return {
        "R6 cores": round(idle, 3),
        "R1 p50 ms": room.at(0.5),
        "R1 p95 ms": room.at(0.95),
        "R1 p99 ms": room.at(0.99),
        "R1 missing": wanted - len(seen),
        "R1 twice": room.twice(),
        "R1 cores": round(spent / options.seconds, 3),
        "R1 us a delivery": round(spent * 1e6 / max(1, room.frames()), 1),
        "R1 deliveries": room.frames(),
    }


async def soaked(site: Site, room: Room, *, minutes: float, pids: list[int]) -> dict[str, Any]:
    """R7: so many minutes of a question a second and twenty votes; what memory grew by."""
    before, memory = room.seen(), private_kb(pids)
    begun, count = time.time() + 0.5, int(minutes * 60)
    voting = asyncio.create_task(site.votes_on_schedule(begun, count, 20))
    for number in range(count):
        await asyncio.sleep(max(0.0, begun + number - time.time()))
        await asyncio.to_thread(site.ask, SOAKED + number)
    await voting
    await asyncio.sleep(3)
    wanted = (count + 1) * len(room.people)  # and the question they voted for
    return {
        "R7 MB": round((private_kb(pids) - memory) / 1000, 1),
        "R7 missing": wanted - (room.seen() - before),
        "R7 twice": room.twice(),
    }


async def restarted(site: Site, room: Room, *, folder: str, server: Any) -> tuple[Any, Any]:
    """R5: the server ends and begins again while questions are asked."""
    before = room.seen()
    began = time.time()
    server.send_signal(signal.SIGTERM)
    server.wait(15)
    for number in range(1000, 1005):
        site.ask(number)
    server = await asyncio.to_thread(serve, folder, site.port)
    while (  # noqa: ASYNC110 - the hot path of the listeners sets no event
        room.connected() < len(room.people) and time.time() < began + 60
    ):
        await asyncio.sleep(0.1)
    back = time.time() - began
    await asyncio.sleep(3)
    missing = 5 * len(room.people) - (room.seen() - before)
    return server, {
        "R5 seconds": round(back, 1),
        "R5 missing": missing,
        "R5 twice": room.twice(),
    }


def measured(options: argparse.Namespace, folder: str) -> dict[str, Any]:
    """Everything, on one site."""
    site = Site(folder, options.port)
    site.furnish(people=600)
    server = serve(folder, options.port)
    time.sleep(2)
    found: dict[str, Any] = {}

    async def all_of_it() -> None:
        nonlocal server
        pids = family(server.pid)
        memory = private_kb(pids)
        room = await listen(site, options.listeners)
        await asyncio.sleep(1.5)
        found["KB a listener"] = round((private_kb(pids) - memory) / options.listeners, 1)
        found.update(await asked(site, room, options=options, pids=pids))
        found.update(await post_votes(site, 600))
        found.update(await answer_at_once(site, 600))
        found.update(await come_in(site, options.joins, 10))
        found["MB in all"] = round(memory_mb(server.pid), 1)
        if options.soak:
            found.update(await soaked(site, room, minutes=options.soak, pids=pids))
        found["votes refused"] = site.refused
        server, after = await restarted(site, room, folder=folder, server=server)
        found.update(after)
        room.close()

    try:
        asyncio.run(all_of_it())
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(15)
    found["R10 ms"] = site.recap_of(2000)
    return found


def report(found: dict[str, Any], bare: dict[str, float], options: argparse.Namespace) -> None:
    load = " ".join(f"{value:.2f}" for value in os.getloadavg())
    print(f"Live session: {options.listeners} listeners, load {load}")
    for named, value in found.items():
        hall = options.listeners >= HALL and named == "R1 p95 ms"
        name = "R2 p95 ms" if hall else named
        budget = BUDGETS.get(name)
        print(f"{name:22}{value:>12}{'' if budget is None else f'   budget {budget}'}")
    print(f"{'bare us a delivery':22}{bare['cpu_us']:>12}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--listeners", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--joins", type=int, default=500, help="who come in within ten seconds")
    parser.add_argument("--soak", type=float, default=0, help="minutes, after the rest")
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    options = parser.parse_args()
    options.rate = 5.0
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory(prefix="gs") as folder:
        found = measured(options, folder)
    bare = the_limit(options)
    if options.json:
        print(json.dumps({"live_session": found, "bare": bare}))
    else:
        report(found, bare, options)
    exact = [
        name
        for name in found
        if name.split()[-1] in {"missing", "twice", "wrong", "errors", "refused"}
    ]
    return 0 if not any(found[name] for name in exact) else 1


if __name__ == "__main__":
    sys.exit(main())
