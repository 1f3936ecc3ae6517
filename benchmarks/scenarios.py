"""What is asked of the server. A changing query keeps pages from being shared for a second."""

import http.client
from typing import Any
from urllib.parse import quote, urlencode

from benchmarks.load import Request

SECRET = "b" * 32
# CPU milliseconds a request, from docs/performance.md; what is not here has no budget of its own.
BUDGETS: dict[str, float] = {
    "topic, signed out": 3.0,
    "topic, signed in": 5.0,
    "deep page, signed out": 3.3,
    "deep page, signed in": 5.5,
    "reply, signed in": 5.7,
    "search, best first, signed out": 4.6,
    "search, best first, signed in": 4.6,
    "search, latest first, signed out": 4.6,
    "search, latest first, signed in": 4.6,
    "feed, unchanged": 10.0,
    "feed, whole": 400.0,
}


def get(path: str, session: str = "", *, more: str = "") -> bytes:
    """A GET, of a stranger or with a session."""
    cookie = f"Cookie: gs={session}\r\n" if session else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{cookie}{more}\r\n".encode()


def post(path: str, session: str, fields: dict[str, str]) -> bytes:
    """A form, with its token."""
    body = urlencode({**fields, "csrfmiddlewaretoken": SECRET}).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: gs={session}; gs-csrf={SECRET}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def scenarios(site: dict[str, Any], port: int) -> dict[str, Request]:
    """Everything that is measured, in the order of the table."""
    return _pages(site) | _searches(site) | _feeds(site, port) | _writes(site)


def _pages(site: dict[str, Any]) -> dict[str, Request]:
    long, deep = site["long"], int(site["deep"])
    return {
        "front page, signed out": lambda n: get(f"/?n={n}"),
        "front page, signed in": lambda n: get("/", _one(site, "sessions", n)),
        "front page, shared for a second": lambda _n: get("/"),
        "topic, signed out": lambda n: get(f"/t/{_one(site, 'topics', n)}/?n={n}"),
        "topic, signed in": lambda n: get(
            f"/t/{_one(site, 'topics', n)}/", _one(site, "sessions", n)
        ),
        "topic, shared for a second": lambda _n: get(f"/t/{site['topics'][0]}/"),
        "deep page, signed out": lambda n: get(f"/t/{long}/{deep - n % 500}/?n={n}"),
        "deep page, signed in": lambda n: get(
            f"/t/{long}/{deep - n % 500}/", _one(site, "sessions", n)
        ),
    }


def _searches(site: dict[str, Any]) -> dict[str, Request]:
    def asked(n: int, order: str = "") -> str:
        words = f"{_one(site, 'words', n)} {_one(site, 'words', n * 7)}"
        return f"/search/?q={quote(words)}{order}"

    def latest(n: int) -> str:
        return asked(n, "&order=latest")

    return {
        "search, best first, signed out": lambda n: get(asked(n)),
        "search, best first, signed in": lambda n: get(asked(n), _one(site, "sessions", n)),
        "search, latest first, signed out": lambda n: get(latest(n)),
        "search, latest first, signed in": lambda n: get(latest(n), _one(site, "sessions", n)),
    }


def _feeds(site: dict[str, Any], port: int) -> dict[str, Request]:
    path = f"/s/{site['space']}/feed.atom"
    kept = f"If-None-Match: {_etag(port, path)}\r\n"
    return {
        "feed, whole": lambda n: get(f"{path}?n={n}"),
        "feed, unchanged": lambda n: get(f"{path}?n={n}", more=kept),
    }


def _writes(site: dict[str, Any]) -> dict[str, Request]:
    return {
        "reply, signed in": lambda n: post(
            f"/t/{_one(site, 'topics', n)}/reply/",
            _one(site, "sessions", n),
            {"text": f"Reply {n} of the *benchmark*, #tag{n % 40}"},
        )
    }


def _one(site: dict[str, Any], kind: str, n: int) -> str:
    return str(site[kind][n % len(site[kind])])


def _etag(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.getheader("ETag", '"none"')
