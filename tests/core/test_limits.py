import shutil
import subprocess
import threading
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.http import HttpResponse

from groundswell.core import limits
from groundswell.core.limits import (
    POST,
    RULES,
    SIGN_IN_BY_NAME,
    TooMany,
    Verdict,
    address_key,
    allow,
    demand,
    forget,
    limited,
    peek,
    sentence,
    viewer_key,
)

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
OK = Verdict(ok=True)


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


def test_peek_counts_nothing_and_forget_starts_anew():
    for _ in range(5):
        assert peek("ada", SIGN_IN_BY_NAME) == OK
        allow("ada", SIGN_IN_BY_NAME)
    assert peek("ada", SIGN_IN_BY_NAME) == Verdict(ok=False, retry_after=900)

    forget("ada", SIGN_IN_BY_NAME)
    assert peek("ada", SIGN_IN_BY_NAME) == OK


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
        "requests-address": "300 per 1 minute",
        "requests-person": "600 per 1 minute",
        "sign-in-name": "5 per 15 minute",
        "sign-in-address": "20 per 5 minute",
        "mail-to": "2 per 1 hour; 5 per 1 day",
        "mail-by": "20 per 1 day",
        "sign-up-address": "3 per 1 day",
        "sign-up-site": "50 per 1 hour",
        "post": "1 per 5 second; 60 per 1 hour",
        "post-new": "1 per 30 second; 10 per 1 day",
        "react": "300 per 1 hour",
        "react-live": "60 per 1 minute",
        "flag": "20 per 1 day",
        "edit": "60 per 1 day",
        "upload": "30 per 30 minute",
        "invite": "10 per 1 day",
        "same-text": "1 per 5 minute",
        "search-address": "15 per 1 minute",
        "search-person": "30 per 1 minute",
        "preview": "120 per 1 minute",
        "fetch": "30 per 1 minute",
        "inbox-actor": "300 per 5 minute",
        "inbox-host": "3000 per 5 minute",
    }


def test_without_redis_half_is_counted_here(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert [allow("ada", SIGN_IN_BY_NAME).ok for _ in range(4)] == [True, True, False, False]


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
        first = [allow("ada", SIGN_IN_BY_NAME).ok for _ in range(6)]
        limits.reset()

        assert first == [True] * 5 + [False]
        assert peek("ada", SIGN_IN_BY_NAME).ok is False


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


def test_limited_view_counts_only_what_changes_something(rf, monkeypatch):
    shown = []

    def render(_request, template, context, *, status):
        shown.append((template, context))
        return HttpResponse(status=status)

    monkeypatch.setattr(limits, "render", render)

    @limited("post")
    def view(_request, number):
        return HttpResponse(str(number))

    answers = [view(rf.get("/"), 1), view(rf.post("/"), number=2), view(rf.post("/"), 3)]

    assert [(answer.status_code, answer.content) for answer in answers] == [
        (200, b"1"),
        (200, b"2"),
        (429, b""),
    ]
    assert answers[2]["Retry-After"] == "5"
    assert shown == [("429.html", {"reason": sentence(5), "retry_after": 5})]


def test_limited_view_by_another_key(rf):
    @limited("post", key=lambda request: request.GET.get("key"))
    def view(_request):
        return HttpResponse()

    assert [view(rf.post(f"/{query}")).status_code for query in ("", "", "?key=a", "?key=b")] == [
        200
    ] * 4
