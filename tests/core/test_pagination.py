import contextlib
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from hypothesis import given
from hypothesis import strategies as st

from groundswell.core.errors import Invalid
from groundswell.core.pagination import Page, decode_cursor, encode_cursor, keyset

NOON = datetime(2026, 3, 4, 12, 0, 0, 5, tzinfo=UTC)


@pytest.fixture
def groups(db):
    return Group.objects.bulk_create(Group(name=f"group {number}") for number in range(7))


def names(page):
    return [item.name[-1] for item in page.items]


def test_keyset_walks_forwards_and_back(groups):
    first = keyset(Group.objects.all(), ["name"], limit=3)
    second = keyset(Group.objects.all(), ["name"], after=first.next_cursor, limit=3)
    third = keyset(Group.objects.all(), ["name"], after=second.next_cursor, limit=3)
    back = keyset(Group.objects.all(), ["name"], before=third.previous_cursor, limit=3)

    assert [names(page) for page in (first, second, third, back)] == [
        ["0", "1", "2"],
        ["3", "4", "5"],
        ["6"],
        ["3", "4", "5"],
    ]
    assert (first.previous_cursor, third.next_cursor) == (None, None)
    assert back == second


def test_keyset_newest_first_is_the_default(groups):
    assert names(keyset(Group.objects.all(), limit=2)) == ["6", "5"]


def test_keyset_before_the_start_of_the_list_has_nothing_previous(groups):
    second = keyset(Group.objects.all(), ["id"], after=encode_cursor([groups[2].id]), limit=3)

    assert keyset(Group.objects.all(), ["id"], before=second.previous_cursor, limit=3) == Page(
        items=tuple(groups[:3]), next_cursor=f"i{groups[2].id}", previous_cursor=None
    )


def test_keyset_breaks_ties_by_the_last_field(db):
    for number in range(6):
        ContentType.objects.create(app_label=f"app {'ab'[number % 2]}", model=f"m{number}")
    rows = ContentType.objects.filter(app_label__startswith="app ")
    seen, cursor = [], None
    while True:
        page = keyset(rows, ["-app_label", "id"], after=cursor, limit=2)
        seen += [row.model for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break

    assert seen == ["m1", "m3", "m5", "m0", "m2", "m4"]


def test_keyset_of_nothing_is_one_empty_page(db):
    assert keyset(Group.objects.all(), ["id"]) == Page(items=())


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "i",
        "i1.i2",
        "i9223372036854775808",
        "s",
        "sAA",
        "szz",
        "t1",
        "i\u0661",
        "i1" * 900,
        "%",
    ],
)
def test_keyset_refuses_a_cursor_it_did_not_make(db, cursor):
    with pytest.raises(Invalid) as refusal:
        keyset(Group.objects.all(), ["id"], after=cursor)

    assert str(refusal.value) == (
        "This page of the list is not known. Please start again at its beginning."
    )


@given(st.text())
def test_decode_cursor_refuses_or_returns_keys(text):
    with contextlib.suppress(Invalid):
        assert encode_cursor(decode_cursor(text, 1))


KEYS = st.one_of(
    st.integers(-(2**63) + 1, 2**63 - 1),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60),
    st.datetimes(timezones=st.just(UTC)),
)


@given(st.lists(KEYS, min_size=1, max_size=1))
def test_cursor_keeps_its_keys(keys):
    assert decode_cursor(encode_cursor(keys), len(keys)) == tuple(keys)


def test_cursor_is_compact():
    assert encode_cursor([NOON, 7]) == "t1772625600000005.i7"
