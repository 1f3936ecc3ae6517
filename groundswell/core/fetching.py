"""The one door through which the site reaches out: guarded, bounded, and without cookies."""

import asyncio
import contextlib
import socket
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar, cast

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from yarl import URL

from groundswell.core import addresses
from groundswell.core.errors import DomainError
from groundswell.core.later import later

if TYPE_CHECKING:
    import aiohttp
    from aiohttp.abc import AbstractResolver
else:
    aiohttp = later("aiohttp")

TEXT_LIMIT: Final = 1024 * 1024
DEADLINE: Final = 10.0
MOST_REDIRECTS: Final = 3
LONGEST_URL: Final = 2_048
_PORTS: Final = {"https": 443, "http": 80}
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_CHUNK: Final = 64 * 1024

Reason = Literal[
    "address", "encoding", "network", "redirects", "timeout", "too-large", "type", "url"
]

_SENTENCES: Final[dict[str, Promise]] = {
    "address": _("This address does not lead to a public website."),
    "encoding": _("The other site's answer cannot be read."),
    "network": _("The other site cannot be reached at the moment. Please try again later."),
    "redirects": _("The other site sends us from one address to the next without an end."),
    "timeout": _("The other site took too long to answer. Please try again later."),
    "too-large": _("The other site's answer is too large."),
    "type": _("The other site's answer is of another kind than expected."),
    "url": _("This is not the address of a web page. Please check how it is written."),
}

# Its threads may hang on a slow name server; they are never waited for.
_lookups = ThreadPoolExecutor(max_workers=8, thread_name_prefix="lookup")
T = TypeVar("T")


class FetchRefused(DomainError):  # noqa: N818 - read as what happened
    """Nothing was fetched; `reason` is a code for the log, the message is for the reader."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(_SENTENCES[reason])
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Fetched:
    status: int
    url: str
    content_type: str
    body: bytes
    headers: Mapping[str, str]
    charset: str = "utf-8"

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def text(self) -> str:
        try:
            return self.body.decode(self.charset, errors="replace")
        except LookupError:
            return self.body.decode(errors="replace")


def fetch(
    url: str,
    *,
    accept: Sequence[str] = (),
    limit: int = TEXT_LIMIT,
    headers: Mapping[str, str] | None = None,
) -> Fetched:
    """GET, following at most three redirects; `accept` lists the content types wanted.

    The status may be an error: only what could not be fetched at all raises `FetchRefused`.
    """
    return _in_loop(lambda: fetch_async(url, accept=accept, limit=limit, headers=headers))


def send(url: str, *, body: bytes, headers: Mapping[str, str], limit: int = TEXT_LIMIT) -> Fetched:
    """POST, never redirected."""
    return _in_loop(lambda: send_async(url, body=body, headers=headers, limit=limit))


async def fetch_async(
    url: str,
    *,
    accept: Sequence[str] = (),
    limit: int = TEXT_LIMIT,
    headers: Mapping[str, str] | None = None,
    session: "aiohttp.ClientSession | None" = None,
) -> Fetched:
    wanted = {"Accept": ", ".join(accept) or "*/*", **(headers or {})}
    async with _bounded(session) as client:
        target = checked_url(url)
        for _hop in range(MOST_REDIRECTS + 1):
            async with client.get(target, headers=wanted, allow_redirects=False) as response:
                place = response.headers.get("Location")
                if response.status not in _REDIRECTS or not place:
                    return await _read(response, accept, limit)
            target = checked_url(place, base=target)
        raise FetchRefused("redirects")


async def send_async(
    url: str,
    *,
    body: bytes,
    headers: Mapping[str, str],
    limit: int = TEXT_LIMIT,
    session: "aiohttp.ClientSession | None" = None,
) -> Fetched:
    async with _bounded(session) as client:
        target = checked_url(url)
        async with client.post(
            target, data=body, headers=headers, allow_redirects=False
        ) as response:
            return await _read(response, (), limit)


def open_session() -> "aiohttp.ClientSession":
    """A guarded session for many requests, inside a running loop; close it when done."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            resolver=cast("AbstractResolver", GuardedResolver()), use_dns_cache=False, limit=64
        ),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        trust_env=False,
        timeout=aiohttp.ClientTimeout(total=DEADLINE),
        headers={"User-Agent": user_agent(), "Accept-Encoding": "gzip"},
    )


def user_agent() -> str:
    site = str(getattr(settings, "SITE_URL", "") or "")
    return f"Groundswell (+{site})" if site else "Groundswell"


def checked_url(text: str, *, base: URL | None = None) -> URL:
    """The address, if its form allows a request; where its name leads is checked on connecting."""
    try:
        url = URL(text.strip())
        url = base.join(url) if base is not None else url
        host, port = url.host, url.port
    except ValueError as error:
        raise FetchRefused("url", text[:200]) from error
    if url.scheme not in _PORTS or not host or url.user or url.password or len(text) > LONGEST_URL:
        raise FetchRefused("url", text[:200])
    written = addresses.parsed(host)
    if written is not None:
        _check(written, port or 0, host)
    if port != _PORTS[url.scheme] and not _loopback_allowed():
        raise FetchRefused("address", f"{host} port {port}")
    return url.with_fragment(None)


class GuardedResolver:
    """Looks a name up once, refuses it if any of its addresses is ours or nobody's.

    What aiohttp asks of a resolver, without its base class, which would be aiohttp at the start.
    """

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[dict[str, Any]]:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(_lookups, addresses.looked_up, host, port)
        except (OSError, UnicodeError) as error:
            raise FetchRefused("network", host) from error
        if not found:
            raise FetchRefused("network", host)
        for _family, text in found:
            _check(addresses.parsed(text), port, host)
        return [
            {
                "hostname": host,
                "host": text,
                "port": port,
                "family": kind,
                "proto": 0,
                "flags": _NUMERIC,
            }
            for kind, text in found
        ]

    async def close(self) -> None:
        """Nothing is kept open."""


_NUMERIC: Final = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV


def _check(address: addresses.Address | None, port: int, host: str) -> None:
    if address is None:
        raise FetchRefused("address", host)
    if addresses.is_loopback(address) and _loopback_allowed():
        return
    if not addresses.is_reachable(address) or port not in _PORTS.values():
        raise FetchRefused("address", f"{host} port {port}")


def _loopback_allowed() -> bool:
    return bool(getattr(settings, "OUTBOUND_ALLOW_LOOPBACK", False))


@contextlib.asynccontextmanager
async def _bounded(
    session: "aiohttp.ClientSession | None",
) -> "AsyncIterator[aiohttp.ClientSession]":
    """One deadline over lookups, redirects and reading; every failure is a FetchRefused."""
    try:
        async with asyncio.timeout(DEADLINE):
            if session is not None:
                yield session
                return
            async with open_session() as own:
                yield own
    except TimeoutError as error:
        raise FetchRefused("timeout") from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise FetchRefused("network", str(error)) from error


async def _read(response: "aiohttp.ClientResponse", accept: Sequence[str], limit: int) -> Fetched:
    content_type = response.content_type.lower()
    if accept and response.ok and content_type not in accept:
        raise FetchRefused("type", content_type)
    if (response.content_length or 0) > limit:
        raise FetchRefused("too-large")
    return Fetched(
        status=response.status,
        url=str(response.url),
        content_type=content_type,
        body=await _body(response, limit),
        headers=dict(response.headers),
        charset=response.charset or "utf-8",
    )


async def _body(response: "aiohttp.ClientResponse", limit: int) -> bytes:
    """Unpacked as it comes and never past the limit: a bomb is cut off while it is small."""
    encoding = response.headers.get("Content-Encoding", "identity").lower().strip()
    if encoding not in {"identity", "", "gzip", "x-gzip", "deflate"}:
        raise FetchRefused("encoding", encoding)
    unpack = None if encoding in {"identity", ""} else zlib.decompressobj(zlib.MAX_WBITS | 32)
    body = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        try:
            body += unpack.decompress(chunk, limit + 1 - len(body)) if unpack else chunk
        except zlib.error as error:
            raise FetchRefused("encoding", encoding) from error
        if len(body) > limit:
            raise FetchRefused("too-large")
    return bytes(body)


def _in_loop(work: Callable[[], Awaitable[T]]) -> T:
    async def run() -> T:
        return await work()

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(run())
    with ThreadPoolExecutor(max_workers=1) as other:
        return other.submit(asyncio.run, run()).result()
