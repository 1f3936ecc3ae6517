from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from groundswell.core.errors import Refused
from groundswell.core.signing import (
    UNSUBSCRIBE,
    Purpose,
    ReplyAddress,
    sign,
    sign_reply,
    unsign,
    unsign_reply,
)
from tests.core.hostile import HOSTILE

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
UNKNOWN = "This link is not valid. Please check that it was copied completely."
OLD = "This link is too old to be used. Please ask for a new one."
IDS = st.integers(0, 2**63 - 1)
GUEST = Purpose("guest", timedelta(days=30))


def refusal(function, *arguments):
    with pytest.raises(Refused) as refused:
        function(*arguments)
    return str(refused.value)


def test_unsign_gives_what_was_signed():
    assert unsign(GUEST, sign(GUEST, {"s": "1", "e": "a@b.example"})) == {
        "s": "1",
        "e": "a@b.example",
    }


def test_unsign_refuses_another_purpose():
    assert refusal(unsign, UNSUBSCRIBE, sign(GUEST, 1)) == UNKNOWN


def test_unsign_refuses_what_is_too_old():
    with time_machine.travel(NOON, tick=False):
        token = sign(GUEST, 1)
    with time_machine.travel(NOON + timedelta(days=30), tick=False):
        assert unsign(GUEST, token) == 1
    with time_machine.travel(NOON + timedelta(days=30, seconds=1), tick=False):
        assert refusal(unsign, GUEST, token) == OLD


def test_unsign_knows_the_key_before_this_one(settings):
    token, reply = sign(GUEST, 1), sign_reply(1, 2)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10

    assert (unsign(GUEST, token), unsign_reply(reply)) == (1, ReplyAddress(1, 2))
    settings.SECRET_KEY_FALLBACKS = []
    assert (refusal(unsign, GUEST, token), refusal(unsign_reply, reply)) == (UNKNOWN, UNKNOWN)


@given(IDS, IDS)
def test_reply_address_survives_mail_servers(actor_id, message_id):
    token = sign_reply(actor_id, message_id)

    assert len(f"reply+{token}") == 61
    assert token.isalnum()
    assert unsign_reply(token.upper()) == ReplyAddress(actor_id, message_id)


def test_reply_address_is_the_same_all_day():
    with time_machine.travel(NOON, tick=False) as clock:
        morning = sign_reply(1, 2)
        clock.shift(timedelta(hours=11))

        assert sign_reply(1, 2) == morning


def test_reply_address_ends():
    with time_machine.travel(NOON, tick=False) as clock:
        token = sign_reply(1, 2)
        clock.shift(timedelta(days=119))
        assert unsign_reply(token) == ReplyAddress(1, 2)
        clock.shift(timedelta(days=2))
        assert refusal(unsign_reply, token) == OLD


@given(st.integers(0, 54), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_reply_address_cannot_be_altered(position, letter):
    token = sign_reply(1, 2)
    altered = token[:position] + letter + token[position + 1 :]

    assert altered == token or refusal(unsign_reply, altered) == UNKNOWN


@pytest.mark.parametrize("function", [unsign_reply, lambda token: unsign(GUEST, token)])
def test_hostile_tokens_are_refused(function):
    for text in HOSTILE:
        assert refusal(function, text) == UNKNOWN
