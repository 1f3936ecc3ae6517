"""Writing: replies, quotations, drafts, limits, and words that mean harm."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client

from groundswell.actors.models import Account, Actor
from groundswell.actors.tasks import clear_sessions
from groundswell.conversations.actions import merge_topic
from groundswell.conversations.models import Draft, Lock, Message, Topic
from groundswell.core import limits
from groundswell.core.clock import now
from groundswell.core.errors import Conflict
from groundswell.spaces.models import Guideline, Space
from tests import factories
from tests.core.hostile import HOSTILE

Browser = Callable[[Actor | None], Client]
FORM = "application/x-www-form-urlencoded"


def send(browser: Client, address: str, **fields: str) -> HttpResponse:
    """Posts even what no browser could: lone surrogates, bytes that are no text."""
    return browser.post(address, urlencode(fields, errors="surrogatepass"), content_type=FORM)


def test_quotation_and_answer_are_filled_in_without_scripts(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ada, meadow)
    message = factories.reply(ada, topic, text="It rained.")

    page = as_(ben).get(f"/t/{topic.id}/2/?quote={message.id}").text

    assert f"&gt; [Ada](/m/{message.id}/):\n&gt;\n&gt; It rained." in page
    assert f'name="parent" value="{message.id}"' in page
    assert "Answering Ada" in page


@pytest.mark.parametrize(
    "asked", ["", "x", "-1", "99999999999999999999", "9223372036854775807", "²"]
)
def test_quoting_what_is_not_there_shows_an_empty_form(
    as_: Browser, ben: Actor, meadow: Space, asked: str
) -> None:
    topic = factories.topic(ben, meadow)

    page = as_(ben).get(f"/t/{topic.id}/", {"quote": asked})

    assert page.status_code == 200
    assert "Answering Ben" not in page.text


def test_message_of_another_topic_is_not_quoted(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, meadow: Space, burrow: Space
) -> None:
    secret = factories.topic(ada, burrow, text="The key is under the mat.")
    topic = factories.topic(ben, meadow)
    factories.member(cyn, meadow)

    page = as_(cyn).get(f"/t/{topic.id}/?quote={secret.messages.get().id}").text

    assert "under the mat" not in page


def test_reply_hangs_under_what_it_answers(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ada, meadow)
    first = topic.messages.get()

    as_(ben).post(f"/t/{topic.id}/reply/", {"text": "Yes.", "parent": str(first.id)})

    assert Message.objects.get(topic=topic, number=2).parent_id == first.id


def test_second_reply_at_once_is_too_many_and_keeps_the_words(
    as_: Browser, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ben, meadow)
    browser = as_(ben)
    browser.post(f"/t/{topic.id}/reply/", {"text": "One."})

    page = browser.post(f"/t/{topic.id}/reply/", {"text": "Two, well considered."})

    assert page.status_code == 422
    assert "Please try again in" in page.text
    assert "Two, well considered." in page.text
    assert topic.messages.count() == 2


def test_same_words_again_are_too_many(
    as_: Browser, ben: Actor, meadow: Space, time_machine
) -> None:
    Account.objects.update(date_joined=now() - timedelta(days=9))
    topic, other = factories.topic(ben, meadow), factories.topic(ben, meadow)
    time_machine.move_to(now())
    browser = as_(ben)
    browser.post(f"/t/{topic.id}/reply/", {"text": "Buy here."})
    time_machine.shift(20)

    page = browser.post(f"/t/{other.id}/reply/", {"text": "Buy here."})

    assert page.status_code == 422
    assert "You said the very same words a moment ago." in page.text
    assert other.messages.count() == 1


def test_form_sent_twice_leads_to_the_one_reply_without_being_counted(
    as_: Browser, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ben, meadow)
    browser = as_(ben)

    answers = [
        browser.post(f"/t/{topic.id}/reply/", {"text": "Once.", "nonce": "n"}) for _ in range(3)
    ]

    assert [answer["Location"] for answer in answers] == [f"/t/{topic.id}/2/#m2"] * 3


def test_words_of_a_lapsed_session_are_there_after_signing_in(
    as_: Browser, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ben, meadow)
    browser = as_(None)

    answer = browser.post(f"/t/{topic.id}/reply/", {"text": "A long thought."})
    browser.force_login(ben.account)
    page = browser.get(f"/t/{topic.id}/").text

    assert answer["Location"] == f"/accounts/login/?next=/t/{topic.id}/"
    assert "A long thought." in page
    assert topic.messages.count() == 1


def test_words_for_a_locked_topic_are_kept_with_the_reason(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ada, meadow)
    Lock.objects.create(topic=topic, by=ada, reason="We meet on Friday.")

    page = as_(ben).post(f"/t/{topic.id}/reply/", {"text": "But on Thursday…"})

    assert page.status_code == 422
    assert "This topic is locked: We meet on Friday." in page.text
    assert "But on Thursday…" in page.text


def test_guidelines_are_accepted_with_the_first_words(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ada, meadow)
    Guideline.objects.create(
        space=meadow, number=1, source="Be kind.", html="<p>Be kind.</p>", by=ada
    )
    browser = as_(ben)

    shown = browser.get(f"/t/{topic.id}/").text
    refused = browser.post(f"/t/{topic.id}/reply/", {"text": "Hello."})
    limits.reset()
    taken = browser.post(
        f"/t/{topic.id}/reply/",
        {"text": "Hello.", "accept_guidelines": "on", "guidelines_number": "1"},
    )

    assert "Be kind." in shown
    assert "Read them and tick that you accept them" in refused.text
    assert taken.status_code == 303


def test_draft_is_kept_and_shown_on_any_device(as_: Browser, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)
    kept = as_(ben).post("/drafts/", {"key": f"topic-{topic.id}", "text": "Half a thou"})

    assert kept.status_code == 204
    assert "Half a thou" in as_(ben).get(f"/t/{topic.id}/").text
    assert "Half a thou" in as_(ben).get("/drafts/").text


def test_draft_of_every_form_is_there_again_and_leads_back(
    as_: Browser, ada: Actor, meadow: Space
) -> None:
    challenge = factories.challenge(ada, meadow, template="idea_board")
    idea = factories.idea(ada, challenge)
    forms = {
        f"session-{meadow.id}": "/s/meadow/session/",
        f"challenge-{meadow.id}": "/s/meadow/challenge/",
        f"decision-{meadow.id}": "/s/meadow/decide/",
        f"opinion-{meadow.id}": "/s/meadow/opinions/",
        f"idea-{challenge.topic_id}": f"/t/{challenge.topic_id}/share/",
        f"build-{idea.topic_id}": f"/t/{idea.topic_id}/build-on/",
    }
    browser = as_(ada)
    for place in forms:
        browser.post("/drafts/", {"key": place, "text": f"Half of {place}", "title": "Begun"})
    listed = browser.get("/drafts/").text
    begun = {
        place: f"Half of {place}" in browser.get(page, {"purpose": "think"}).text
        for place, page in forms.items()
    }

    assert begun == dict.fromkeys(forms, True)
    assert {page: f'href="{page}"' in listed for page in forms.values()} == (
        dict.fromkeys(forms.values(), True)
    )


def test_sent_words_are_no_draft_any_more(as_: Browser, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)
    browser = as_(ben)
    browser.post("/drafts/", {"key": f"topic-{topic.id}", "text": "Done"})

    browser.post(f"/t/{topic.id}/reply/", {"text": "Done."})

    assert not Draft.objects.exclude(text="", title="").exists()


def test_draft_that_arrives_after_its_form_was_sent_is_not_kept(
    as_: Browser, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ben, meadow)
    browser = as_(ben)
    late = {"key": f"topic-{topic.id}", "text": "Done"}

    browser.post(f"/t/{topic.id}/reply/", {"text": "Done.", "nonce": "first"})
    answers = [browser.post("/drafts/", {**late, "nonce": n}).status_code for n in ("first",) * 2]
    kept_late = "Done</textarea>" in browser.get(f"/t/{topic.id}/").text
    listed = browser.get("/drafts/").text
    browser.post("/drafts/", {**late, "text": "Next", "nonce": "second"})

    assert answers == [204, 204]
    assert kept_late is False
    assert topic.title not in listed
    assert "Next</textarea>" in browser.get(f"/t/{topic.id}/").text


def test_draft_of_a_refused_form_is_kept(as_: Browser, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)
    browser = as_(ben)
    browser.post("/drafts/", {"key": f"topic-{topic.id}", "text": "Half", "nonce": "first"})

    browser.post(f"/t/{topic.id}/reply/", {"text": "", "nonce": "first"})

    assert "Half</textarea>" in browser.get(f"/t/{topic.id}/").text
    for nonce in ("\x00", "é" * 90, "<b>"):
        saved = browser.post("/drafts/", {"key": f"topic-{topic.id}", "text": "x", "nonce": nonce})
        assert saved.status_code == 204


def test_draft_for_a_page_that_is_gone_keeps_its_words(
    as_: Browser, ben: Actor, cyn: Actor, burrow: Space
) -> None:
    topic = factories.topic(ben, burrow, title="Only for us")
    as_(cyn).post("/drafts/", {"key": f"topic-{topic.id}", "text": "Guessing"})

    page = as_(cyn).get("/drafts/").text

    assert "Guessing" in page
    assert "Only for us" not in page


@pytest.mark.parametrize("key", ["", "topic-", "topic-1/../2", "other-1", "topic-" + "9" * 40])
def test_drafts_have_places(as_: Browser, ben: Actor, key: str) -> None:
    assert as_(ben).post("/drafts/", {"key": key, "text": "x"}).status_code == 422
    assert not Draft.objects.exclude(text="", title="").exists()


def test_draft_is_discarded_without_scripts(as_: Browser, ben: Actor, meadow: Space) -> None:
    browser = as_(ben)
    browser.post("/drafts/", {"key": f"space-{meadow.id}", "text": "x", "title": "A title"})

    answer = browser.post("/drafts/", {"key": f"space-{meadow.id}", "discard": "1"})

    assert (answer.status_code, answer["Location"]) == (303, "/drafts/")
    assert not Draft.objects.exclude(text="", title="").exists()


def test_announcements_are_offered_to_stewards_only(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space
) -> None:
    steward, member = as_(ada).get("/s/meadow/new/").text, as_(ben).get("/s/meadow/new/").text
    refused = as_(ben).post(
        "/s/meadow/new/", {"kind": "announcement", "title": "Hear", "text": "Hear ye."}
    )

    assert 'value="announcement"' in steward
    assert 'value="announcement"' not in member
    assert refused.status_code == 422
    assert "Hear ye." in refused.text
    assert Topic.objects.count() == 0


def test_every_hostile_text_is_posted_or_refused_in_a_sentence(
    as_: Browser, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ben, meadow)
    browser = as_(ben)
    reader = as_(None)
    seen = set()

    for text in HOSTILE:
        limits.reset()
        answer = send(browser, f"/t/{topic.id}/reply/", text=text)
        seen.add(answer.status_code)
    for number in range(1, topic.messages.count() + 1, 30):
        page = reader.get(f"/t/{topic.id}/{number}/")
        assert page.status_code == 200
        assert "<script>alert" not in page.text

    assert seen == {303, 422}


def test_every_hostile_title_is_taken_or_refused(as_: Browser, ben: Actor, meadow: Space) -> None:
    browser = as_(ben)
    seen = set()

    for text in HOSTILE[::25]:
        limits.reset()
        answer = send(browser, "/s/meadow/new/", kind="question", title=text, text=f"{text} !")
        seen.add(answer.status_code)

    assert seen == {303, 422}
    assert browser.get("/s/meadow/").status_code == 200


def test_reply_to_a_topic_merged_meanwhile_waits_where_it_is_now(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space
) -> None:
    topic, into = factories.topic(ben, meadow), factories.topic(ada, meadow)
    merge_topic(actor=ada, topic=topic, into=into)
    browser = as_(ben)

    answer = browser.post(f"/t/{topic.id}/reply/", {"text": "Late words"})

    assert answer["Location"] == f"/t/{into.id}/3/?from={topic.id}#reply"
    assert "Late words" in browser.get(answer["Location"]).text
    assert Topic.objects.get(id=topic.id).last_number == 0
    assert as_(ada).get(f"/t/{topic.id}/").status_code == 302


def test_reply_that_meets_the_merge_is_refused_and_kept(
    ada: Actor, ben: Actor, meadow: Space
) -> None:
    topic, into = factories.topic(ben, meadow), factories.topic(ada, meadow)
    read_before = Topic.objects.get(id=topic.id)
    merge_topic(actor=ada, topic=topic, into=into)

    with pytest.raises(Conflict, match="merged into another one"):
        factories.reply(ben, read_before, "Late words")

    assert Topic.objects.get(id=topic.id).last_number == 0


def test_stranger_leaves_no_words_for_a_topic_that_is_not_there(db: None, burrow: Space) -> None:
    hidden = factories.topic(burrow.memberships.first().actor, burrow)

    for number in (1, hidden.id):
        assert Client().post(f"/t/{number}/reply/", {"text": "x"}).status_code == 404

    assert Session.objects.count() == 0


def test_stranger_leaves_few_words_and_not_for_long(ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)
    Session.objects.all().delete()

    Client().get("/s/meadow/new/")
    for _time in range(12):
        Client().post(f"/t/{topic.id}/reply/", {"text": "x" * 30_000, "title": "y" * 30_000})

    kept = [session.get_decoded()["kept"] for session in Session.objects.all()]
    assert [len(words["text"]) + len(words["title"]) for words in kept] == [12_150] * 10
    with time_machine.travel(now() + timedelta(hours=3)):
        clear_sessions()
    assert Session.objects.count() == 0


@pytest.mark.parametrize("place", ["/s/meadow/new/", "/m/{id}/edit/"])
def test_lapsed_session_comes_back_to_the_form_with_its_words(
    as_: Browser, ben: Actor, meadow: Space, place: str
) -> None:
    message = factories.topic(ben, meadow).messages.get()
    address = place.format(id=message.id)
    browser = as_(None)

    answer = browser.post(address, {"title": "A title", "text": "Half a thought"})
    browser.force_login(ben.account)

    assert answer["Location"] == f"/accounts/login/?next={address}"
    assert "Half a thought" in browser.get(address).text


def test_three_megabytes_are_refused_and_stand_in_the_form_again(
    as_: Browser, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ben, meadow)

    page = as_(ben).post(f"/t/{topic.id}/reply/", {"text": "Long. " * 500_000})

    assert (page.status_code, page.text.count("Long. ")) == (422, 500_000)
    assert topic.messages.count() == 1
