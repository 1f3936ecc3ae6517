"""A big challenge: 200,000 responses arrive, themes are found, and readers read, beside the limits.

    python -m benchmarks.big_challenge [--responses 200000] [--file FILE.tsv.gz] [--people]

FILE holds responses as lines of `true_idea`, `kind`, `text`; without it, the one in
GROUNDSWELL_DATA or ../shared/data is read, and without that texts are made up. Each gets a sector
and a discipline, and with `--people` one of a third as many authors. The site is a new one, and is
deleted. The load of the machine is told first: other work on it moves every time but those of the
processor.
"""

import argparse
import csv
import gzip
import json
import os
import random
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("GROUNDSWELL_DATA", ROOT.parent / "shared" / "data"))
LIMITS = {"import": 120.0, "run": 60.0, "memory": 800.0, "page": 100.0, "reader": 2.0}
SECTORS = ("health", "transport", "education", "business", "arts", "civil society", "")
DISCIPLINES = ("medicine", "engineering", "law", "economics", "sociology", "design", "")
TITLE = "What should change?"
WAIT = 0.05

RUN = """
import django; django.setup()
from groundswell.challenges.models import Challenge, ThemeRun
from groundswell.challenges.tasks.theme_runs import claim, tend
challenge = Challenge.objects.get()
run = ThemeRun.objects.create(challenge=challenge, by=challenge.topic.author)
claim(run.id); tend(run.id); run.refresh_from_db()
import json
print(json.dumps({"state": run.state, "problem": run.problem, "themes": run.themes,
    "folds": run.folds, "steps": run.found.get("seconds")}))
"""
PAGES = """
import django; django.setup()
import json, statistics, time
from django.conf import settings
from django.test import Client
from groundswell.challenges.models import Challenge, Theme
settings.ALLOWED_HOSTS = ["*"]
own = f"/t/{Challenge.objects.get().topic_id}/"
theme = Theme.objects.order_by("-idea_count").first()
paths = {"ideas": own + "ideas/", "themes": own + "themes/", "breakdown": own + "breakdown/",
    "theme": f"{own}themes/{theme.id}/", "in no theme": own + "themes/none/"}
told = {}
for name, path in paths.items():
    walls, works = [], []
    for _each in range(21):
        wall, work = time.perf_counter(), time.process_time()
        assert Client().get(path).status_code == 200, path
        walls.append(1000 * (time.perf_counter() - wall))
        works.append(1000 * (time.process_time() - work))
    told[name] = [round(statistics.median(walls[1:]), 1), round(statistics.median(works[1:]), 1)]
print(json.dumps(told))
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--responses", type=int, default=200_000)
    known = DATA / "short_texts" / "responses200k.tsv.gz"
    parser.add_argument("--file", type=Path, default=known)
    parser.add_argument("--people", action="store_true", help="name who said each")
    options = parser.parse_args()
    print(f"{options.responses:,} responses, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        surroundings = {
            **os.environ,
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "RATE_LIMITS": "false",
        }
        surroundings["PYTHONPATH"] = str(ROOT)
        surroundings.pop("DATABASE_URL", None)
        table = Path(folder) / "responses.tsv"
        write(table, options.file, options.responses, people=options.people)
        measured = on_a_site(surroundings, table)
    return report(measured)


SETTINGS = "groundswell.config.settings"


def texts(path: Path) -> Iterator[str]:
    """Real short texts, or made-up ones."""
    if path.is_file():
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            next(lines)
            yield from (line.rstrip("\n").split("\t", 2)[2] for line in lines)
        return
    words = [f"{first}{last}" for first in "bdfgklmnprst" for last in ("ana", "eri", "olu", "iso")]
    chance = random.Random(1)
    while True:
        about = chance.randrange(40)
        yield " ".join(words[(about + chance.randrange(9)) % len(words)] for _each in range(9))


def write(table: Path, source: Path, count: int, *, people: bool) -> None:
    chance = random.Random(1)
    with table.open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None)
        rows.writerow(["id", "text", "author", "sector", "discipline"])
        for number, text in zip(range(count), texts(source), strict=False):
            author = f"Person {chance.randrange(max(1, count // 3))}" if people else ""
            plain = text.replace("\t", " ")
            rows.writerow(
                [number, plain, author, chance.choice(SECTORS), chance.choice(DISCIPLINES)]
            )


def on_a_site(surroundings: dict[str, str], table: Path) -> dict[str, Any]:
    groundswell(surroundings, "migrate", "--verbosity", "0")
    groundswell(surroundings, "collectstatic", "--no-input", "--verbosity", "0")
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "groundswell", "run", "--no-demo", "--no-worker", "--port", port],
        cwd=ROOT,
        env=surroundings,
        stdout=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}/healthz"
        wait_for(address)
        reader = f"http://127.0.0.1:{port}/"
        reading(reader, lambda: time.sleep(3))  # the first requests are no reader's
        idle = reading(reader, lambda: time.sleep(10))
        began = time.perf_counter()
        words = ("import", "responses", str(table), "--challenge", TITLE, "--space", "lab")
        busy = reading(reader, lambda: groundswell(surroundings, *words))
        seconds = time.perf_counter() - began
        run, cpu, memory = computed(surroundings)
        pages = json.loads(python(surroundings, PAGES).splitlines()[-1])
    finally:
        server.terminate()
        server.wait()
    times = {"import": seconds, "run": run.pop("seconds"), "run_cpu": cpu, "memory": memory}
    return {**times, "idle": idle, "busy": busy, "found": run, "pages": pages}


def computed(surroundings: dict[str, str]) -> tuple[dict[str, Any], float, float]:
    """One run: what it says of itself, seconds of processor, and the most memory in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    told = json.loads(python(surroundings, RUN).splitlines()[-1])
    told["seconds"] = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return told, cpu, after.ru_maxrss / 1024


def reading(address: str, work: Any) -> float:
    """The 95th of a hundred waits of a reader, in ms, while the work is done."""
    waits: list[float] = []
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            began = time.perf_counter()
            # An address of its own each time: strangers share a page for a second.
            asked = f"{address}?read={len(waits)}"
            with urllib.request.urlopen(asked) as answer:  # noqa: S310 - our own server
                answer.read()
            waits.append(1000 * (time.perf_counter() - began))
            time.sleep(WAIT)

    thread = threading.Thread(target=read)
    thread.start()
    work()
    over.set()
    thread.join()
    return statistics.quantiles(waits, n=20)[-1] if len(waits) > 1 else waits[0]


def report(measured: dict[str, Any]) -> int:
    slower = measured["busy"] / max(0.1, measured["idle"])
    rows = [
        ("import, s", measured["import"], LIMITS["import"]),
        ("reader's p95 during the import, as a multiple of idle", slower, LIMITS["reader"]),
        (
            "themes, until they are shown, s",
            sum(measured["found"]["steps"].values()),
            LIMITS["run"],
        ),
        ("peak memory of an import or run, MB", measured["memory"], LIMITS["memory"]),
    ]
    for name, (wall, work) in measured["pages"].items():
        rows.append((f"page {name}, ms (processor {work})", wall, LIMITS["page"]))
    for name, value, limit in rows:
        print(f"{name:60} {value:9.1f}  limit {limit:6.0f}  {'' if value <= limit else 'OVER'}")
    whole, work = measured["run"], measured["run_cpu"]
    print(f"a whole run, with what stands beside ideas: {whole:.1f} s, processor {work:.1f} s")
    print(f"reader's p95: idle {measured['idle']:.1f} ms, during {measured['busy']:.1f} ms")
    print(json.dumps(measured["found"]))
    return 0 if all(value <= limit for _name, value, limit in rows) else 1


def groundswell(surroundings: dict[str, str], *words: str) -> str:
    return ran(surroundings, [sys.executable, "manage.py", *words])


def python(surroundings: dict[str, str], program: str) -> str:
    return ran(surroundings, [sys.executable, "-c", program])


def ran(surroundings: dict[str, str], command: list[str]) -> str:
    done = subprocess.run(
        command, cwd=ROOT, env=surroundings, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def free_port() -> str:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return str(listening.getsockname()[1])


def wait_for(address: str) -> None:
    for _each in range(600):
        try:
            urllib.request.urlopen(address).close()  # noqa: S310 - our own server
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The server did not start.")


if __name__ == "__main__":
    sys.exit(main())
