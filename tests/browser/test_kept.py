"""What one was doing survives: a session that ended, a draft under way, a place in a long topic."""

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, Route, expect

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.conversations.actions import mark_read
from groundswell.conversations.models import Draft, ReadPosition, Topic
from groundswell.core import limits
from tests import factories

SignIn = Callable[[BrowserContext, Actor], Page]
LONG = "A paragraph that fills a good part of the screen. " * 12


@pytest.fixture
def ben(transactional_db: None) -> Actor:
    limits.reset()
    person = factories.person("ben")
    person.account.set_password(factories.PASSWORD)
    person.account.save(update_fields=["password"])
    return person


@pytest.fixture
def topic(ben: Actor) -> Topic:
    ada = factories.person("ada")
    space = factories.space(ada, "meadow", name="The Meadow")
    factories.member(ben, space)
    return factories.topic(ada, space, title="Why does it flood?", text="The gate stands in water.")


def sign_in_again(page: Page) -> None:
    page.wait_for_url("**/accounts/login/**")
    page.fill("[name=login]", "ben@example.org")
    page.fill("[name=password]", factories.PASSWORD)
    page.locator("main button[type=submit]").first.click()


def test_reply_of_an_ended_session_is_there_after_signing_in(
    context: BrowserContext, site: str, sign_in: SignIn, ben: Actor, topic: Topic
) -> None:
    page = sign_in(context, ben)
    page.goto(f"{site}/t/{topic.id}/")
    words = "A long thought, which took me an hour."
    page.locator("#reply textarea").fill(words)
    Session.objects.all().delete()

    page.locator("#reply").get_by_role("button", name="Reply", exact=True).click()
    sign_in_again(page)

    page.wait_for_url(f"{site}/t/{topic.id}/")
    expect(page.locator("#reply textarea")).to_have_value(words)
    page.locator("#reply").get_by_role("button", name="Reply", exact=True).click()
    expect(page.locator("#m2")).to_contain_text(words)
    page.goto(f"{site}/t/{topic.id}/")
    expect(page.locator("#reply textarea")).to_have_value("")
    assert topic.messages.count() == 2


def test_act_after_the_session_ended_leads_the_whole_page_to_sign_in(
    context: BrowserContext, site: str, sign_in: SignIn, ben: Actor, topic: Topic
) -> None:
    page = sign_in(context, ben)
    page.goto(f"{site}/t/{topic.id}/")
    page.locator("#reply textarea").fill("Half a thought")
    Session.objects.all().delete()

    page.locator(".topic-tools .follow summary").click()
    page.locator(".topic-tools .follow button[value=all]").click()
    sign_in_again(page)

    page.wait_for_url(f"{site}/t/{topic.id}/")
    expect(page.locator("#reply textarea")).to_have_value("Half a thought")
    expect(page.get_by_role("heading", level=1)).to_have_text("Why does it flood?")


def test_page_says_that_one_is_signed_out_and_stays_as_it_is(
    context: BrowserContext, site: str, sign_in: SignIn, ben: Actor, topic: Topic
) -> None:
    page = sign_in(context, ben)
    page.goto(f"{site}/")
    expect(page.get_by_role("heading", name="What is new")).to_be_visible()
    Session.objects.all().delete()

    page.evaluate("document.querySelector('gs-region#news').refresh()")

    link = page.get_by_role("link", name="Sign in again")
    expect(link).to_be_visible()
    expect(page.get_by_role("heading", name="What is new")).to_be_visible()
    assert link.get_attribute("href") == "/accounts/login/?next=%2F"


def test_refused_act_says_why_and_leaves_the_page(
    context: BrowserContext, site: str, sign_in: SignIn, ben: Actor, topic: Topic
) -> None:
    page = sign_in(context, ben)
    page.goto(f"{site}/t/{topic.id}/")
    page.route("**/follow/", lambda route: _as(route, "level=loud"))

    page.locator(".topic-tools .follow summary").click()
    page.locator(".topic-tools .follow button[value=all]").click()

    expect(
        page.get_by_role("alert").filter(has_text="Choose quiet, normal or all.")
    ).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Why does it flood?")


def _as(route: Route, words: str) -> None:
    sent = route.request.post_data or ""
    token = re.search(r'name="csrfmiddlewaretoken"\r\n\r\n(\w+)|csrfmiddlewaretoken=(\w+)', sent)
    assert token is not None
    body = f"csrfmiddlewaretoken={token[1] or token[2]}&{words}"
    headers = {**route.request.headers, "content-type": "application/x-www-form-urlencoded"}
    route.continue_(post_data=body, headers=headers)


def test_draft_under_way_while_the_reply_is_posted_does_not_come_back(
    context: BrowserContext, site: str, sign_in: SignIn, ben: Actor, topic: Topic
) -> None:
    page = sign_in(context, ben)
    held: list[Route] = []
    page.route("**/drafts/", lambda route: held.append(route))  # noqa: PLW0108 - it is marked
    page.goto(f"{site}/t/{topic.id}/")
    area = page.locator("#reply textarea")
    area.fill("Said once.")
    with page.expect_request("**/drafts/", timeout=10_000) as asked:
        pass
    late = asked.value
    body, kind = late.post_data or "", late.headers["content-type"]

    page.locator("#reply").get_by_role("button", name="Reply", exact=True).click()
    expect(page.locator("#m2")).to_contain_text("Said once.")
    page.unroute("**/drafts/")
    headers = "headers: {'content-type': kind}"
    send = f"fetch('/drafts/', {{method: 'POST', body, {headers}}})"
    status = page.evaluate(f"async ([body, kind]) => (await {send}).status", [body, kind])

    assert status == 204
    page.goto(f"{site}/t/{topic.id}/")
    expect(page.locator("#reply textarea")).to_have_value("")
    assert not Draft.objects.of(ben).exists()


def test_words_of_an_idea_survive_what_is_asked_beside_them(
    context: BrowserContext, site: str, sign_in: SignIn, ben: Actor, topic: Topic
) -> None:
    challenge = factories.challenge(topic.author, topic.space)
    share = f"{site}/t/{challenge.topic_id}/share/"
    page = sign_in(context, ben)
    page.goto(share)
    for name, words in (("title", "Willows along the brook"), ("text", "Their roots drink.")):
        with page.expect_response("**/similar/", timeout=10_000):
            page.fill(f"#idea-form [name={name}]", words)

    page.goto(site)
    page.goto(share)

    expect(page.locator("#idea-form [name=title]")).to_have_value("Willows along the brook")
    expect(page.locator("#idea-form [name=text]")).to_have_value("Their roots drink.")


def test_every_field_of_a_challenge_and_an_idea_is_kept_on_the_device(
    context: BrowserContext, site: str, sign_in: SignIn, ben: Actor, topic: Topic
) -> None:
    challenge = factories.challenge(ben, topic.space)
    page = sign_in(context, ben)
    forms = {
        f"{site}/s/meadow/challenge/": ["title", "purpose", "plain", "asked_by", "promise"],
        f"{site}/t/{challenge.topic_id}/share/": ["title", "discipline", "sector"],
    }

    for address, names in forms.items():
        page.goto(address)
        for name in names:
            page.locator(f"main [name={name}]").fill(f"My {name}")
    page.goto(f"{site}/t/{topic.id}/")

    for address, names in forms.items():
        page.goto(address)
        for name in names:
            expect(page.locator(f"main [name={name}]")).to_have_value(f"My {name}")


def test_form_stays_where_there_is_no_connection(
    context: BrowserContext, site: str, sign_in: SignIn, ben: Actor, topic: Topic
) -> None:
    challenge = factories.challenge(ben, topic.space)
    page = sign_in(context, ben)
    page.goto(f"{site}/t/{challenge.topic_id}/share/")
    page.locator("main [name=title]").fill("Willows")
    page.locator("main [name=text]").fill("Their roots drink.")
    context.set_offline(True)
    page.get_by_role("button", name="Share the idea").click()

    expect(page.locator("#id_text_status")).to_contain_text("There is no connection.")
    expect(page.locator("main [name=text]")).to_have_value("Their roots drink.")
    context.set_offline(False)
    page.get_by_role("button", name="Share the idea").click()
    expect(page.get_by_role("heading", name="Willows", level=1)).to_be_visible()


def test_deep_address_leaves_what_was_not_seen_unread(
    context: BrowserContext, site: str, sign_in: SignIn, ben: Actor, topic: Topic
) -> None:
    for _number in range(24):
        factories.reply(topic.author, topic, text=LONG)
    topic.refresh_from_db()
    mark_read(actor=ben, topic=topic, number=2)
    mine = ReadPosition.objects.filter(actor=ben, topic=topic).values_list("number", flat=True)
    page = sign_in(context, ben)

    with page.expect_response("**/read/", timeout=15_000):
        page.goto(f"{site}/t/{topic.id}/20/#m20")
    assert mine.get() == 2

    page.goto(f"{site}/t/{topic.id}/3/#m3")
    for _moment in range(60):
        page.wait_for_timeout(250)
        if mine.all().get() > 2:
            break
    assert 3 <= mine.all().get() < 10

    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_role("button", name="Mark all as read")).to_have_count(0)
    assert mine.all().get() == 25


def test_field_in_the_head_offers_while_one_types(
    context: BrowserContext, site: str, sign_in: SignIn, ben: Actor, topic: Topic
) -> None:
    project_pending()
    page = sign_in(context, ben)
    page.goto(f"{site}/about/")
    field = page.get_by_role("combobox", name="Search")
    page.keyboard.press("/")
    page.keyboard.type("floo")

    rows = page.get_by_role("option")
    expect(rows).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(rows.first).to_be_hidden()
    expect(field).to_have_value("floo")
    page.keyboard.type("d")
    expect(rows.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(rows.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")

    page.wait_for_url(f"{site}/t/{topic.id}/")


def test_search_without_scripts_is_a_form(plain: BrowserContext, site: str, topic: Topic) -> None:
    project_pending()
    page = plain.new_page()
    page.goto(f"{site}/")
    page.locator("#header-q").fill("flood")
    page.locator("#header-q").press("Enter")

    expect(page.locator("#results")).to_contain_text("Why does it flood?")
