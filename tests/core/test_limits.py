import shutil
import subprocess
import threading
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine

from groundswell.core import limits
from groundswell.core.limits import (
    POST,
    RULES,
    TooMany,
    Verdict,
    address_key,
    allow,
    demand,
    peek,
    rule,
    sentence,
    viewer_key,
)

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
OK = Verdict(ok=True)
TRIES = rule("tries", "5/15 minute")


@pytest.fixture(autouse=True)
def clock(settings):
    settings.REDIS_URL = ""
    limits.reset()
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller
    limits.reset()


def test_allow_refuses_the_second_post_within_five_seconds(clock):
    assert [allow("ada", POST), allow("ada", POST), allow("ben", POST)] == [
        OK,
        Verdict(ok=False, retry_after=5),
        OK,
    ]
    clock.shift(timedelta(seconds=5.1))
    assert allow("ada", POST) == OK


def test_allow_holds_every_window(clock):
    for _ in range(60):
        assert allow("ada", POST) == OK
        clock.shift(timedelta(seconds=6))

    assert allow("ada", POST) == Verdict(ok=False, retry_after=3_240)


def test_what_is_over_is_forgotten_and_no_act_starts_a_thread(clock, monkeypatch):
    counts, started = limits._here().storage, []
    monkeypatch.setattr(threading.Thread, "start", started.append)
    for number in range(50):
        allow(f"net{number}", TRIES)
    clock.shift(timedelta(hours=1))
    counts._tidy_at = 0.0

    allow("late", TRIES)

    assert sum(map(len, counts.events.values())) == 1
    assert started == []


def test_peek_counts_nothing():
    for _ in range(5):
        assert peek("ada", TRIES) == OK
        allow("ada", TRIES)
    assert peek("ada", TRIES) == Verdict(ok=False, retry_after=900)


def test_demand_says_no_in_a_sentence():
    demand("ada", POST)
    with pytest.raises(TooMany) as refusal:
        demand("ada", POST)

    assert (refusal.value.retry_after, str(refusal.value)) == (
        5,
        "That was a little too much at once. Please try again in 5 seconds.",
    )


@pytest.mark.parametrize(
    ("seconds", "spoken"),
    [(1, "1 second"), (59, "59 seconds"), (61, "2 minutes"), (3_600, "1 hour"), (3_601, "2 hours")],
)
def test_sentence_speaks_of_time_as_people_do(seconds, spoken):
    assert sentence(seconds) == (
        f"That was a little too much at once. Please try again in {spoken}."
    )


def test_rules_are_the_ones_we_promise():
    assert {name: "; ".join(map(str, rule.windows)) for name, rule in RULES.items()} == {
        "export": "10 per 1 minute; 60 per 1 hour",
        "join-all": "3000 per 1 minute",
        "wrong-code": "100 per 1 minute",
        "requests-address": "300 per 1 minute",
        "requests-person": "600 per 1 minute",
        "files-address": "1500 per 1 minute",
        "sign-up-address": "3 per 1 day",
        "post": "1 per 5 second; 60 per 1 hour",
        "post-new": "1 per 30 second; 10 per 1 day",
        "follow": "60 per 1 hour",
        "ask": "20 per 1 hour; 60 per 1 day",
        "report-guest": "5 per 1 hour; 20 per 1 day",
        "report-hall": "60 per 1 hour; 200 per 1 day",
        "report-session": "200 per 1 hour",
        "open-space": "20 per 1 day",
        "react": "300 per 1 hour",
        "keep-words": "10 per 1 hour",
        "edit": "60 per 1 day",
        "upload": "30 per 30 minute",
        "invite": "10 per 1 day",
        "same-text": "1 per 5 minute",
        "search-address": "15 per 1 minute",
        "search-person": "30 per 1 minute",
        "preview": "120 per 1 minute",
        "suggest": "120 per 1 minute",
        "fetch": "30 per 1 minute",
        "join": "60 per 1 minute",
        "stance": "900 per 1 hour",
        "room-question": "1 per 10 second",
        "room-line": "5 per 10 second",
        "room-vote": "10 per 10 second",
        "room-sign": "1 per 2 second",
        "room-report": "10 per 1 hour",
        "room-all": "5000 per 10 second",
    }


def test_without_redis_half_is_counted_here(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert [allow("ada", TRIES).ok for _ in range(4)] == [True, True, False, False]


@pytest.fixture
def redis_url(tmp_path):
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("No redis-server is installed here.")
    place = tmp_path / "redis.sock"
    process = subprocess.Popen(
        [program, "--port", "0", "--unixsocket", place, "--save", ""], stdout=subprocess.DEVNULL
    )
    for _ in range(100):
        if place.exists():
            break
        threading.Event().wait(0.05)
    yield f"redis+unix://{place}"
    process.terminate()
    process.wait()


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_redis_counts_for_every_process(settings, redis_url):
    settings.REDIS_URL = redis_url
    with time_machine.travel(datetime.now(tz=UTC)):
        first = [allow("ada", TRIES).ok for _ in range(6)]
        limits.reset()

        assert first == [True] * 5 + [False]
        assert peek("ada", TRIES).ok is False


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "ip:192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "ip:2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "ip:192.0.2.7"),
        ("fe80::1%eth0", "ip:fe80::/64"),
        ("", "ip:unknown"),
        ("nonsense", "ip:nonsense"),
    ],
)
def test_address_key_is_one_household(rf, address, key):
    assert address_key(rf.get("/", REMOTE_ADDR=address)) == key


def test_viewer_key_is_the_person_or_the_address(rf):
    request = rf.get("/", REMOTE_ADDR="192.0.2.7")
    stranger = viewer_key(request)
    request.viewer = SimpleNamespace(pk=7)

    assert (stranger, viewer_key(request)) == ("ip:192.0.2.7", "actor:7")
