"""What a page may hand to its reader, and what nobody may change."""

import pytest
from django.test import RequestFactory

from groundswell.core.subscriptions import (
    BadToken,
    issue,
    stream_url,
    verify,
    watch,
)


def token_of(url: str) -> str:
    return url.partition("token=")[2].replace("%3A", ":")


def test_token_says_who_and_what() -> None:
    grant = verify(issue(7, ["topic-2", "space-1", "topic-2"]))

    assert (grant.actor_id, grant.channels) == (7, ("space-1", "topic-2"))


def test_token_of_a_stranger_names_nobody() -> None:
    assert verify(issue(None, ["topic-2"])).actor_id is None


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "\x00", "ü:1:2"])
def test_token_that_is_none_is_refused(token: str) -> None:
    with pytest.raises(BadToken):
        verify(token)


def test_page_has_one_stream_for_all_it_watches() -> None:
    request = RequestFactory().get("/")
    watch(request, "topic-2")
    watch(request, "space-1", "topic-2")

    grant = verify(token_of(stream_url(request, 7)))

    assert grant.channels == ("person-7", "space-1", "topic-2")


def test_page_without_anything_to_hear_has_no_stream() -> None:
    assert stream_url(RequestFactory().get("/"), None) == ""


def test_page_that_watches_too_much_says_so(caplog: pytest.LogCaptureFixture) -> None:
    token = issue(None, [f"topic-{number}" for number in range(51)])

    assert len(verify(token).channels) == 50
    assert caplog.messages == ["A page watches 51 channels; only 50 are heard."]
