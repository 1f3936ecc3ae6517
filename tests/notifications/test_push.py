"""Web push, against a push service on loopback that reads what a browser would read."""

import asyncio
import base64
import json
import os
import stat
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import http_ece
import pytest
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from py_vapid import Vapid02

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.notifications import push
from groundswell.notifications.models import Notification, PushSubscription
from groundswell.notifications.tasks.push import push_alerts
from groundswell.people.models import AlertPreference
from groundswell.spaces.models import Space
from tests import factories

Browser = Callable[[Actor | None], Client]


def text_of(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass
class Service:
    """A push service, and the browser behind it with its keys."""

    url: str = ""
    status: int = 201
    posts: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    secret: bytes = field(default_factory=lambda: os.urandom(16))

    async def answer(self, request: web.Request) -> web.Response:
        self.posts.append((dict(request.headers), await request.read()))
        return web.Response(status=self.status)

    def fields(self) -> dict[str, str]:
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return {"endpoint": self.url, "p256dh": text_of(point), "auth": text_of(self.secret)}

    def notes(self) -> list[dict[str, Any]]:
        """What the browser shows, once it has opened it."""
        return [
            json.loads(
                http_ece.decrypt(
                    body, private_key=self.key, auth_secret=self.secret, version="aes128gcm"
                )
            )
            for _headers, body in self.posts
        ]


@pytest.fixture
def service(settings) -> Iterator[Service]:
    settings.OUTBOUND_ALLOW_LOOPBACK = True
    made = Service()
    app = web.Application()
    app.router.add_post("/push/{id}", made.answer)
    loop = asyncio.new_event_loop()
    runner = web.AppRunner(app, shutdown_timeout=0)
    loop.run_until_complete(runner.setup())
    site = web.TCPSite(runner, "127.0.0.1", 0)
    loop.run_until_complete(site.start())
    port = site._server.sockets[0].getsockname()[1]
    made.url = f"http://127.0.0.1:{port}/push/1"
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield made
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.run_until_complete(runner.cleanup())
    loop.close()


@pytest.fixture
def subscribed(as_: Browser, ada: Actor, service: Service) -> Service:
    answer = as_(ada).post(
        "/settings/alerts/push/", service.fields(), headers={"user-agent": "X Firefox/9 (Linux)"}
    )
    assert answer.status_code == 303
    return service


def pushed(service: Service) -> list[dict[str, Any]]:
    """Lets the worker work; what the browser showed since."""
    project_pending()
    service.posts.clear()
    push_alerts()
    return service.notes()


def test_alert_reaches_the_browser_once(
    subscribed: Service, ada: Actor, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ada, meadow, title="Why does the lane flood?")
    factories.reply(ben, topic, text="The *culvert* is blocked.")

    notes = pushed(subscribed)

    alert = Notification.objects.get()
    assert notes == [
        {
            "title": "Ben answered you in Why does the lane flood?",
            "body": "The culvert is blocked.",
            "url": f"/alerts/{alert.id}/",
            "tag": f"alert-{alert.id}",
        }
    ]
    assert pushed(subscribed) == []
    assert PushSubscription.objects.get().browser == "Firefox, Linux"


def test_post_is_signed_and_sealed(
    subscribed: Service, ada: Actor, ben: Actor, meadow: Space
) -> None:
    factories.reply(ben, factories.topic(ada, meadow), text="Sealed words")
    pushed(subscribed)
    headers, body = subscribed.posts[0]
    parts = dict(part.split("=", 1) for part in headers["Authorization"][6:].split(","))

    assert Vapid02.verify(headers["Authorization"])
    assert parts["k"] == push.public_key()
    claims = json.loads(base64.urlsafe_b64decode(parts["t"].split(".")[1] + "=="))
    assert claims["aud"] == subscribed.url.removesuffix("/push/1")
    assert claims["sub"] == "mailto:hello@127.0.0.1"
    assert headers["Content-Encoding"] == "aes128gcm"
    assert b"Sealed" not in body


def test_members_words_are_not_shown(
    as_: Browser, service: Service, ada: Actor, ben: Actor, burrow: Space
) -> None:
    as_(ada).post("/settings/alerts/push/", service.fields())
    factories.reply(ben, factories.topic(ada, burrow, title="Secret plans"), text="Very secret")

    (note,) = pushed(service)

    assert (note["title"], note["body"]) == (
        "Groundswell",
        "There is something new for you among members.",
    )


def test_many_come_as_one(subscribed: Service, ada: Actor, ben: Actor, meadow: Space) -> None:
    for _ in range(5):
        factories.reply(ben, factories.topic(ada, meadow))

    assert [note["body"] for note in pushed(subscribed)] == ["5 new alerts"]


def test_quiet_hours_hold_push_back(
    subscribed: Service, ada: Actor, ben: Actor, meadow: Space
) -> None:
    hour = timedelta(hours=1)
    preference = AlertPreference.objects.create(
        actor=ada, quiet_from=(now() - hour).time(), quiet_until=(now() + hour).time()
    )
    factories.reply(ben, factories.topic(ada, meadow))
    assert pushed(subscribed) == []

    preference.quiet_until = (now() - hour / 2).time()
    preference.save(update_fields=["quiet_until"])
    assert len(pushed(subscribed)) == 1


def test_those_who_sleep_keep_nobody_from_push(
    monkeypatch: pytest.MonkeyPatch,
    subscribed: Service,
    ada: Actor,
    ben: Actor,
    cyn: Actor,
    meadow: Space,
) -> None:
    monkeypatch.setattr("groundswell.notifications.tasks.push.AT_A_TIME", 1)
    factories.member(cyn, meadow)
    AlertPreference.objects.create(actor=cyn, quiet_from=time(0, 0), quiet_until=time(23, 59, 59))
    PushSubscription.objects.create(
        actor=cyn,
        endpoint="https://push.example/cyn",
        public_key="k",
        secret="s",
        browser="Firefox",
    )
    factories.reply(ben, factories.topic(cyn, meadow))
    factories.reply(ben, factories.topic(ada, meadow))

    assert len(pushed(subscribed)) == 1


def test_what_was_read_is_not_pushed(
    as_: Browser, subscribed: Service, ada: Actor, ben: Actor, meadow: Space
) -> None:
    factories.reply(ben, factories.topic(ada, meadow))
    project_pending()
    as_(ada).post("/alerts/read/", {})

    assert pushed(subscribed) == []


def test_what_waited_before_is_not_pushed(
    as_: Browser, service: Service, ada: Actor, ben: Actor, meadow: Space
) -> None:
    factories.reply(ben, factories.topic(ada, meadow))
    project_pending()
    as_(ada).post("/settings/alerts/push/", service.fields())

    assert pushed(service) == []


@pytest.mark.parametrize(("status", "left"), [(404, 0), (410, 0), (201, 1), (500, 1)])
def test_gone_browser_is_forgotten(
    subscribed: Service, ada: Actor, ben: Actor, meadow: Space, status: int, left: int
) -> None:
    subscribed.status = status
    factories.reply(ben, factories.topic(ada, meadow))
    pushed(subscribed)

    assert PushSubscription.objects.count() == left


def test_unreachable_browser_is_forgotten_after_ten_failures(
    subscribed: Service, ada: Actor, ben: Actor, meadow: Space
) -> None:
    PushSubscription.objects.update(endpoint="http://127.0.0.1:9/push", failures=8)
    for left in (1, 0):
        factories.reply(ben, factories.topic(ada, meadow))
        pushed(subscribed)
        assert PushSubscription.objects.count() == left


def test_private_addresses_are_refused(
    as_: Browser, settings, ada: Actor, service: Service
) -> None:
    settings.OUTBOUND_ALLOW_LOOPBACK = False
    client = as_(ada)
    for endpoint in (service.url, "https://10.0.0.1/push", "http://example.org/", "file:///etc"):
        client.post("/settings/alerts/push/", service.fields() | {"endpoint": endpoint})
    settings.OUTBOUND_ALLOW_LOOPBACK = True
    client.post("/settings/alerts/push/", service.fields() | {"p256dh": text_of(b"\4" * 65)})
    client.post("/settings/alerts/push/", service.fields() | {"auth": "short"})

    assert PushSubscription.objects.count() == 0


def test_browser_is_removed_by_its_owner_only(
    as_: Browser, subscribed: Service, ada: Actor, ben: Actor
) -> None:
    browser = PushSubscription.objects.get()
    as_(ben).post(f"/settings/alerts/push/{browser.id}/remove/")
    assert PushSubscription.objects.count() == 1

    page = as_(ada).get("/settings/alerts/").text
    assert "Firefox, Linux" in page
    as_(ada).post(f"/settings/alerts/push/{browser.id}/remove/")
    assert PushSubscription.objects.count() == 0


def test_keys_are_made_once_and_kept_to_oneself(tmp_path: Path) -> None:
    first = push._keys(str(tmp_path))
    push._keys.cache_clear()

    assert push._keys(str(tmp_path)).private_pem() == first.private_pem()
    kept = tmp_path / "vapid_key.pem"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["vapid_key.pem"]
    push._make(kept)
    assert kept.read_bytes() == first.private_pem()


def test_long_words_are_cut_to_what_services_take() -> None:
    note = push.Note(title="T", body="ü" * 5000, url="/", tag="t")

    assert len(note.packed()) <= 3000
    assert json.loads(note.packed())["body"].startswith("üüü")


def test_service_worker_is_served_for_the_whole_site(as_: Browser) -> None:
    answer = as_(None).get("/sw.js")

    assert answer["Service-Worker-Allowed"] == "/"
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert "showNotification" in answer.text
