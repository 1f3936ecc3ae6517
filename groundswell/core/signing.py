"""Tokens that we hand out and recognise: for one purpose, for a time, and not to be made up."""

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from groundswell.core.clock import EPOCH, now
from groundswell.core.errors import Refused

_MAC_BYTES: Final = 16
_REPLY: Final = struct.Struct(">QQH")
_REPLY_SALT: Final = "groundswell.core.signing.reply"


@dataclass(frozen=True, slots=True)
class Purpose:
    name: str
    max_age: timedelta | None


class Expired(Refused):
    """The token was ours, but is too old."""


SUBSCRIPTION: Final = Purpose("subscription", timedelta(hours=12))
UNSUBSCRIBE: Final = Purpose("unsubscribe", timedelta(days=400))
GUEST_COOKIE: Final = "gs-guest"
GUEST: Final = Purpose("guest", timedelta(days=400))
SESSION_LINK: Final = Purpose("session-link", timedelta(days=15))
RECEIPT: Final = Purpose("receipt", timedelta(days=400))
BALLOT: Final = Purpose("ballot", None)
REPLY: Final = Purpose("reply", timedelta(days=120))


def sign(purpose: Purpose, value: Any) -> str:
    """A token, fit for an address, that holds `value` (plain JSON) readably but unalterably."""
    return signing.dumps(value, salt=_salt(purpose))


def unsign(purpose: Purpose, token: str) -> Any:
    """The value, or `Refused` with a sentence: forged, for something else, or too old."""
    try:
        return signing.loads(token, salt=_salt(purpose), max_age=purpose.max_age)
    except signing.SignatureExpired as error:
        raise _expired() from error
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise _unknown() from error


@dataclass(frozen=True, slots=True)
class ReplyAddress:
    actor_id: int
    message_id: int


def sign_reply(actor_id: int, message_id: int) -> str:
    """Who may answer what, in 55 letters and digits whose case may be lost on the way."""
    days = (now() - EPOCH).days
    payload = _REPLY.pack(actor_id, message_id, days)
    return _letters(payload + _mac(payload, settings.SECRET_KEY))


def unsign_reply(token: str) -> ReplyAddress:
    raw = _raw(token)
    payload, mac = raw[: _REPLY.size], raw[_REPLY.size :]
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    # Every key is tried, so that the time taken says nothing about which one fits.
    fitting = [key for key in keys if hmac.compare_digest(mac, _mac(payload, key))]
    if not fitting:
        raise _unknown()
    actor_id, message_id, days = _REPLY.unpack(payload)
    if REPLY.max_age and now() - (EPOCH + timedelta(days=days)) > REPLY.max_age:
        raise _expired()
    return ReplyAddress(actor_id, message_id)


def _mac(payload: bytes, key: str | bytes) -> bytes:
    made = salted_hmac(_REPLY_SALT, payload, secret=key, algorithm=hashlib.sha256().name)
    return made.digest()[:_MAC_BYTES]


def _letters(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()


def _raw(token: str) -> bytes:
    text = token.strip().upper()
    try:
        raw = base64.b32decode(text + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError) as error:
        raise _unknown() from error
    if len(raw) != _REPLY.size + _MAC_BYTES or _letters(raw) != text.lower():
        raise _unknown()
    return raw


def _salt(purpose: Purpose) -> str:
    return f"groundswell.core.signing.{purpose.name}"


def _expired() -> Expired:
    return Expired(_("This link is too old to be used. Please ask for a new one."))


def _unknown() -> Refused:
    return Refused(_("This link is not valid. Please check that it was copied completely."))
