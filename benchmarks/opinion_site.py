"""What voters wait for while the worker draws a large opinion map anew, beside an idle site.

    DATA_DIR=$(mktemp -d) python -m benchmarks.opinion_site [--people 33000] [--statements 1000]
        [--votes 2000000] [--asked 300] [--minutes 7]

Makes a map of that size in DATA_DIR. A process of its own, as the worker is, draws it once, and
then again after every 1,000 new stances. Voters open the page and answer, one after the other:
first with nothing else going on, then while the map is drawn again and again. The goals: an update
in one second, and the 95th percentile of what voters wait for within twice its idle value.

It says what it does as it goes. After `--minutes` it asks no more and judges what there is by then;
a map that is not drawn by then ends it with 2.
"""

import argparse
import os
import random
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NEW = 1_000
UPDATE, TIMES = 1.0, 2.0
FEWEST = 20
"""So many answers tell a 95th percentile, roughly."""
_BEGAN = time.perf_counter()


def main() -> int:
    """Measures; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=33_000)
    parser.add_argument("--statements", type=int, default=1_000)
    parser.add_argument("--votes", type=int, default=2_000_000)
    parser.add_argument("--asked", type=int, default=300)
    parser.add_argument("--minutes", type=float, default=7)
    parser.add_argument("--draw", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.settings")
    import django  # noqa: PLC0415 - settings come first

    django.setup()
    if options.draw:
        return draw(options.draw)
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["testserver"]
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES["staticfiles"] = {"BACKEND": plain}
    call_command("migrate", verbosity=0)
    ends = _BEGAN + options.minutes * 60
    tell("The site stands; making the map.")
    decision, voter = prepare(options.people, options.statements, options.votes, ends=ends)
    command = [sys.executable, "-m", "benchmarks.opinion_site", "--draw", str(decision.pk)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as worker:
        late = threading.Timer(max(ends - time.perf_counter(), 1), worker.kill)
        late.daemon = True
        late.start()
        tell("Drawing it afresh, in a process of its own.")
        first = said(worker)
        tell(f"Drawn in {first} s. Voters answer while nothing else goes on.")
        late.cancel()
        waits(decision, voter, 5, ends=ends)  # the first pages of a process cost more
        idle = waits(decision, voter, options.asked, ends=(ends + time.perf_counter()) / 2)
        tell(f"{len(idle)} answers. Now while the map is drawn again and again.")
        worker.stdin.write("go\n")  # type: ignore[union-attr]
        worker.stdin.flush()  # type: ignore[union-attr]
        busy = waits(decision, voter, options.asked, ends=ends)
        tell(f"{len(busy)} answers.")
        worker.stdin.close()  # type: ignore[union-attr]
        updates = [float(one) for one in said(worker).split()]
    return report(first, idle, busy=busy, updates=updates)


def tell(says: str) -> None:
    """How far it is, and since when."""
    sys.stderr.write(f"{time.perf_counter() - _BEGAN:6.1f} s  {says}\n")
    sys.stderr.flush()


def report(first: str, idle: list[float], *, busy: list[float], updates: list[float]) -> int:
    """Each figure beside its goal."""
    calm, full = (sorted(waited)[int(len(waited) * 0.95)] for waited in (idle, busy))
    seconds, cpu = sorted(updates[::2]), sorted(updates[1::2])
    middle, spent = seconds[len(seconds) // 2], cpu[len(cpu) // 2]
    sys.stdout.write(
        f"drawn afresh in {first} s\n"
        f"{len(seconds)} updates of {NEW:,} stances: {middle:.2f} s and {spent:.2f} s of CPU in "
        f"the middle (goal {UPDATE:g} s)\n"
        f"a page and an answer: p95 {calm * 1000:.0f} ms idle, {full * 1000:.0f} ms while the map "
        f"is drawn, {full / calm:.1f} times (goal {TIMES:g})\nload {os.getloadavg()[0]:.1f}\n"
    )
    return 0 if spent <= UPDATE and full <= TIMES * calm else 1


def said(worker: "subprocess.Popen[str]") -> str:
    """The next line of the process that draws."""
    line = worker.stdout.readline()  # type: ignore[union-attr]
    if not line:
        tell("The process that draws has ended, or ran out of time.")
        raise SystemExit(2)
    return line.strip()


def draw(topic: int) -> int:
    """Draws the map, says how long it took; then again and again until nobody listens."""
    from groundswell.decisions.models import Decision, RollEntry  # noqa: PLC0415
    from groundswell.decisions.tasks import draw_map  # noqa: PLC0415

    decision = Decision.objects.select_related("topic__author").get(pk=topic)
    began = time.perf_counter()
    draw_map(decision)
    sys.stdout.write(f"{time.perf_counter() - began:.1f}\n")
    sys.stdout.flush()
    rng = random.Random(3)
    entries = list(RollEntry.objects.filter(decision=decision).values_list("id", flat=True)[:5_000])
    sys.stdin.readline()
    taken: list[str] = []
    ends = time.perf_counter() + 3
    ended = threading.Event()

    def listen() -> None:
        sys.stdin.read()
        ended.set()

    threading.Thread(target=listen, daemon=True).start()
    while not ended.is_set() or time.perf_counter() < ends:
        move(decision, rng.sample(entries, min(100, len(entries))), rng)
        began, spent = time.perf_counter(), time.process_time()
        draw_map(decision)
        taken += [f"{time.perf_counter() - began:.3f}", f"{time.process_time() - spent:.3f}"]
    sys.stdout.write(" ".join(taken) + "\n")
    return 0


def move(decision: Any, entries: list[int], rng: random.Random) -> None:
    """Stances of some people change: 1,000 of them, as new as any."""
    from django.utils.timezone import now  # noqa: PLC0415

    from groundswell.decisions.models import Stance  # noqa: PLC0415

    rows = Stance.objects.filter(decision=decision, entry__in=entries)
    ids = list(rows.values_list("id", flat=True)[:NEW])
    Stance.objects.filter(id__in=ids).update(at=now(), value=rng.choice([-1, 0, 1]))


def waits(decision: Any, voter: Any, asked: int, *, ends: float) -> list[float]:
    """How long each page and answer took; fewer where the time is over."""
    from django.test import Client  # noqa: PLC0415

    from groundswell.core import limits  # noqa: PLC0415

    browser = Client()
    browser.force_login(voter.account)
    own = f"/t/{decision.pk}/think/"
    found = []
    for number in range(1, asked + 1):
        if number > FEWEST and time.perf_counter() > ends:
            break
        limits.reset()
        began = time.perf_counter()
        page = browser.get(f"{own}?go=on")
        form = {"statement": number % decision.option_count + 1, "value": "agree"}
        answer = browser.post(own, form)
        found.append(time.perf_counter() - began)
        if (page.status_code, answer.status_code) != (200, 303):
            raise SystemExit(f"Voting answered {page.status_code} and {answer.status_code}.")
    return found


def put(model: Any, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    """Rows in one transaction: each would be one of its own, at ten times the cost."""
    from django.db import transaction  # noqa: PLC0415

    from groundswell.core.rows import insert_all  # noqa: PLC0415

    with transaction.atomic():
        insert_all(model, columns, rows)


def prepare(people: int, statements: int, votes: int, *, ends: float) -> tuple[Any, Any]:
    """An open map of that size, and one of its voters with an account."""
    from benchmarks.opinion import crowd  # noqa: PLC0415
    from groundswell.actors.models import Account, Actor  # noqa: PLC0415
    from groundswell.core.clock import now  # noqa: PLC0415
    from groundswell.core.ids import new_id  # noqa: PLC0415
    from groundswell.decisions.actions import Rules, open_decision  # noqa: PLC0415
    from groundswell.decisions.models import Decision, Option, RollEntry, Stance  # noqa: PLC0415
    from groundswell.spaces.actions import open_space  # noqa: PLC0415

    handle = f"bench{time.time_ns()}"
    voter = Actor.objects.create(handle=handle, name="Voter")
    Account.objects.create(actor=voter, email=f"{handle}@example.org")
    space = open_space(actor=voter, handle=f"{handle}s", name="Bench", purpose="To measure")
    rules = Rules(method="opinion_map", results="live")
    decision = open_decision(actor=voter, space=space, title="Map", text="Large.", rules=rules)
    made, _truth = crowd(people, statements, votes)
    at = now()
    entries = [new_id() for _ in range(people)]
    columns = ("id", "decision_id", "guest", "added_at", "voted")
    rows = [(one, decision.pk, str(n), at, 1) for n, one in enumerate(entries)]
    put(RollEntry, columns, rows)
    options = Option.objects.bulk_create(
        Option(decision=decision, number=n + 1, text=f"Statement {n}", key=f"statement {n}")
        for n in range(statements)
    )
    said_by = ("id", "decision_id", "option_id", "entry_id", "value", "weight", "at")
    values = zip(made.person.tolist(), made.statement.tolist(), made.value.tolist(), strict=True)
    some: list[tuple[Any, ...]] = []
    done = 0
    for number, (one, what, value) in enumerate(values):
        # Over a day: what came within two minutes of the newest is read again with each update.
        when = at - timedelta(days=1) * (1 - number / votes)
        some.append((new_id(), decision.pk, options[what].id, entries[one], value, 1, when))
        if len(some) == 50_000:
            put(Stance, said_by, some)
            some = []
            done += 50_000
            if done % 500_000 == 0:
                tell(f"{done:,} stances.")
            if time.perf_counter() > ends:
                tell("Out of time before the map was made.")
                raise SystemExit(2)
    put(Stance, said_by, some)
    Decision.objects.filter(pk=decision.pk).update(option_count=statements, ballot_count=people)
    decision.refresh_from_db()
    return decision, voter


if __name__ == "__main__":
    sys.exit(main())
