"""Web push: the site's own keys, and messages that only the subscribed browser can read."""

import base64
import json
import os
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from py_vapid import Vapid02

from groundswell.core.clock import now
from groundswell.core.fetching import send
from groundswell.core.later import later
from groundswell.notifications.models import PushSubscription

if TYPE_CHECKING:
    import pywebpush
else:
    pywebpush = later("pywebpush")

KEY_NAME: Final = "vapid_key.pem"
KEPT_BY_SERVICE: Final = timedelta(hours=12)
GOOD_FOR: Final = timedelta(hours=6)
LARGEST: Final = 3_000
"""Push services take 4,096 bytes, keys and padding included."""


@dataclass(frozen=True, kw_only=True)
class Note:
    """What a browser shows. A later one with the same tag takes its place."""

    title: str
    body: str
    url: str
    tag: str

    def packed(self) -> bytes:
        """As the service worker reads it, within what push services take."""
        room = LARGEST
        while True:
            data = json.dumps({**vars(self), "body": self.body[:room]}, ensure_ascii=False).encode()
            if len(data) <= LARGEST or not room:
                return data
            room //= 2


def deliver(subscription: PushSubscription, note: Note) -> int:
    """Posts the note to the browser's push service; gives the status it answers."""
    keys = {"p256dh": subscription.public_key, "auth": subscription.secret}
    pusher = pywebpush.WebPusher({"endpoint": subscription.endpoint, "keys": keys})
    body: bytes = pusher.encode(note.packed())["body"]
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(int(KEPT_BY_SERVICE.total_seconds())),
        "Urgency": "normal",
        **_signed_for(subscription.endpoint),
    }
    return send(subscription.endpoint, body=body, headers=headers).status


def public_key() -> str:
    """What a browser must know to subscribe to this site and no other."""
    point = _keys(str(settings.DATA_DIR)).public_key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def is_key(text: str, *, length: int) -> bool:
    """Whether this can be what a browser gave: so many bytes, a point of the curve if it is one."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        if len(raw) == 65:
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except ValueError:
        return False
    return len(raw) == length


def _signed_for(endpoint: str) -> dict[str, Any]:
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((now() + GOOD_FOR).timestamp()),
        "sub": settings.VAPID_CONTACT or f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}",
    }
    return dict(_keys(str(settings.DATA_DIR)).sign(claims))


@cache
def _keys(folder: str) -> Any:
    path = Path(folder) / KEY_NAME
    if not path.exists():
        _make(path)
    return Vapid02.from_pem(path.read_bytes())


def _make(path: Path) -> None:
    """Writes a new key beside its place, then links it there: the first of several wins whole."""
    made = Vapid02()
    made.generate_keys()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".vapid-")
    with os.fdopen(handle, "wb") as file:
        file.write(made.private_pem())
    try:
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()
