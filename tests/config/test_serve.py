"""Pages through the bridge, over a real socket: bodies, files, streams, caches and liars."""

import http.client
import socket
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn

from groundswell.config import serve_bodies
from groundswell.config.serve_bodies import LARGEST_BODY
from groundswell.config.serve_bridge import Pages
from groundswell.config.serve_cache import Shared
from groundswell.config.serve_outbox import MOST_BUFFERED

served: list[str] = []


def site(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    served.append(environ["PATH_INFO"])
    name = environ["PATH_INFO"].strip("/").partition("/")[0] or "echo"
    return globals()[f"page_{name}"](environ, start_response)


def page_echo(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    body = environ["wsgi.input"].read()
    told = [
        environ["REQUEST_METHOD"],
        environ["CONTENT_LENGTH"],
        str(len(body)),
        environ["wsgi.url_scheme"],
        environ.get("HTTP_X_FORWARDED_FOR", "-"),
        environ.get("HTTP_X_NAME", "-"),
        environ.get("HTTP_COOKIE", "-"),
        environ["PATH_INFO"].encode("latin-1").decode(),
    ]
    text = "|".join(told).encode()
    start_response("200 OK", [("Content-Length", str(len(text)))])
    return [text]


def page_stream(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    yield b"one "
    time.sleep(0.2)
    yield b"two"


def page_endless(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    try:
        for _ in range(1000):
            yield b"x" * MOST_BUFFERED
    finally:
        served.append("endless stopped")


def page_file(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the server closes it
    file.write(b"0123456789" * 100_000)
    file.seek(0)
    start_response("200 OK", [("Content-Length", "1000000")])
    wrapped: Iterable[bytes] = environ["wsgi.file_wrapper"](file)
    return wrapped


def page_broken(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    raise ValueError("broken")


def page_shared(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    headers = [("Groundswell-Shared", "1")]
    if "cookie" in environ["QUERY_STRING"]:
        headers.append(("Set-Cookie", "a=b"))
    start_response("200 OK", headers)
    return [str(len(served)).encode()]


@pytest.fixture
def port() -> Iterator[int]:
    served.clear()
    pages = Pages(site, threads=2)
    pages.start()
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        Shared(pages), interface="asgi3", loop="uvloop", http="httptools", lifespan="off",
        log_level="error", timeout_graceful_shutdown=1, proxy_headers=False,
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    yield listening.getsockname()[1]
    server.should_exit = True
    pages.close()
    thread.join(5)
    listening.close()


def ask(port: int, method: str, path: str, **more: Any) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, path, **more)
    response = connection.getresponse()
    response.text = response.read().decode()  # type: ignore[attr-defined]
    connection.close()
    return response


def text(port: int, method: str, path: str, **more: Any) -> str:
    response: Any = ask(port, method, path, **more)
    return str(response.text)


def test_page_is_answered(port: int) -> None:
    assert text(port, "GET", "/echo/caf%C3%A9") == "GET|0|0|http|-|-|-|/echo/café"


def test_body_of_any_size_arrives_whole(port: int) -> None:
    body = b"x" * 3_000_000

    assert text(port, "POST", "/echo", body=body).startswith("POST|3000000|3000000|")


def test_body_in_chunks_gets_a_length(port: int) -> None:
    chunks = iter([b"abc", b"defg"])

    assert text(port, "POST", "/echo", body=chunks).startswith("POST|7|7|")


def test_body_that_is_too_large_is_refused(port: int) -> None:
    headers = {"Content-Length": str(LARGEST_BODY + 1)}

    assert ask(port, "POST", "/echo", headers=headers).status == 413
    assert served == []


def test_browser_is_shown_a_page_when_its_body_is_too_large(port: int) -> None:
    headers = {"Content-Length": str(LARGEST_BODY + 1), "Accept": "text/html"}

    response: Any = ask(port, "POST", "/echo", headers=headers)

    assert response.status == 413
    assert "<h1>That is too large</h1>" in response.text


@contextmanager
def under_way(port: int, count: int, *, size: int) -> Iterator[None]:
    """So many bodies that have begun to come; at the end each is taken."""
    head = f"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: {size}\r\n\r\nabc".encode()
    slow = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(count)]
    for client in slow:
        client.sendall(head)
    time.sleep(0.3)
    yield
    for client in slow:
        client.sendall(b"d" * (size - 3))
        assert client.recv(100).startswith(b"HTTP/1.1 200")
        client.close()


@pytest.mark.parametrize(
    ("limit", "size"), [("MOST_SMALL_AT_ONCE_FROM_ONE", 10), ("MOST_AT_ONCE_FROM_ONE", 70_000)]
)
def test_bodies_under_way_are_not_endless(
    port: int, monkeypatch: pytest.MonkeyPatch, limit: str, size: int
) -> None:
    monkeypatch.setattr(serve_bodies, limit, 2)
    with under_way(port, 2, size=size):
        refused = ask(port, "POST", "/echo", body=b"a" * size)

    assert (refused.status, refused.headers["retry-after"]) == (429, "10")
    assert text(port, "POST", "/echo", body=b"a" * size).startswith(f"POST|{size}|{size}|")


def test_hall_behind_one_router_sends_what_it_says_while_files_come(port: int) -> None:
    with under_way(port, 30, size=70_000), under_way(port, 60, size=10):
        taken = ask(port, "POST", "/echo", body=b"abc")
        refused = ask(port, "POST", "/echo", body=b"a" * 70_000)

    assert (taken.status, refused.status) == (200, 429)


def test_body_that_trickles_in_for_ever_is_given_up(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve_bodies, "SMALL_DEADLINE", 0.3)
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
        time.sleep(0.5)

        assert b" 200 " not in client.recv(100)
    assert served == []


def test_head_has_headers_alone(port: int) -> None:
    response: Any = ask(port, "HEAD", "/echo")

    assert (response.status, response.text) == (200, "")
    assert int(response.headers["content-length"]) > 0


def test_client_cannot_pretend_to_be_behind_a_proxy(port: int) -> None:
    headers = {"X-Forwarded-For": "1.2.3.4", "X-Forwarded-Proto": "https", "X_Name": "liar"}

    assert text(port, "GET", "/echo", headers=headers) == "GET|0|0|http|-|-|-|/echo"


def test_stream_comes_as_it_is_made(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
        first = b""
        while b"one" not in first:
            first += client.recv(4096)

        assert b"two" not in first
        assert b"two" in client.recv(4096)


def test_file_is_sent_whole(port: int) -> None:
    assert text(port, "GET", "/file") == "0123456789" * 100_000


def test_reader_who_leaves_frees_the_thread(port: int) -> None:
    for _ in range(3):  # more than there are threads
        with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
            client.sendall(b"GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")
            client.recv(1000)

    assert text(port, "GET", "/echo").startswith("GET|")
    assert served.count("endless stopped") >= 2


def test_slow_uploads_take_no_thread(port: int) -> None:
    slow = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(20)]
    for client in slow:
        client.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc")

    answer = text(port, "GET", "/echo")
    for client in slow:
        client.close()

    assert answer.startswith("GET|")


def test_page_that_breaks_is_a_500(port: int, caplog: pytest.LogCaptureFixture) -> None:
    assert ask(port, "GET", "/broken").status == 500
    assert text(port, "GET", "/echo").startswith("GET|")


def test_connection_is_kept(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    for _ in range(2):
        connection.request("GET", "/echo")
        assert connection.getresponse().read().startswith(b"GET|")
    connection.close()


def test_strangers_share_a_page_for_a_second(port: int) -> None:
    first: Any = ask(port, "GET", "/shared")
    second: Any = ask(port, "GET", "/shared")
    other: Any = ask(port, "GET", "/shared?page=2")

    assert (first.text, second.text, other.text) == ("1", "1", "2")
    assert "groundswell-shared" not in second.headers


@pytest.mark.parametrize(
    ("path", "headers"), [("/shared", {"Cookie": "gs=1"}), ("/shared?cookie", {}), ("/echo", {})]
)
def test_what_is_somebodys_is_never_shared(port: int, path: str, headers: dict[str, str]) -> None:
    ask(port, "GET", path, headers=headers)
    ask(port, "GET", path, headers=headers)

    assert len(served) == 2
