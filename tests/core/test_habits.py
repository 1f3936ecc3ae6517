"""Numbers and days as the reader writes them, beside words in the language of the page."""

from datetime import UTC, date, datetime

import pytest
from django.template import engines
from django.utils.translation import override

from groundswell.actors.models import Organisation
from groundswell.conversations.models import Topic
from groundswell.core import habits
from groundswell.core.habits import filesize, number
from groundswell.core.jinja import day, long_date
from tests import factories

THEN = datetime(2026, 11, 22, 15, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", ("1,234,567", "0.5", "Nov. 22, 2026", "Nov. 22, 2026, 3:04 p.m.", "1.5 MB")),
        ("en-US,en", ("1,234,567", "0.5", "Nov. 22, 2026", "Nov. 22, 2026, 3:04 p.m.", "1.5 MB")),
        ("en-GB", ("1,234,567", "0.5", "22 Nov 2026", "22 Nov 2026, 3:04 p.m.", "1.5 MB")),
        ("de-AT,de;q=0.9,en;q=0.5", ("1.234.567", "0,5", "22 Nov 2026", "22 Nov 2026, 15:04",
                                     "1,5 MB")),
        ("fr", ("1\xa0234\xa0567", "0,5", "22 Nov 2026", "22 Nov 2026, 15:04", "1,5 MB")),
        ("xx-XX,de;q=0.5", ("1.234.567", "0,5", "22 Nov 2026", "22 Nov 2026, 15:04", "1,5 MB")),
        ("%s\x00{}", ("1,234,567", "0.5", "Nov. 22, 2026", "Nov. 22, 2026, 3:04 p.m.", "1.5 MB")),
    ],
)  # fmt: skip
def test_english_page_is_read_by_people_of_many_habits(settings, asked, shown):
    settings.TIME_ZONE = "UTC"
    with override("en"), habits.of(asked):
        found = number(1234567), number(0.5), day(THEN), long_date(THEN), filesize(1_572_864)

    assert found == shown


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("en-US", "3:04 p.m."), ("de", "15:04"), ("fr", "15:04"), ("", "3:04 p.m.")],
)
def test_clock_is_the_readers(asked, shown):
    with override("en"), habits.of(asked):
        assert habits.clock(THEN.time()) == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("de", ("1.234.567", "22. November 2026", "22. November 2026 15:04")),
        ("fr", ("1\xa0234\xa0567", "22 novembre 2026", "22 novembre 2026 15:04")),
    ],
)
def test_page_in_another_language_follows_it(settings, language, shown):
    settings.TIME_ZONE = "UTC"
    with override(language):
        found = number(1234567), day(date(2026, 11, 22)), long_date(THEN)

    assert found == shown


@pytest.mark.parametrize(
    ("size", "shown"),
    [(1, "1 byte"), (1023, "1.023 bytes"), (1024, "1,0 KB"), (5 * 1024**3, "5,0 GB"),
     (5_000 * 1024**3, "5.000,0 GB")],
)  # fmt: skip
def test_sizes_are_in_the_largest_unit_that_fits(size, shown):
    with override("en"), habits.of("de"):
        assert filesize(size) == shown


def test_habits_end_with_the_request():
    with override("en"), habits.of("de"):
        assert number(1234) == "1.234"

    assert number(1234) == "1,234"


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("en", "1,234 replies"), ("de", "1.234 replies"), ("fr-CH,fr", "1\xa0234 replies")],
)
def test_pages_count_as_their_readers_do(as_, ada, meadow, asked, shown):
    topic = factories.topic(ada, meadow)
    Topic.objects.filter(id=topic.id).update(last_number=1235)

    lists = as_(ada).get("/s/meadow/", headers={"Accept-Language": asked}).text
    page = as_(ada).get(f"/t/{topic.id}/", headers={"Accept-Language": asked}).text

    assert (shown in lists, shown in page) == (True, True)


def test_two_readers_after_each_other_keep_their_own(as_, ada, meadow):
    Organisation.current()
    topic = factories.topic(ada, meadow)
    Topic.objects.filter(id=topic.id).update(last_number=5001)

    pages = [
        as_(None).get("/s/meadow/", headers={"Accept-Language": asked}).text
        for asked in ("de", "en", "de")
    ]

    assert [("5.000 replies" in page, "5,000 replies" in page) for page in pages] == [
        (True, False),
        (False, True),
        (True, False),
    ]


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ('{{ _("%(many)s of %(all)s", many=1200, all=3400) }}', "1.200 of 3.400"),
        ('{{ ngettext("%(num)s thing", "%(num)s things", 1200) }}', "1.200 things"),
        ('{{ ngettext("%(num)d thing", "%(num)d things", 1200) }}', "1200 things"),
        ('{{ ngettext("%(num)s thing", "%(num)s things", 1) }}', "1 thing"),
        ('{{ _("by %(name)s", name="<b>") }}', "by &lt;b&gt;"),
    ],
)
def test_sentences_write_their_numbers(template, shown):
    with override("en"), habits.of("de"):
        assert engines["jinja2"].env.from_string(template).render() == shown
