"""Changing, comparing and deleting messages."""

from collections.abc import Callable

import pytest
from django.test import Client

from groundswell.actors.models import Actor
from groundswell.conversations.actions import delete_message, edit_message
from groundswell.conversations.models import Message, Topic
from groundswell.spaces.models import Space
from tests import factories

Browser = Callable[[Actor | None], Client]


@pytest.fixture
def message(ben: Actor, meadow: Space) -> Message:
    return factories.reply(ben, factories.topic(ben, meadow), text="Frist words.")


def test_author_edits_with_a_reason(as_: Browser, ben: Actor, message: Message) -> None:
    browser = as_(ben)
    form = browser.get(f"/m/{message.id}/edit/").text

    answer = browser.post(f"/m/{message.id}/edit/", {"text": "First words.", "reason": "A slip"})

    message.refresh_from_db()
    assert "Frist words." in form
    assert (answer.status_code, answer["Location"]) == (303, f"/t/{message.topic_id}/2/#m2")
    assert message.text == "First words."


def test_opening_is_edited_with_its_title(as_: Browser, ben: Actor, message: Message) -> None:
    opening = Message.objects.get(topic=message.topic_id, number=1)

    as_(ben).post(f"/m/{opening.id}/edit/", {"title": "A better name", "text": "Words."})

    assert Topic.objects.get(id=message.topic_id).title == "A better name"


def test_refused_edit_keeps_the_words(as_: Browser, ben: Actor, message: Message) -> None:
    page = as_(ben).post(f"/m/{message.id}/edit/", {"text": "long " * 3000, "reason": "Why not"})

    assert page.status_code == 422
    assert "long long" in page.text
    assert "Why not" in page.text


@pytest.mark.parametrize("page", ["edit", "delete"])
def test_others_are_told_that_they_cannot(
    as_: Browser, cyn: Actor, message: Message, page: str
) -> None:
    assert as_(cyn).get(f"/m/{message.id}/{page}/").status_code == 403
    assert as_(cyn).post(f"/m/{message.id}/{page}/", {"text": "x"}).status_code == 403
    assert as_(None).get(f"/m/{message.id}/{page}/").status_code == 303


@pytest.mark.parametrize("page", ["edit", "delete", "history", "quote"])
def test_messages_of_closed_spaces_are_missing(
    as_: Browser, ben: Actor, cyn: Actor, burrow: Space, page: str
) -> None:
    hidden = factories.topic(ben, burrow).messages.get()

    assert as_(cyn).get(f"/m/{hidden.id}/{page}/").status_code == 404
    assert as_(None).get(f"/m/{hidden.id}/{page}/").status_code == 404


def test_history_compares_neighbouring_versions_by_word(
    as_: Browser, ben: Actor, message: Message
) -> None:
    edit_message(actor=ben, message=message, text="First words.", reason="A slip")
    edit_message(actor=ben, message=message, text="First words, then deeds.")

    page = as_(None).get(f"/m/{message.id}/history/").text

    assert "<del>Frist</del><ins>First</ins> words." in page
    assert "First words<ins>, then deeds</ins>." in page
    assert "“A slip”" in page
    assert "Frist words.</div>" in page


def test_history_shows_old_titles_and_no_markup_of_the_words(
    as_: Browser, ben: Actor, meadow: Space
) -> None:
    opening = factories.topic(ben, meadow, title="Old name", text="<b>x</b>").messages.get()
    edit_message(actor=ben, message=opening, text="<i>x</i>", title="New name")

    page = as_(None).get(f"/m/{opening.id}/history/").text

    assert "<del>Old</del><ins>New</ins> name" in page
    assert "<b>x" not in page


def test_history_of_one_version_says_so(as_: Browser, message: Message) -> None:
    assert "has not been changed" in as_(None).get(f"/m/{message.id}/history/").text


def test_deleting_asks_first_and_leaves_a_tombstone(
    as_: Browser, ben: Actor, message: Message
) -> None:
    browser = as_(ben)

    asked = browser.get(f"/m/{message.id}/delete/").text
    answer = browser.post(f"/m/{message.id}/delete/")

    message.refresh_from_db()
    assert "Delete this message?" in asked
    assert answer.status_code == 303
    assert message.tombstoned_at is not None
    assert browser.get(f"/m/{message.id}/history/").status_code == 404
    assert browser.post(f"/m/{message.id}/delete/").status_code == 409


def test_deleted_message_is_not_edited(as_: Browser, ben: Actor, message: Message) -> None:
    delete_message(actor=ben, message=message)

    assert as_(ben).get(f"/m/{message.id}/edit/").status_code == 409
