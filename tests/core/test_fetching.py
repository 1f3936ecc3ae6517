import asyncio
import gzip
import socket
import threading

import pytest
from aiohttp import web

from groundswell.core import addresses, fetching
from groundswell.core.fetching import FetchRefused, fetch, fetch_async, send

BOMB = gzip.compress(b"\0" * 50_000_000)


async def page(request):
    return web.Response(text=f"<p>{request.headers['User-Agent']}", content_type="text/html")


async def echo(request):
    cookies = request.headers.get("Cookie", "none")
    response = web.Response(text=f"{request.method} {await request.text()} {cookies}")
    response.set_cookie("a", "b")
    return response


async def hop(request):
    left = int(request.match_info["left"])
    raise web.HTTPFound(f"/hop/{left - 1}" if left else "/page")


async def away(request):
    raise web.HTTPFound(request.query["to"])


async def packed(request):
    body = gzip.compress(b"hello") if request.query["what"] == "hello" else BOMB
    kind = request.query.get("encoding", "gzip")
    return web.Response(body=body, headers={"Content-Encoding": kind})


async def endless(request):
    response = web.StreamResponse()
    await response.prepare(request)
    for _ in range(2_000):
        await response.write(b"x" * 65_536)
    return response


async def slow(_request):
    await asyncio.sleep(0.6)
    return web.Response()


async def missing(_request):
    return web.Response(status=404, text="gone", content_type="application/problem+json")


def application():
    app = web.Application()
    app.router.add_get("/page", page)
    app.router.add_route("*", "/echo", echo)
    app.router.add_route("*", "/hop/{left}", hop)
    app.router.add_get("/away", away)
    app.router.add_get("/packed", packed)
    app.router.add_get("/endless", endless)
    app.router.add_get("/slow", slow)
    app.router.add_get("/missing", missing)
    return app


async def _start(runner):
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()


@pytest.fixture(scope="module")
def served():
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    runner = web.AppRunner(application(), shutdown_timeout=0)
    asyncio.run_coroutine_threadsafe(_start(runner), loop).result()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture
def server(served, settings):
    settings.OUTBOUND_ALLOW_LOOPBACK = True
    settings.SITE_URL = "https://us.example"
    return served


def reason(url, **options):
    with pytest.raises(FetchRefused) as refusal:
        fetch(url, **options)
    return refusal.value.reason


def test_fetch_gives_the_answer(server):
    answer = fetch(f"{server}/page#part", accept=["text/html"])

    assert (answer.status, answer.ok, answer.url, answer.content_type, answer.text) == (
        200,
        True,
        f"{server}/page",
        "text/html",
        "<p>Groundswell (+https://us.example)",
    )


def test_fetch_gives_an_error_status_whatever_its_type(server):
    answer = fetch(f"{server}/missing", accept=["text/html"])

    assert (answer.status, answer.ok, answer.body) == (404, False, b"gone")


def test_fetch_keeps_no_cookies(server):
    assert [fetch(f"{server}/echo").text for _ in range(2)] == ["GET  none"] * 2


def test_fetch_follows_three_redirects(server):
    assert fetch(f"{server}/hop/2").url == f"{server}/page"
    assert reason(f"{server}/hop/3") == "redirects"


def test_fetch_checks_every_redirect(server):
    assert [
        reason(f"{server}/away?to={to}")
        for to in ("http://10.0.0.1/", "file:///etc/passwd", "http://[::ffff:7f00:1]/", "//u:p@a/")
    ] == ["address", "url", "address", "url"]


def test_fetch_unpacks_within_its_limit(server):
    assert fetch(f"{server}/packed?what=hello").body == b"hello"
    assert reason(f"{server}/packed?what=bomb") == "too-large"
    assert reason(f"{server}/packed?what=hello&encoding=br") == "encoding"


def test_fetch_stops_at_its_limit(server):
    assert reason(f"{server}/endless") == "too-large"
    assert reason(f"{server}/page", limit=3) == "too-large"


def test_fetch_refuses_another_type(server):
    assert reason(f"{server}/page", accept=["image/png"]) == "type"


def test_fetch_has_one_deadline(server, monkeypatch):
    monkeypatch.setattr(fetching, "DEADLINE", 0.3)

    assert reason(f"{server}/slow") == "timeout"


def test_fetch_does_not_wait_for_a_hanging_name_server(server, monkeypatch):
    monkeypatch.setattr(fetching, "DEADLINE", 0.3)
    answered = threading.Event()
    monkeypatch.setattr(addresses, "looked_up", lambda _host, _port: answered.wait(60))

    # It would raise something else, a minute later, if it waited for the answer.
    assert reason("https://slow.example/") == "timeout"
    assert not answered.is_set()
    answered.set()


def test_send_posts_and_follows_nothing(server):
    assert send(f"{server}/echo", body=b"hi", headers={}).text == "POST hi none"
    assert send(f"{server}/hop/1", body=b"hi", headers={}).status == 302


def test_fetch_works_inside_a_running_loop(server):
    async def both():
        return fetch(f"{server}/echo").text, (await fetch_async(f"{server}/echo")).text

    assert asyncio.run(both()) == ("GET  none", "GET  none")


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "x",
            "ftp://a.example/",
            "file:///etc/passwd",
            "javascript:1",
            "http://",
            "https:///x",
        ),
        *("http://u@a.example/", "http://u:p@a.example/", "http://[::1", "http://a.example:99999/"),
        *(
            "https://a.example/" + "b" * 2_048,
            "gopher://127.0.0.1:6379/_",
            "//a.example/",
            "data:,",
        ),
    ],
)
def test_fetch_refuses_what_is_no_web_address(url):
    assert reason(url) == "url"


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://127.0.0.1/",
            "http://[::1]/",
            "http://169.254.169.254/latest/",
            "http://0.0.0.0/",
        ),
        *("http://[::ffff:127.0.0.1]/", "http://[fe80::1%25lo]/", "http://10.1.2.3/"),
        *(
            "https://8.8.8.8:22/",
            "http://a.example:8080/",
            "https://a.example:80/",
            "http://8.8.8.8:443/",
        ),
    ],
)
def test_fetch_refuses_what_is_not_public(url, settings):
    settings.OUTBOUND_ALLOW_LOOPBACK = False

    assert reason(url) == "address"


@pytest.mark.parametrize("url", ["http://2130706433/", "http://0x7f.1/", "http://127.1/"])
def test_fetch_refuses_loopback_in_disguise(url, settings):
    settings.OUTBOUND_ALLOW_LOOPBACK = False

    assert reason(url) in {"address", "network", "url"}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (["8.8.8.8", "10.0.0.1"], "address"),
        (["10.0.0.1"], "address"),
        (["2606:4700::1111", "::1"], "address"),
        (["::ffff:8.8.8.8"], "address"),
        ([], "network"),
    ],
)
def test_fetch_checks_every_address_of_a_name(monkeypatch, settings, answers, expected):
    settings.OUTBOUND_ALLOW_LOOPBACK = False
    families = [socket.AF_INET6 if ":" in text else socket.AF_INET for text in answers]
    found = list(zip(families, answers, strict=True))
    monkeypatch.setattr(addresses, "looked_up", lambda _host, _port: found)

    assert reason("https://mixed.example/") == expected


def test_fetch_looks_a_name_up_once_and_connects_there(server, monkeypatch):
    asked = []

    def answer(host, port):
        asked.append((host, port))
        return [(socket.AF_INET, "127.0.0.1")]

    monkeypatch.setattr(addresses, "looked_up", answer)
    port = int(server.rpartition(":")[2])

    assert fetch(f"http://a.example:{port}/echo").status == 200
    assert asked == [("a.example", port)]


def test_fetch_refusal_is_a_sentence():
    with pytest.raises(FetchRefused) as refusal:
        fetch("nonsense")

    assert str(refusal.value) == (
        "This is not the address of a web page. Please check how it is written."
    )
