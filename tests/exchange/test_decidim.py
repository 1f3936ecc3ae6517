"""Decidim's tables: every row arrives, or is named with the reason why not; twice is once."""

import gzip

import pytest
from django.core.management import CommandError, call_command

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.challenges.models import Challenge, Idea
from groundswell.conversations.actions import delete_message, edit_message
from groundswell.conversations.models import Message, Tagging, Topic, Version
from groundswell.core.clock import now
from groundswell.exchange.importers import run as runner
from groundswell.exchange.models import Imported
from groundswell.spaces.models import Membership, Space
from tests import factories


def counts(said):
    """What happened, without the zeros."""
    return {
        outcome: {kind: count for kind, count in said[outcome].items() if count}
        for outcome in ("created", "updated", "unchanged", "skipped")
    }


def ideas():
    return Topic.objects.filter(kind="idea")


def words():
    """What the source says, without the words that the challenge opens with."""
    return Message.objects.exclude(topic__kind="challenge").order_by("number")


def decidim(told, path, *more):
    return told("import", "decidim", path, "--space", "Our City", *more)


def test_proposal_becomes_an_idea_with_its_date_author_and_tags(db, folder, told):
    path = folder([{}], [{}])

    said = decidim(told, path)

    assert counts(said)["created"] == {"proposals": 1, "comments": 1, "people": 2}
    topic = ideas().get()
    opening, reply = topic.messages.order_by("number")
    assert (topic.title, topic.source) == ("A bench by the pond", "decidim")
    assert topic.published_at.isoformat() == "2016-01-22T00:00:00+00:00"
    assert opening.text == (
        "So that one can sit down.\n\n#BonViure #CiclesDeVida #SarriàSantGervasi #citizen #accepted"
    )
    assert sorted(Tagging.objects.values_list("tag_id", flat=True)) == [
        "accepted",
        "bonviure",
        "ciclesdevida",
        "citizen",
        "sarriàsantgervasi",
    ]
    assert (reply.text, reply.alignment, reply.parent) == ("Yes, please.", 1, None)
    assert reply.published_at.isoformat() == "2016-03-17T14:25:48+00:00"


def test_proposals_are_ideas_of_one_challenge_by_what_the_tables_say(db, folder, told):
    path = folder(
        [
            {},
            {"id": "2", "status": "0", "source": "organization", "subcategory__name": ""},
            {"id": "3", "status": "", "source": "meeting", "author_hash": ""},
            {"id": "4", "source": "official"},
        ]
    )

    decidim(told, path)

    challenge = Challenge.objects.get()
    assert (challenge.topic.title, challenge.idea_count, challenge.source) == (
        "Proposals",
        4,
        "decidim",
    )
    assert challenge.purpose == "What was proposed for Our City, and whether it was taken up"
    rows = Idea.objects.order_by("topic__messages__id")
    assert list(rows.values_list("stage__name", "origin", "category")) == [
        ("Accepted", "citizen", "Cicles de vida"),
        ("Not accepted", "organisation", "Bon viure"),
        ("Proposed", "meeting", "Cicles de vida"),
        ("Accepted", "official", "Cicles de vida"),
    ]
    assert list(challenge.stages.values_list("name", "kind", "idea_count")) == [
        ("Proposed", "early", 1),
        ("Accepted", "decided", 2),
        ("Not accepted", "parked", 1),
    ]
    assert set(ideas().values_list("within", flat=True)) == {challenge.topic_id}


def test_idea_goes_where_the_source_says_later(db, folder, told):
    decidim(told, folder([{"status": ""}, {"id": "2"}]))
    decidim(told, folder([{"status": "0", "source": "meeting"}, {"id": "2"}]))

    challenge = Challenge.objects.get()
    assert list(challenge.stages.values_list("name", "idea_count")) == [
        ("Proposed", 0),
        ("Accepted", 1),
        ("Not accepted", 1),
    ]
    moved = Idea.objects.get(stage__name="Not accepted")
    assert (moved.origin, moved.topic.messages.get().versions.count()) == ("meeting", 1)


def test_removed_challenge_is_not_opened_again(db, folder, told):
    path = folder([{}])
    decidim(told, path)
    Topic.objects.filter(kind="challenge").update(removed_at=now())

    with pytest.raises(CommandError, match="was removed here"):
        decidim(told, folder([{}, {"id": "2"}]))
    assert Challenge.objects.count() == 1


def test_proposals_land_as_plain_topics_where_that_is_asked(db, folder, told):
    said = decidim(told, folder([{}], [{}]), "--as", "topics")

    assert counts(said)["created"] == {"proposals": 1, "comments": 1, "people": 2}
    assert (Challenge.objects.count(), Topic.objects.get().kind) == (0, "discussion")


def test_authors_are_unclaimed(db, folder, told):
    decidim(told, folder([{}], [{}]))

    author = ideas().get().author
    assert (author.handle, author.name, author.kind) == (
        "u94245085ec",
        "Participant 94245085ec",
        "person",
    )
    assert not hasattr(author, "account")


def test_author_whose_handle_is_taken_gets_another(ada, folder, told):
    Actor.objects.create(handle="u94245085ec", name="Somebody")

    decidim(told, folder([{}]))

    assert ideas().get().author.handle == "u94245085ec-2"


def test_meeting_is_the_author_of_what_was_born_in_it(db, folder, told):
    decidim(told, folder([{"author_hash": "", "source": "meeting"}]))

    author = ideas().get().author
    assert (author.name, author.kind) == ("A meeting", "service")


def test_threads_keep_their_shape(db, folder, told):
    path = folder(
        [{}],
        [
            {"id": "12", "parent": "11.0", "created_at": "2016-03-19 10:00:00", "body": "third"},
            {"id": "11", "parent": "10.0", "created_at": "2016-03-18 10:00:00", "body": "second"},
            {"id": "10", "created_at": "2016-03-17 10:00:00", "body": "first"},
        ],
    )

    decidim(told, path)

    rows = words().values_list("number", "text", "parent__number")
    assert list(rows)[1:] == [(2, "first", None), (3, "second", 2), (4, "third", 3)]


def test_answer_dated_before_what_it_answers_comes_after_it(db, folder, told):
    path = folder(
        [{}],
        [
            {"id": "10", "created_at": "2016-03-17 10:00:00", "body": "asked"},
            {"id": "11", "parent": "10", "created_at": "2016-03-16 10:00:00", "body": "answer"},
        ],
    )

    decidim(told, path)

    rows = words().values_list("text", "parent__number")
    assert list(rows)[1:] == [("asked", None), ("answer", 2)]


def test_ring_of_answers_is_broken(db, folder, told):
    path = folder([{}], [{"id": "10", "parent": "11"}, {"id": "11", "parent": "10"}])

    said = decidim(told, path)

    assert counts(said)["created"]["comments"] == 2
    parents = words().values_list("parent__number", flat=True)
    assert list(parents) == [None, None, 2]


def test_second_run_adds_nothing(db, folder, told):
    path = folder([{}, {"id": "2"}], [{}])
    decidim(told, path)
    before = (Message.objects.count(), Activity.objects.count(), Imported.objects.count())

    said = decidim(told, path)

    assert counts(said) == {
        "created": {},
        "updated": {},
        "unchanged": {"proposals": 2, "comments": 1, "people": 2},
        "skipped": {},
    }
    assert (Message.objects.count(), Activity.objects.count(), Imported.objects.count()) == before


def test_later_rows_join_what_is_here(db, folder, told):
    decidim(told, folder([{}], [{}]))

    said = decidim(told, folder([{}], [{}, {"id": "11", "parent": "10.0", "body": "New"}]))

    assert counts(said)["created"] == {"comments": 1}
    assert list(words().values_list("number", "text", "parent__number"))[1:] == [
        (2, "Yes, please.", None),
        (3, "New", 2),
    ]
    assert ideas().get().last_number == 3


def test_changed_row_is_edited_and_the_earlier_wording_kept(db, folder, told):
    decidim(told, folder([{}], [{}]))

    said = decidim(told, folder([{"title": "Two benches"}], [{"body": "No!"}]))

    assert counts(said)["updated"] == {"proposals": 1, "comments": 1}
    assert ideas().get().title == "Two benches"
    assert Message.objects.get(number=2).text == "No!"
    assert sorted(Version.objects.values_list("title", flat=True)) == ["", "A bench by the pond"]
    assert counts(decidim(told, folder([{"title": "Two benches"}], [{"body": "No!"}])))[
        "unchanged"
    ] == {"proposals": 1, "comments": 1, "people": 2}


def test_what_was_changed_here_is_left_as_it_is(db, folder, told):
    decidim(told, folder([{}], [{}, {"id": "11"}]))
    mine, gone = Message.objects.get(number=2), Message.objects.get(number=3)
    factories.member(mine.author, mine.topic.space)
    edit_message(actor=mine.author, message=mine, text="My own words")
    delete_message(actor=gone.author, message=gone)

    said = decidim(told, folder([{}], [{"body": "Other"}, {"id": "11", "body": "Other"}]))

    assert Message.objects.get(number=2).text == "My own words"
    assert Message.objects.get(number=3).text == ""
    assert said["reasons"] == [
        {
            "kind": "comments",
            "reason": "changed at the source, but was edited here as well",
            "count": 1,
        },
        {"kind": "comments", "reason": "changed at the source, but was deleted here", "count": 1},
    ]


def test_rows_that_cannot_come_say_why(db, folder, told):
    path = folder(
        [{}, {"id": "1"}, {"id": ""}, {"id": "5", "title": " ", "summary": ""}],
        [
            {"id": "20", "body": "  "},
            {"id": "21", "hidden": "True"},
            {"id": "22", "created_at": "yesterday"},
            {"id": "23", "created_at": "2999-01-01 00:00:00"},
            {"id": "24", "proposal": "404"},
        ],
    )

    said = decidim(told, path)

    assert counts(said)["created"] == {"proposals": 1, "people": 1}
    assert {(it["kind"], it["reason"]): it["count"] for it in said["reasons"]} == {
        ("proposals", "has an id that came before"): 1,
        ("proposals", "has no id"): 1,
        ("proposals", "has neither title nor text"): 1,
        ("comments", "has no text"): 1,
        ("comments", "is hidden at its source"): 1,
        ("comments", "has a date that cannot be read"): 1,
        ("comments", "has a date before 1970 or in the future"): 1,
        ("comments", "its proposal was left out, or is not in the folder"): 1,
    }


def test_dry_run_writes_nothing_and_says_the_same(db, folder, told):
    path = folder([{}], [{}, {"id": "11", "body": ""}])

    foretold = decidim(told, path, "--dry-run")

    assert (Space.objects.count(), Actor.objects.count(), Imported.objects.count()) == (0, 0, 0)
    assert counts(decidim(told, path)) == counts(foretold)


def test_killed_import_is_ended_by_the_next_run(db, folder, told, monkeypatch):
    monkeypatch.setattr(runner, "MESSAGES_PER_BATCH", 2)
    path = folder([{"id": str(number)} for number in range(1, 8)])
    land = runner.land_batch
    landed = []

    def dying(**batch):
        if len(landed) == 2:
            raise KeyboardInterrupt
        landed.append(land(**batch))

    monkeypatch.setattr(runner, "land_batch", dying)
    with pytest.raises(KeyboardInterrupt):
        decidim(told, path)
    assert ideas().count() == 4
    monkeypatch.setattr(runner, "land_batch", land)

    said = decidim(told, path)

    assert counts(said)["created"] == {"proposals": 3}
    assert counts(said)["unchanged"] == {"proposals": 4, "people": 1}
    assert ideas().count() == 7


def test_space_is_found_by_handle_or_opened_for_the_steward(ada, folder, told):
    path = folder([{}])

    decidim(told, path, "--steward", "ada")
    told("import", "decidim", path, "--space", "our-city")

    space = Space.objects.get()
    assert (space.handle, space.name, space.topic_count) == ("our-city", "Our City", 1)
    assert list(Membership.objects.values_list("actor__handle", "role")) == [("ada", "steward")]


def test_long_title_is_cut_and_kept_whole_in_the_text(db, folder, told):
    title = "word " * 40

    said = decidim(told, folder([{"title": title}]))

    topic = ideas().get()
    assert len(topic.title) <= 150
    assert topic.messages.get().text.startswith(title.strip() + "\n\nSo that one")
    assert said["remarks"][0]["count"] == 1


def test_html_and_headings_become_markdown(db, folder, told):
    decidim(told, folder([{"summary": "<p>One</p><p><b>Two</b></p>"}], [{"body": "# Not a title"}]))

    opening, reply = words()
    assert opening.text.startswith("One\n\n**Two**\n\n#BonViure")
    assert reply.html == '<p dir="auto"># Not a title</p>\n'


def test_packed_tables_are_read(db, folder, told):
    path = folder([{}])
    for name in ("proposals", "comments"):
        table = path / f"{name}.csv"
        (path / f"{name}.csv.gz").write_bytes(gzip.compress(table.read_bytes()))
        table.unlink()

    assert counts(decidim(told, path))["created"] == {"proposals": 1, "people": 1}


def test_what_cannot_be_read_is_a_sentence(db, folder, tmp_path):
    path = folder([{}])
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("import", "decidim", path / "none", "--space", "x")

    (path / "comments.csv").write_text("id,body\n")
    with pytest.raises(CommandError, match=r"comments\.csv has no column created_at, parent"):
        call_command("import", "decidim", path, "--space", "x")

    (path / "comments.csv").unlink()
    with pytest.raises(CommandError, match=r"has neither comments\.csv nor comments\.csv\.gz"):
        call_command("import", "decidim", path, "--space", "x")

    (path / "comments.csv.gz").write_bytes(b"\x1f\x8bnot really")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import", "decidim", path, "--space", "x")

    with pytest.raises(CommandError, match="There is no person @nobody here"):
        call_command("import", "decidim", path, "--space", "x", "--steward", "nobody")
