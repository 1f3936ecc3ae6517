"""The people of the live-session benchmark: listeners that note what came, and voters by form."""

import asyncio
import os
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp

ROOT = Path(__file__).resolve().parent.parent
ASKED = re.compile(rb"bench-(\d+)-")
NUMBER = re.compile(rb"^id: (\d+)$", re.MULTILINE)
CSRF = "a" * 32
OK = 200


class Listening(asyncio.Protocol):
    """One open page of the room; it comes back by itself and says what it saw last."""

    def __init__(self, room: "Room") -> None:
        self.room, self.tail, self.last = room, b"", room.after
        self.seen: Counter[int] = Counter()
        self.frames = 0
        self.open = False
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.tail = transport, b""
        lines = f"GET {self.room.address} HTTP/1.1\r\nHost: localhost\r\n"
        transport.write(f"{lines}Last-Event-ID: {self.last}\r\n\r\n".encode())

    def data_received(self, data: bytes) -> None:
        now = time.time()
        self.open = True
        data = self.tail + data
        end = data.rfind(b"\n\n") + 2
        self.tail = data[end:] if end > 1 else data
        done = data[: max(end, 0)]
        self.frames += done.count(b"\ndata: ")
        for number in NUMBER.findall(done):
            self.last = int(number)
        for found in ASKED.findall(done):
            number = int(found)
            self.seen[number] += 1
            if number < 1000:  # the others are asked for votes, or while nobody listens
                self.room.late.append(now - self.room.begun - number)

    def connection_lost(self, exc: Exception | None) -> None:
        self.open = False
        if not self.room.closing:
            asyncio.get_running_loop().create_task(self.room.come_back(self))


class Room:
    """All listeners of a run."""

    def __init__(self, port: int, address: str, after: int) -> None:
        self.port, self.address, self.after = port, address, after
        self.people: list[Listening] = []
        self.late: list[float] = []
        self.begun = time.time()
        self.closing = False

    async def come_back(self, who: Listening) -> None:
        """Again and again, each after its own pause."""
        loop = asyncio.get_running_loop()
        while not self.closing:
            await asyncio.sleep(0.5 + (id(who) >> 6) % 1000 / 1000)
            try:
                await loop.create_connection(lambda: who, "127.0.0.1", self.port)
            except OSError:
                continue
            return

    def latencies(self) -> list[float]:
        return self.late

    def at(self, part: float) -> float:
        """A percentile in ms."""
        ordered = sorted(self.late) or [float("nan")]
        return round(ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000, 1)

    def frames(self) -> int:
        return sum(one.frames for one in self.people)

    def seen(self) -> int:
        return sum(len(one.seen) for one in self.people)

    def twice(self) -> int:
        return sum(1 for one in self.people for times in one.seen.values() if times > 1)

    def connected(self) -> int:
        return sum(one.open for one in self.people)

    def close(self) -> None:
        self.closing = True
        for one in self.people:
            if one.transport is not None:
                one.transport.abort()


async def listen(site: "Site", count: int) -> Room:
    """Everybody opens the room's stream, fifty at a time."""
    room = Room(site.port, site.stream(), site.log_number())
    loop = asyncio.get_running_loop()
    for start in range(0, count, 50):
        some = [
            loop.create_connection(lambda: Listening(room), "127.0.0.1", site.port)
            for _ in range(min(50, count - start))
        ]
        room.people += [protocol for _transport, protocol in await asyncio.gather(*some)]
        await asyncio.sleep(0.02)
    until = time.time() + 20
    while room.connected() < count and time.time() < until:  # noqa: ASYNC110 - the hot path sets none
        await asyncio.sleep(0.05)
    return room


async def post_votes(site: "Site", people: int) -> dict[str, Any]:
    """R3: everybody votes within one second, a tenth of them twice; the count is exact."""
    question, late = site.fresh_question(), []
    begun = time.time() + 0.2

    async def one(session: aiohttp.ClientSession, number: int) -> None:
        due = begun + number / people
        await asyncio.sleep(max(0.0, due - time.time()))
        times = 2 if number % 10 == 0 else 1
        await asyncio.gather(*(site.vote(session, number, question) for _ in range(times)))
        late.append(time.time() - due)

    connector = aiohttp.TCPConnector(limit=200)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as s:
        await asyncio.gather(*(one(s, number) for number in range(people)))
    late.sort()
    wrong = abs(await asyncio.to_thread(site.count_of, question) - people)
    return {"R3 p95 ms": round(late[int(len(late) * 0.95)] * 1000, 1), "R3 wrong": wrong}


class Site:
    """The site from inside: what is asked goes through the same actions as every view."""

    def __init__(self, folder: str, port: int) -> None:
        os.environ["DATA_DIR"], self.port = folder, port
        # The generator waits for its own few reads; the server under test is another process.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.settings")
        for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True)
        import django  # noqa: PLC0415 - the environment is set only now

        django.setup()
        self.tokens: list[str] = []
        self.refused = 0
        """Votes that were not taken."""
        self.fresh = 0

    def furnish(self, people: int) -> None:
        """A session that is live, and guests in it."""
        from groundswell.core.signing import GUEST, sign  # noqa: PLC0415 - needs the settings
        from groundswell.live import actions  # noqa: PLC0415
        from groundswell.live.models import Session  # noqa: PLC0415
        from tests import factories  # noqa: PLC0415

        self.host = factories.person("host")
        space = factories.space(self.host, "hall")
        made = factories.session(self.host, space, guests=True, totals="open")
        self.session = Session.objects.with_topic().get(topic=made.topic_id)
        self.session = actions.begin_session(actor=self.host, session=self.session)
        self.own = actions.enter_session(actor=self.host, session=self.session)
        for _one in range(people):
            guest = actions.enter_as_guest(actor=None, session=self.session)
            self.tokens.append(sign(GUEST, {str(self.session.topic_id): guest.id}))
        Session.objects.update(most_unanswered=10)

    def ask(self, number: int) -> Any:
        """The host asks; what was asked before is put aside, so that there is room for more."""
        from groundswell.live import actions  # noqa: PLC0415
        from groundswell.live.models import Question  # noqa: PLC0415

        mine = Question.objects.filter(session=self.session, asker=self.own)
        mine.update(asker=None)
        asked = actions.Asked(words=f"bench-{number}- how high is the dyke?")
        return actions.ask_question(
            actor=self.host, session=self.session, participant=self.own, asked=asked
        )

    def fresh_question(self) -> int:
        self.fresh += 1  # numbers of its own, so that none comes twice
        question: int = self.ask(2000 + self.fresh).id
        return question

    def stream(self) -> str:
        from groundswell.core.subscriptions import issue  # noqa: PLC0415

        token = issue(None, [self.session.channel])
        return f"/live/room?token={quote(token)}"

    def log_number(self) -> int:
        self.session.refresh_from_db(fields=["log_number"])
        return self.session.log_number

    def count_of(self, question: int) -> int:
        from groundswell.live.models import Question  # noqa: PLC0415

        return Question.objects.get(id=question).vote_count

    async def vote(self, session: aiohttp.ClientSession, number: int, question: int) -> int:
        """By the form that a page sends."""
        place = f"questions/{question}/vote/"
        status = await self.post(session, number, place, form={"vote": "on"})
        self.refused += status != OK
        return status

    async def post(
        self, session: aiohttp.ClientSession, number: int, place: str, *, form: dict[str, str]
    ) -> int:
        """The guest of that number sends a form; its status."""
        cookies = f"gs-guest={self.tokens[number % len(self.tokens)]}; gs-csrf={CSRF}"
        headers = {"Cookie": cookies, "Accept": "application/json", "HX-Request": "true"}
        where = f"http://127.0.0.1:{self.port}/t/{self.session.topic_id}/{place}"
        form = form | {"csrfmiddlewaretoken": CSRF}
        async with session.post(where, data=form, headers=headers) as answer:
            await answer.read()
            return answer.status

    async def votes_on_schedule(self, begun: float, seconds: int, rate: int) -> None:
        """So many votes a second, for a question that was there before."""
        question = await asyncio.to_thread(self.fresh_question)
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
            sent = []
            for number in range(seconds * rate):
                await asyncio.sleep(max(0.0, begun + number / rate - time.time()))
                sent.append(asyncio.create_task(self.vote(session, number, question)))
            await asyncio.gather(*sent)

    def open_poll(self) -> tuple[int, list[int]]:
        """A poll of three answers, put to the room."""
        from groundswell.live import actions  # noqa: PLC0415 - needs the settings
        from groundswell.live.models import Poll, Session  # noqa: PLC0415

        self.session = Session.objects.with_topic().get(pk=self.session.pk)
        asks = actions.Asks(words="Which bank first?", options="North\nSouth\nMill")
        made = actions.prepare_poll(actor=self.host, session=self.session, asks=asks)
        poll = Poll.objects.select_related("message").get(id=made.id)
        poll.session = self.session
        opened = actions.open_poll(actor=self.host, poll=poll)
        return opened.id, list(opened.options.order_by("id").values_list("id", flat=True))

    def answers_of(self, poll: int) -> dict[int, int]:
        from groundswell.live.models import PollVote  # noqa: PLC0415

        return dict(Counter(PollVote.objects.filter(poll=poll).values_list("option_id", flat=True)))

    async def answer(
        self, session: aiohttp.ClientSession, number: int, *, poll: int, option: int
    ) -> int:
        """By the form that a page sends."""
        return await self.post(session, number, f"room/polls/{poll}/", form={"answer": str(option)})

    def recap_of(self, items: int) -> float:
        """R10: the recap of so many lines, in ms."""
        from groundswell.live import actions  # noqa: PLC0415
        from groundswell.live.selectors.recap import recap_of  # noqa: PLC0415

        for number in range(items):
            actions.write_line(
                actor=self.host, session=self.session, participant=self.own, text=f"Line {number}"
            )
        began = time.perf_counter()
        recap_of(self.session)
        return round((time.perf_counter() - began) * 1000, 1)
