"""The demonstration's story holds together, and a story that does not is refused in words."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from groundswell.exchange.importers.demo.story import FOLDER, load_story
from groundswell.exchange.importers.demo.tables import StoryError
from groundswell.exchange.importers.demo.telling import Story
from groundswell.exchange.importers.demo.times import Moment, has_broken_words, parse_day, tell


@pytest.fixture(scope="module")
def story() -> Story:
    return load_story()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "story"))


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_story_has_its_totals(story):
    assert story.totals() == {
        "people": 40,
        "follows": 29,
        "readings": 15,
        "spaces": 5,
        "members": 152,
        "topics": 45,
        "topics: discussion": 24,
        "topics: question": 9,
        "topics: article": 5,
        "topics: announcement": 7,
        "messages": 310,
        "reply_to": 109,
        "reactions": 2292,
        "reshares": 32,
        "bookmarks": 103,
        "me too": 33,
        "accepted": 5,
        "holding": 4,
        "edits": 4,
        "removed": 1,
        "moved": 1,
        "split": 1,
        "pin": 3,
        "lock": 1,
        "closing": 1,
    }


def test_story_has_its_rooms(story):
    rooms = [(s.handle, s.visibility, s.parent, len(s.members)) for s in story.spaces]

    assert rooms == [
        ("lane", "public", None, 40),
        ("riverwatch", "public", "lane", 35),
        ("schoolrun", "public", "lane", 31),
        ("commons", "public", None, 36),
        ("stewards-table", "invitation", "lane", 10),
    ]


def test_story_has_one_long_thread(story):
    lengths = sorted(len(topic.messages) for topic in story.topic.values())

    assert lengths[-3:] == [12, 13, 65]
    assert len(story.topic["why-flood"].messages) == 65


def test_story_starts_with_a_question_and_ends_yesterday(story):
    question = story.topic["why-flood"].opening
    latest = max(message.at for _, _, message in story.messages)

    assert (question.author, question.at) == ("nessa", Moment(-83, 8, 52))
    assert latest == Moment(-1, 10, 30)


def test_story_keeps_one_promise_open(story):
    promises = [
        (message.author, message.holding.due, message.holding.answered_by)
        for _, _, message in story.messages
        if message.holding is not None
    ]

    assert promises == [
        ("priya", -73, "priya-answer"),
        ("lena", -62, "lena-not-yet"),
        ("lena", -48, "lena-ours"),
        ("priya", 4, None),
    ]


def test_story_lets_some_people_only_read(story):
    writers = {message.author for _, _, message in story.messages}

    assert story.person.keys() - writers == {"arun", "fliss"}


def test_story_offers_three_sign_ins(story):
    assert [person.handle for person in story.people if person.sign_in] == [
        "marek",
        "nessa",
        "amara",
    ]


def test_story_speaks_three_languages(story):
    assert {message.language for _, _, message in story.messages} == {"en", "es", "pl"}


def test_story_repeats_no_words(story):
    texts = [message.body for _, _, message in story.messages]

    assert len(set(texts)) == len(texts)


def test_message_knows_whom_and_what_it_names(story):
    message = story.topic["thanks"].messages[-1]

    assert (message.author, message.mentions, message.tags) == ("edith", {"nessa"}, set())
    assert story.topic["why-flood"].opening.tags == {"flooding", "leat"}


def test_code_names_nobody(story):
    program = story.topic["pipe-sum"].opening

    assert (program.mentions, program.tags) == (frozenset(), frozenset())


def test_moment_is_told_in_the_readers_calendar():
    moment = Moment.parse("-42d 09:15")

    assert moment == Moment(-42, 9, 15)
    assert moment.on(date(2026, 11, 21)) == datetime(2026, 10, 10, 9, 15, tzinfo=UTC)
    assert moment.on(date(2026, 11, 21), ZoneInfo("Europe/London")) == datetime(
        2026, 10, 10, 8, 15, tzinfo=UTC
    )


@pytest.mark.parametrize("text", ["42d 09:15", "-42d 24:00", "-42d 9:15", "-42d", "yesterday"])
def test_moment_refuses_other_forms(text):
    with pytest.raises(ValueError, match="is not a time"):
        Moment.parse(text)


def test_day_has_a_sign():
    assert (parse_day("+4d"), parse_day("-73d")) == (4, -73)
    with pytest.raises(ValueError, match="is not a day"):
        parse_day("4d")


def test_tell_names_days_as_they_come():
    told = tell("{weekday:-58d} {date:-58d}, 10:00, `{x}`", date(2026, 11, 21))

    assert told == "Thursday 24 September, 10:00, `{x}`"


@pytest.mark.parametrize("text", ["{weekday:58d}", "{date -58d}", "{ date:-58d}"])
def test_broken_days_are_found(text):
    assert has_broken_words(text)
    assert not has_broken_words("{date:-58d} and {dates}")


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("people", 'role = "steward"', 'rank = "steward"', "people.people[marek]: role is missing"),
        ("people", 'role = "steward"', 'role = "mayor"', "role is 'mayor', not one of"),
        (
            "people",
            'role = "steward"',
            'role = "steward"\nage = 4',
            "people.people[marek]: unknown age",
        ),
        ("people", "Europe/London", "Europe/Alderford", "no time zone 'Europe/Alderford'"),
        ("people", "library.alderford.example", "library.test", "reserved for examples"),
        ("people", 'handle = "rowan"', 'handle = "marek"', "handle marek is there twice"),
        ("people", 'tag = "culvert"', 'tag = "culverts"', "cannot follow tag 'culverts'"),
        ("people", 'person = "edith"', 'person = "nessa"', "cannot follow person 'nessa'"),
        ("people", 'topic = "tanners-corner"', 'topic = "what-next"', "what-next from outside"),
        ("people", 'up_to = "m1"', 'up_to = "m0"', "no message 'm0' to leave off at"),
        ("spaces/lane", 'author = "jamal"', 'author = "jamaal"', "@jamaal is not a member by then"),
        ("spaces/lane", "@gwen)", "@gwenn)", "nobody is called @gwenn"),
        ("spaces/lane", 'at = "-83d 12:10"', 'at = "-83d 08:10"', "out of order"),
        ("spaces/lane", 'at = "-1d 09:20"', 'at = "+0d 09:20"', "it has not happened yet"),
        ("spaces/lane", 'reply_to = "m1"', 'reply_to = "m2"', "no earlier message 'm2'"),
        ("spaces/lane", "{weekday:-73d}", "{weekday:73d}", "a day is not written like"),
        ("spaces/lane", "courier.example", "courier.test", "courier.test is not a host"),
        ("spaces/lane", '"👍" = ["rowan"', '"👎" = ["rowan"', "not among the reactions here"),
        ("spaces/lane", '"👍" = ["rowan"', '"👍" = ["marek"', "@marek cannot react"),
        ("spaces/lane", 'via = "mags"', 'via = "leo"', "@leo had not passed it on"),
        ("spaces/lane", 'into = "schoolrun"', 'into = "lane"', "cannot pass it on into 'lane'"),
        ("spaces/lane", 'due = "-73d"', 'due = "-80d"', "due before it is promised"),
        ("spaces/lane", '"priya-answer" }', '"m1" }', "no later message 'm1'"),
        ("spaces/lane", 'message = "yusuf-answer"', 'message = "m1"', "no answer 'm1'"),
        ("spaces/lane", 'me_too = ["mags"', 'me_too = ["nessa"', "@nessa cannot ask this too"),
        ("spaces/lane", 'source = "why-flood"', 'source = "lane-status"', "to be split from"),
        ("spaces/lane", '"rowan-two-councils"]', '"lena-ours"]', "before the split came along"),
        ("spaces/lane", 'lock = { by = "rowan"', 'lock = { by = "ray"', "@ray is no steward here"),
        ("spaces/lane", '"-58d 19:00"', '"-59d 19:00"', "somebody writes after the end"),
        ("spaces/lane", 'removed = { by = "duncan"', 'removed = { by = "ray"', "removes it"),
        ("spaces/lane", 'kind = "announcement"', 'kind = "poll"', "kind is 'poll', not one of"),
        ("spaces/commons", 'moved = { source = "pen', 'moved = { source = "len', "moves it"),
        ("spaces/commons", 'stewards = ["leo", "grace"]', 'stewards = ["leo"]', "only stewards"),
        ("spaces/schoolrun", 'parent = "lane"', 'parent = "commons"', "no earlier space 'commons'"),
        ("spaces/schoolrun", "licence =", "license =", "licence is missing"),
        ("spaces/stewards-table", "[members]", "[members]\nzed = '-60d 10:00'", "called @zed"),
    ],
)
def test_story_that_does_not_hold_together_is_refused(folder, file, old, new, said):
    rewrite(folder / f"{file}.toml", old, new)

    with pytest.raises(StoryError) as refusal:
        load_story(folder)

    assert said in str(refusal.value)


def test_file_that_nobody_reads_is_refused(folder):
    (folder / "spaces" / "attic.toml").write_text("", encoding="utf-8")

    with pytest.raises(StoryError, match="nobody reads attic"):
        load_story(folder)


def test_file_that_is_not_toml_is_refused(folder):
    (folder / "people.toml").write_text("[[people", encoding="utf-8")

    with pytest.raises(StoryError, match=r"people\.toml: "):
        load_story(folder)
