"""Live fan-out: the real server, a thousand listeners, ten events a second, beside the bare limit.

    python benchmarks/live_fanout.py [--listeners 1000] [--rate 10] [--seconds 15] [--json]

Open loop: events leave on schedule whatever the server does, latency counts from the time an event
was due to leave until each listener has it, and what is missing is counted. CPU is that of all
server processes together, without the listeners.
"""

import argparse
import asyncio
import json
import os
import platform
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.live_fanout_clients import Tally, connect  # noqa: E402

CHANNELS = 15  # each is used less than once a second, so that coalescing holds nothing back
BUDGET_CPU = 20.0  # microseconds a delivery
BUDGET_MEMORY = 35.0  # KB a listener
BUDGET_P99 = 100.0  # ms
TICK = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """A process and its children."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [pid, *map(int, listed.split())]


def cpu_seconds(pids: list[int]) -> float:
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def private_kb(pids: list[int]) -> int:
    texts = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids]
    return sum(int(size) for text in texts for size in re.findall(r"Private_\w+: +(\d+)", text))


async def measure(
    port: int,
    request: bytes,
    *,
    pids: list[int],
    options: argparse.Namespace,
    begin: Callable[..., Any],
) -> dict[str, float]:
    """Connect the listeners, let the events flow, and count."""
    events = int(options.rate * options.seconds)
    tally = Tally(interval=1 / options.rate)
    memory = private_kb(pids)
    listening = await connect(port, request, count=options.listeners, tally=tally)
    await asyncio.sleep(1.5)
    memory = private_kb(pids) - memory
    lost_before = tally.lost
    spent = cpu_seconds(pids)
    tally.begun = time.time() + 0.5
    await begin(tally.begun, events, tally.interval)
    until = time.time() + 5
    while (  # noqa: ASYNC110 - the hot path of the listeners sets no event
        len(tally.latencies) < events * options.listeners and time.time() < until
    ):
        await asyncio.sleep(0.1)
    spent = cpu_seconds(pids) - spent
    lost = tally.lost - lost_before
    for protocol in listening:
        if protocol.transport is not None:
            protocol.transport.abort()
    latencies = sorted(tally.latencies) or [float("nan")]
    return {
        "connected": tally.connected,
        "deliveries": len(tally.latencies),
        "missing": events * options.listeners - len(tally.latencies),
        "streams_lost": lost,
        "cpu_us": round(spent * 1e6 / max(1, len(tally.latencies)), 1),
        "kb": round(memory / options.listeners, 1),
        "p50_ms": round(latencies[len(latencies) // 2] * 1000, 1),
        "p99_ms": round(latencies[int(len(latencies) * 0.99)] * 1000, 1),
    }


async def publish_on_schedule(begun: float, events: int, interval: float) -> None:
    """Through the same bus as a worker or an importer would."""
    from groundswell.core.bus import publish  # noqa: PLC0415 - needs the settings of this run

    for number in range(events):
        await asyncio.sleep(max(0.0, begun + number * interval - time.time()))
        publish(f"bench-{number % CHANNELS}", data={"n": number})


def the_site(options: argparse.Namespace, folder: str) -> dict[str, float]:
    """`groundswell run` on a site of its own."""
    os.environ["DATA_DIR"] = folder
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.settings")
    command = [
        sys.executable,
        "-m",
        "groundswell",
        "run",
        "--port",
        "0",
        "--no-demo",
        "--no-worker",
    ]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        port = next(
            int(m[1]) for line in server.stdout if (m := re.search(r":(\d+) \(ready", line))
        )
        import django  # noqa: PLC0415 - the environment is set only now

        django.setup()
        from groundswell.core.subscriptions import issue  # noqa: PLC0415

        token = quote(issue(None, [f"bench-{number}" for number in range(CHANNELS)]))
        time.sleep(2)  # both server processes are up
        request = f"GET /live/stream?token={token} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        pids = family(server.pid)
        return asyncio.run(
            measure(port, request, pids=pids, options=options, begin=publish_on_schedule)
        )
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(15)


def the_limit(options: argparse.Namespace) -> dict[str, float]:
    """The bare broadcast."""
    events = int(options.rate * options.seconds)
    command = [sys.executable, "benchmarks/live_fanout_bare.py", str(events), str(1 / options.rate)]
    pipe = subprocess.PIPE
    bare = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
    try:
        assert bare.stdout is not None
        assert bare.stdin is not None
        port = int(bare.stdout.readline())
        told = bare.stdin

        async def begin(begun: float, events: int, interval: float) -> None:
            told.write(f"{begun}\n")
            told.flush()
            await asyncio.sleep(begun + events * interval - time.time())

        request = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
        return asyncio.run(measure(port, request, pids=[bare.pid], options=options, begin=begin))
    finally:
        bare.kill()
        bare.wait()


def report(site: dict[str, float], limit: dict[str, float], options: argparse.Namespace) -> None:
    load = " ".join(f"{value:.2f}" for value in os.getloadavg())
    print(
        f"Live fan-out: {options.listeners} listeners, {options.rate:g} events/s for "
        f"{options.seconds:g} s; Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"load {load}"
    )
    print(
        f"{'':24}{'CPU us/delivery':>16}{'KB/listener':>13}{'p50 ms':>9}{'p99 ms':>9}{'missing':>9}"
    )
    for name, row in (("groundswell run", site), ("bare asyncio protocol", limit)):
        print(
            f"{name:24}{row['cpu_us']:>16}{row['kb']:>13}{row['p50_ms']:>9}{row['p99_ms']:>9}"
            f"{row['missing']:>9}"
        )
    print(f"{'budget':24}{BUDGET_CPU:>16}{BUDGET_MEMORY:>13}{'':>9}{BUDGET_P99:>9}{0:>9}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--listeners", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=10.0)
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    options = parser.parse_args()
    if options.rate > CHANNELS * 0.9:
        parser.error(f"at most {CHANNELS * 0.9:g} events a second, or signals are coalesced")
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory(prefix="gs") as folder:
        site = the_site(options, folder)
    limit = the_limit(options)
    if options.json:
        print(json.dumps({"live_fanout": site, "bare": limit}))
    else:
        report(site, limit, options)
    return 0 if site["missing"] == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
