"""The worker: everything that follows a write, done outside requests and never lost.

What it works on waits in the database until it is done, so a worker may be killed at any moment:
activities in the outbox, tasks in their queue, jobs by the time they last finished.
"""

import logging
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Final

from django.db import DatabaseError, close_old_connections, connections
from django.db.models import Q
from django_tasks_db.management.commands.db_worker import Worker as TaskRunner
from django_tasks_db.models import DBTaskResult

from groundswell.activity.projector import project_pending
from groundswell.core import schedule
from groundswell.core.bus import Signal
from groundswell.core.clock import now
from groundswell.streaming.ear import Ear
from groundswell.streaming.models import Heartbeat, JobRun
from groundswell.streaming.tasks import DEAD, free_orphans, keep_revocation

CHANNEL: Final = "worker"
POLL: Final = 3.0  # seconds without a signal after which it looks all the same
BEAT: Final = 10.0
BATCH: Final = 50
GRACE: Final = 5.0  # seconds at the end for what waits for somebody else's server
TASKS_AT_ONCE: Final = 20

log: Final = logging.getLogger("groundswell.worker")


class Worker:
    """One worker process."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(3)}"
        self.wake = threading.Event()
        self.stopping = threading.Event()
        self.ear = Ear(self._heard)
        self.at_work: set[str] = set()
        """Names of the jobs that this worker is at."""
        self.apart: list[threading.Thread] = []
        self.tasks = TaskRunner(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=TASKS_AT_ONCE,
            worker_id=self.name,
            excluded_queue_names=[],
        )

    def stop(self, number: int = 0, frame: FrameType | None = None) -> None:
        """Finish the item at hand and end."""
        self.stopping.set()
        self.tasks.running = False
        self.wake.set()

    def run(self) -> None:
        """Work until told to stop."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        self.ear.start()
        pulse = threading.Thread(target=self._pulse, name="heartbeat", daemon=True)
        pulse.start()
        log.info("The worker is ready.")
        while not self.stopping.is_set():
            self.wake.clear()
            close_old_connections()
            if not self._turn():
                self.wake.wait(POLL)
        self.ear.stop()
        self._wait_for_those_apart()
        self._leave()
        log.info("The worker has finished.")

    def _turn(self) -> bool:
        """Do some of everything; whether there may be more to do at once."""
        try:
            more = [step() for step in (self._project, self._run_tasks, self._run_jobs)]
        except DatabaseError as error:
            log.warning("The database is away (%s); waiting.", error)
            connections.close_all()
            return False
        return any(more)

    def _project(self) -> bool:
        done = project_pending(BATCH)
        if done:
            log.info("Followed up %s activities.", done)
        return done == BATCH

    def _run_tasks(self) -> bool:
        before = self.tasks._run_tasks = 0  # noqa: SLF001 - its own count since it began
        if DBTaskResult.objects.ready().exists():
            self.tasks.run()
        return bool(self.tasks._run_tasks > before)  # noqa: SLF001

    def _run_jobs(self) -> bool:
        for job in schedule.jobs():
            if self.stopping.is_set() or job.name in self.at_work or not self._claim(job):
                continue
            self.at_work.add(job.name)
            if job.outside:
                self._run_apart(job)
            else:
                self._run_job(job)
        return False

    def _run_apart(self, job: schedule.Job) -> None:
        """A server elsewhere that is slow, or falls silent, keeps nothing else waiting."""

        def run() -> None:
            try:
                self._safely(lambda: self._run_job(job))
            finally:
                connections.close_all()

        thread = threading.Thread(target=run, name=job.name, daemon=True)
        self.apart = [*filter(threading.Thread.is_alive, self.apart), thread]
        thread.start()

    def _claim(self, job: schedule.Job) -> bool:
        """Ours if it is due and nobody else who is alive is at it; one worker wins."""
        JobRun.objects.get_or_create(name=job.name)
        due = Q(finished_at=None) | Q(finished_at__lte=now() - job.interval)
        # Under our own name stands only what a lost database kept us from putting down.
        free = ~Q(worker__in=[name for name in self._alive() if name != self.name])
        claimed = JobRun.objects.filter(due, free, name=job.name).update(worker=self.name)
        return claimed == 1

    def _alive(self) -> list[str]:
        fresh = Heartbeat.objects.filter(at__gt=now() - DEAD)
        return list(fresh.values_list("worker", flat=True))

    def _run_job(self, job: schedule.Job) -> None:
        try:
            job.work()
        except Exception:
            log.exception("The job %s failed; it runs again when it is next due.", job.name)
        finally:
            self.at_work.discard(job.name)
            JobRun.objects.filter(name=job.name).update(worker="", finished_at=now())

    def _wait_for_those_apart(self) -> None:
        """A mail that is just being handed over is handed over once."""
        until = time.monotonic() + GRACE
        for thread in self.apart:
            thread.join(max(0.0, until - time.monotonic()))

    # The other threads

    def _heard(self, signals: list[Signal]) -> None:
        for heard in signals:
            kind, _, actor_id = heard.channel.partition("-")
            if kind in {CHANNEL, "bus"}:
                self.wake.set()
            elif kind == "revoke" and actor_id.isdecimal():
                keep_revocation(int(actor_id), heard.event)

    def _pulse(self) -> None:
        while not self.stopping.is_set():
            self._safely(self._beat)
            self.stopping.wait(BEAT)

    def _beat(self) -> None:
        Heartbeat.objects.update_or_create(worker=self.name, defaults={"at": now()})
        free_orphans(self._alive())

    def _leave(self) -> None:
        self._safely(Heartbeat.objects.filter(worker=self.name).delete)

    def _safely(self, work: Callable[[], object]) -> None:
        try:
            close_old_connections()
            work()
        except DatabaseError as error:
            log.warning("The database is away (%s).", error)
            connections.close_all()
