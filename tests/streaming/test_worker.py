"""The worker: what waits is done, by one worker, and what a dead one left is taken up."""

import json
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django_tasks_db.models import DBTaskResult

from groundswell.activity.models import Activity, Outbox
from groundswell.actors.models import Actor
from groundswell.core import schedule
from groundswell.core.bus import Signal
from groundswell.core.clock import now
from groundswell.core.schedule import Job, every
from groundswell.exchange.examined import examine
from groundswell.spaces.models import Space
from groundswell.streaming.models import Heartbeat, JobRun, Revocation
from groundswell.streaming.tasks import forget_revocations, free_orphans, revocations_since
from groundswell.streaming.worker import Worker
from tests.racing import several_connections

pytestmark = pytest.mark.django_db


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One registered job, which notes that it ran."""
    ran: list[str] = []
    job = Job(name="tidy", interval=timedelta(minutes=5), work=lambda: ran.append("tidy"))
    monkeypatch.setattr(schedule, "_jobs", {"tidy": job})
    return ran


def test_job_runs_when_it_is_due_and_not_before(ran: list[str]) -> None:
    worker = Worker()

    worker._turn()
    worker._turn()
    with time_machine.travel(now() + timedelta(minutes=6)):
        worker._turn()

    assert ran == ["tidy", "tidy"]


def test_job_that_another_living_worker_is_at_is_left_alone(ran: list[str]) -> None:
    Heartbeat.objects.create(worker="other")
    JobRun.objects.create(name="tidy", worker="other")

    Worker()._turn()

    assert ran == []


def test_job_of_a_dead_worker_is_taken_over(ran: list[str]) -> None:
    Heartbeat.objects.create(worker="other", at=now() - timedelta(seconds=61))
    JobRun.objects.create(name="tidy", worker="other")

    Worker()._turn()

    assert ran == ["tidy"]


def test_job_that_fails_waits_for_its_next_turn(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ValueError("broken")

    job = Job(name="fail", interval=timedelta(minutes=5), work=fail)
    monkeypatch.setattr(schedule, "_jobs", {"fail": job})

    Worker()._turn()

    run = JobRun.objects.get(name="fail")
    assert (run.worker, run.finished_at is None) == ("", False)


def test_every_wants_an_interval() -> None:
    with pytest.raises(ValueError, match="interval"):
        every()


def task(worker: str, minutes: int) -> Any:
    started = now() - timedelta(minutes=minutes)
    return DBTaskResult.objects.create(
        status="RUNNING",
        worker_ids=[worker],
        started_at=started,
        run_after=started,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="x",
        backend_name="default",
    )


def test_task_of_a_dead_worker_waits_again() -> None:
    orphan, fresh, kept = task("dead", 5), task("dead", 0), task("alive", 5)

    free_orphans(["alive"])

    states = [DBTaskResult.objects.get(id=each.id).status for each in (orphan, fresh, kept)]
    assert states == ["READY", "RUNNING", "RUNNING"]


def test_revocation_is_kept_for_a_restart_and_forgotten_in_time() -> None:
    worker = Worker()

    worker._heard([Signal("revoke-7", "changed"), Signal("revoke-8", "space-1")])
    kept = [(who, what) for who, what, _ in revocations_since(now() - timedelta(minutes=1))]
    with time_machine.travel(now() + timedelta(days=1)):
        forget_revocations()

    assert sorted(kept) == [(7, "all"), (8, "space-1")]
    assert Revocation.objects.count() == 0


def test_signal_for_the_worker_wakes_it() -> None:
    worker = Worker()

    worker._heard([Signal("topic-1")])
    assert not worker.wake.is_set()
    worker._heard([Signal("worker")])
    assert worker.wake.is_set()


def test_ready_needs_a_worker_that_is_alive() -> None:
    Heartbeat.objects.create(worker="one", at=now() - timedelta(seconds=61))
    before = Client().get("/readyz")
    Heartbeat.objects.create(worker="two")
    after = Client().get("/readyz")

    assert (before.status_code, before["Retry-After"]) == (503, "5")
    assert json.loads(before.content)["checks"] == {
        "database": True,
        "migrations": True,
        "worker": False,
    }
    assert (after.status_code, json.loads(after.content)["ready"]) == (200, True)


def test_what_cannot_be_followed_up_is_told_to_the_operator(ada: Actor, meadow: Space) -> None:
    activity = Activity.objects.get(kind="spaces.space_opened")
    Outbox.objects.update(attempts=3, failed={"search.projections.index": "ValueError"})
    Outbox.objects.exclude(activity=activity).delete()
    Heartbeat.objects.create(worker="one")

    ready = Client().get("/readyz")
    found = {finding.name: finding for finding in examine()}["follow-up"]

    assert (ready.status_code, json.loads(ready.content)["followed_up"]) == (200, False)
    assert (found.level, found.says) == (
        "warn",
        "Not followed up: 1. Of spaces.space_opened: search.projections.index raises ValueError.",
    )


def test_alive_needs_nothing() -> None:
    assert Client().get("/healthz").content == b"ok\n"


@pytest.mark.django_db(transaction=True)
def test_slow_service_elsewhere_delays_no_other_job(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answered, ran = threading.Event(), []
    jobs = {
        "a-slow": Job(
            name="a-slow",
            interval=timedelta(seconds=1),
            work=lambda: ran.append(answered.wait(20)),
            outside=True,
        ),
        "b-tidy": Job(
            name="b-tidy", interval=timedelta(seconds=1), work=lambda: ran.append("tidy")
        ),
    }
    monkeypatch.setattr(schedule, "_jobs", jobs)
    with several_connections(tmp_path):
        worker = Worker()

        worker._turn()
        with time_machine.travel(now() + timedelta(seconds=2), tick=False):
            worker._turn()
        before = list(ran)
        answered.set()
        worker._wait_for_those_apart()

        run = JobRun.objects.get(name="a-slow")
    # Twice the one, and the other once: it was not begun again while it waited.
    assert (before, ran) == (["tidy", "tidy"], ["tidy", "tidy", True])
    assert (run.worker, run.finished_at is None, worker.at_work) == ("", False, set())


def test_job_that_a_lost_database_left_under_our_name_runs_again(ran: list[str]) -> None:
    worker = Worker()
    Heartbeat.objects.create(worker=worker.name)
    JobRun.objects.create(name="tidy", worker=worker.name)

    worker._turn()

    assert ran == ["tidy"]
