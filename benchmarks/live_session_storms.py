"""Storms of the live-session benchmark: a hall that comes in, and one that answers at once."""

import asyncio
import re
import time
from typing import Any

import aiohttp

from benchmarks.live_session_people import CSRF, Site

LINKED = re.compile(r"/live/room\?token=[^\"'& <]+")


async def come_in(site: Site, people: int, seconds: float) -> dict[str, Any]:
    """R4: all come in by the code within these seconds, each on a device of its own: the door, a
    name, the room and the first word of its stream. From when each was due to when they are in; a
    door that is not opened counts as an error."""
    began, late, wrong = time.time() + 0.2, [], [0]
    connector = aiohttp.TCPConnector(limit=0)
    jar = aiohttp.DummyCookieJar()

    async def one(session: aiohttp.ClientSession, number: int) -> None:
        due = began + number * seconds / people
        await asyncio.sleep(max(0.0, due - time.time()))
        try:
            await asyncio.wait_for(_by_the_door(session, site, number), 60)
        except (aiohttp.ClientError, TimeoutError, ValueError):
            wrong[0] += 1
        else:
            late.append(time.time() - due)

    async with aiohttp.ClientSession(connector=connector, cookie_jar=jar) as session:
        await asyncio.gather(*(one(session, number) for number in range(people)))
    late.sort()
    found = late or [float("nan")]
    return {
        "R4 p50 ms": round(found[len(found) // 2] * 1000, 1),
        "R4 p95 ms": round(found[int(len(found) * 0.95)] * 1000, 1),
        "R4 errors": wrong[0],
    }


async def _by_the_door(session: aiohttp.ClientSession, site: Site, number: int) -> None:
    where = f"http://127.0.0.1:{site.port}"
    door = f"{where}/join/{site.session.code}/"
    kept = {"gs-csrf": CSRF}
    async with session.get(door, headers=_cookies(kept)) as answer:
        _inside(answer, 200)
        kept |= {name: morsel.value for name, morsel in answer.cookies.items()} | {"gs-csrf": CSRF}
        await answer.read()
    form = {"name": f"Guest {number}", "csrfmiddlewaretoken": CSRF}
    async with session.post(
        door, data=form, headers=_cookies(kept), allow_redirects=False
    ) as answer:
        _inside(answer, 303)
        kept |= {name: morsel.value for name, morsel in answer.cookies.items()} | {"gs-csrf": CSRF}
    async with session.get(f"{where}{site.session.room_url}", headers=_cookies(kept)) as answer:
        _inside(answer, 200)
        page = await answer.text()
    stream = LINKED.search(page)
    if stream is None:
        raise ValueError("The room has no stream.")
    async with session.get(f"{where}{stream[0]}", headers=_cookies(kept)) as answer:
        _inside(answer, 200)
        async for line in answer.content:
            if line == b"event: here\n":
                return


def _cookies(kept: dict[str, str]) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in kept.items())}


def _inside(answer: aiohttp.ClientResponse, status: int) -> None:
    if answer.status != status:
        raise ValueError(f"{answer.url} answered {answer.status}.")


async def answer_at_once(site: Site, people: int) -> dict[str, Any]:
    """Everybody answers the open poll within one second, a tenth of them twice. Whoever was
    refused is counted apart; of the others every answer counts, once."""
    poll, options = await asyncio.to_thread(site.open_poll)
    begun, late = time.time() + 0.2, []
    wanted = dict.fromkeys(options, 0)

    async def one(session: aiohttp.ClientSession, number: int) -> None:
        due = begun + number / people
        await asyncio.sleep(max(0.0, due - time.time()))
        times = 2 if number % 10 == 0 else 1
        option = options[number % len(options)]
        said = await asyncio.gather(
            *(site.answer(session, number, poll=poll, option=option) for _ in range(times))
        )
        late.append(time.time() - due)
        wanted[option] += 200 in said

    connector = aiohttp.TCPConnector(limit=200)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as s:
        await asyncio.gather(*(one(s, number) for number in range(people)))
    late.sort()
    counted = await asyncio.to_thread(site.answers_of, poll)
    wrong = sum(abs(counted.get(option, 0) - wanted[option]) for option in options)
    return {
        "poll p95 ms": round(late[int(len(late) * 0.95)] * 1000, 1),
        "poll wrong": wrong,
        "poll refused": people - sum(wanted.values()),
    }
