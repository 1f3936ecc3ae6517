"""Similar ideas while typing, at 50,000 and 200,000 ideas, beside the budgets.

    python -m benchmarks.similar FILE.tsv.gz [--database URL] [--queries 500]

FILE holds responses as lines of `true_idea`, `kind`, `text`, perturbed copies of real short texts.
They become the ideas of one challenge, in an empty temporary SQLite or the named empty PostgreSQL
database. A query is one response with its own row left out: it is found when another response of
the same true idea is among the five that are shown. Measured is the whole request of somebody
signed in, from the address to the drawn list, in this process; and the search alone.
"""

import argparse
import gzip
import os
import random
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

BUDGETS = {50_000: 50.0, 200_000: 150.0}
LEAST_RECALL = 0.99
TOGETHER = 2_000
Row = tuple[str, str, str]


def responses(path: Path) -> list[Row]:
    """The rows of the file, those of the first true ideas first."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        next(lines)
        rows = [tuple(line.rstrip("\n").split("\t", 2)) for line in lines]
    return sorted(rows, key=lambda row: int(row[0]))  # type: ignore[arg-type]


def site() -> tuple[Any, Any]:
    """An empty site with a person and a challenge."""
    import django  # noqa: PLC0415 - the environment is set first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - as above

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from tests import factories  # noqa: PLC0415 - as above

    steward = factories.person("steward")
    space = factories.space(steward, "meadow")
    return steward, factories.challenge(steward, space, title="What should change?")


def share(challenge: Any, rows: list[Row], ids: dict[int, Row]) -> None:
    """Shares the rows, a batch in a transaction as imports do."""
    from django.db import transaction  # noqa: PLC0415 - the environment is set first

    for start in range(0, len(rows), TOGETHER):
        with transaction.atomic():
            ids.update(batch(challenge, rows[start : start + TOGETHER]))
    challenge.idea_count = len(ids)
    challenge.save(update_fields=["idea_count"])


def batch(challenge: Any, rows: list[Row]) -> dict[int, Row]:
    """Writes the rows an import would write, and indexes them as its reader does."""
    from groundswell.challenges.models import Idea  # noqa: PLC0415 - the environment is set first
    from groundswell.challenges.projections import index_ideas  # noqa: PLC0415 - as above
    from groundswell.conversations.models import Message, Topic  # noqa: PLC0415 - as above
    from groundswell.core.ids import new_id  # noqa: PLC0415 - as above
    from groundswell.core.rows import insert_objects  # noqa: PLC0415 - as above

    stage, within = challenge.stages.first(), challenge.topic
    common = {"kind": "idea", "space": within.space, "author": within.author, "last_number": 1}
    topics = [
        Topic(id=new_id(), title=text[:150] or "-", within=within, **common)
        for _true, _kind, text in rows
    ]
    openings = [
        Message(
            id=new_id(), topic=topic, number=1, author=topic.author, kind="opening", text=row[2]
        )
        for topic, row in zip(topics, rows, strict=True)
    ]
    insert_objects(Topic, topics)
    insert_objects(Message, openings)
    insert_objects(Idea, [Idea(topic=t, challenge=challenge, stage=stage) for t in topics])
    index_ideas([topic.id for topic in topics])
    return {topic.id: row for topic, row in zip(topics, rows, strict=True)}


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """How many milliseconds it took, and what it gave."""
    began = time.perf_counter()
    made = work()
    return (time.perf_counter() - began) * 1000, made


def percentile(figures: list[float], part: float) -> float:
    """Of so many figures the one below which `part` of them lie."""
    return sorted(figures)[min(len(figures) - 1, int(len(figures) * part))]


def measure(steward: Any, challenge: Any, ids: dict[int, Row], *, queries: int) -> dict[str, Any]:
    """Times and recall over queries drawn by a fixed seed."""
    from django.test import Client  # noqa: PLC0415 - the environment is set first

    from groundswell.challenges.selectors.similar import nearest  # noqa: PLC0415 - as above
    from groundswell.challenges.tokens import said  # noqa: PLC0415 - as above

    members: dict[str, list[int]] = defaultdict(list)
    for id_, row in ids.items():
        members[row[0]].append(id_)
    drawn = random.Random(1).sample(sorted(ids), 2 * queries)
    chosen = [id_ for id_ in drawn if len(members[ids[id_][0]]) > 1][:queries]
    browser = Client(headers={"host": "127.0.0.1"})
    browser.force_login(steward.account)
    address = f"/t/{challenge.topic_id}/similar/"
    requests, searches, work, found = [], [], [], 0
    for place, id_ in enumerate(chosen):
        true, _kind, text = ids[id_]
        words = said("", text)
        took, near = timed(lambda: nearest(challenge, steward, words, without=id_))  # noqa: B023
        searches.append(took)
        found += any(ids[other][0] == true for other in near)
        told = {"title": text[:150], "text": ""}
        began = time.process_time()
        took, answer = timed(
            lambda: browser.post(address, told, headers={"HX-Request": "true"})  # noqa: B023
        )
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")
        if place:  # the first asks for the templates, too
            requests.append(took)
            work.append((time.process_time() - began) * 1000)
    return {"requests": requests, "work": work, "searches": searches, "recall": found / len(chosen)}


def show(size: int, figures: dict[str, Any], seconds: float) -> bool:
    """One line for each figure beside its budget; whether all are met."""
    budget = BUDGETS[size]
    p50, p95 = (percentile(figures["requests"], part) for part in (0.5, 0.95))
    alone = [percentile(figures["searches"], part) for part in (0.5, 0.95)]
    work = [percentile(figures["work"], part) for part in (0.5, 0.95)]
    recall = figures["recall"]
    print(f"{size:,} ideas, {len(figures['searches'])} queries, indexed in {seconds:.0f} s")
    print(f"  request   p50 {p50:6.1f} ms   p95 {p95:6.1f} ms   budget {budget:.0f} ms")
    print(f"  its CPU   p50 {work[0]:6.1f} ms   p95 {work[1]:6.1f} ms")
    print(f"  search    p50 {alone[0]:6.1f} ms   p95 {alone[1]:6.1f} ms")
    print(f"  in the top five {recall:.2%}   budget {LEAST_RECALL:.0%}", flush=True)
    return p95 <= budget and recall >= LEAST_RECALL


def run(args: argparse.Namespace) -> bool:
    """Both sizes, one after the other, on one challenge that grows."""
    rows = responses(args.file)
    steward, challenge = site()
    ids: dict[int, Row] = {}
    met = []
    for size in BUDGETS:
        took, _none = timed(lambda: share(challenge, rows[len(ids) : size], ids))  # noqa: B023
        figures = measure(steward, challenge, ids, queries=args.queries)
        met.append(show(size, figures, took / 1000))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f} at the end, {peak:.0f} MB, {sys.version[:6]}")
    return all(met)


def main() -> int:
    """0 when every budget is met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.similar", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--database", default="", help="an empty PostgreSQL database")
    parser.add_argument("--queries", type=int, default=500)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "RATE_LIMITS": "false"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "groundswell.config.settings"
        if args.database:
            os.environ["DATABASE_URL"] = args.database
        return 0 if run(args) else 1


if __name__ == "__main__":
    sys.exit(main())
