"""Two decisions in a real browser: a secret ranked ballot, and an objection that is integrated."""

from collections.abc import Callable
from datetime import date

from playwright.sync_api import Browser, BrowserContext, Page, expect

from groundswell.actors.models import Actor
from groundswell.core import limits
from groundswell.decisions.actions import (
    Cast,
    Promise,
    cast_secret,
    close_voting,
    give_delegation,
    state_outcome,
    take_step,
)
from groundswell.decisions.models import Decision
from tests import factories
from tests.browser.test_opinion_map import faults, guest_finds

SignIn = Callable[[BrowserContext, Actor], Page]


def others_vote(decision: Decision, people: list[Actor]) -> None:
    for person in people:
        marks = {one.id: one.number for one in decision.options.all()}
        cast_secret(actor=person, decision=decision, cast=Cast(marks=marks))


def test_ranked_election_gives_a_receipt_that_is_found_again(
    transactional_db: None, context: BrowserContext, site: str, sign_in: SignIn
) -> None:
    limits.reset()
    people = [factories.grown_up(factories.person(name)) for name in ("ada", "ben", "cyn", "dee")]
    space = factories.space(people[0], "meadow")
    voter = factories.person("eve")
    for person in (*people[1:], voter):
        factories.member(person, space)
    decision = factories.decision(
        people[0], space, method="irv", options=["Oak", "Ash", "Elm"], secrecy="secret"
    )
    others_vote(decision, people)
    page = sign_in(context, voter)
    page.goto(f"{site}{decision.get_absolute_url()}")
    page.get_by_role("link", name="Vote", exact=True).click()
    page.get_by_role("button", name="Higher: Elm").click()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Elm", exact=True)).to_have_value("1")
    page.get_by_role("button", name="Vote", exact=True).click()
    receipt = page.locator("output").inner_text()
    close_voting(actor=people[0], decision=decision)
    page.goto(f"{site}{decision.get_absolute_url()}ballots/")

    expect(page.get_by_role("row").filter(has_text=receipt)).to_contain_text("1. Elm")
    page.goto(f"{site}{decision.get_absolute_url()}result/")
    expect(page.get_by_text("Oak wins with 4 of 5 votes that still count.").first).to_be_visible()


def test_objection_is_integrated(
    transactional_db: None, context: BrowserContext, site: str, sign_in: SignIn
) -> None:
    limits.reset()
    ada, ben = (factories.grown_up(factories.person(name)) for name in ("ada", "ben"))
    space = factories.space(ada, "meadow")
    factories.member(ben, space)
    decision = factories.decision(ada, space, method="consent", title="Close the path?", steps=True)
    page = sign_in(context, ben)
    page.goto(f"{site}{decision.get_absolute_url()}")
    expect(page.locator('[aria-current="step"]')).to_have_text("Present")
    for step in ("questions", "reactions", "objections"):
        take_step(actor=ada, decision=decision, step=step)
    page.goto(f"{site}{decision.get_absolute_url()}vote/")
    page.get_by_label("Objection: there is a reason not to do this").check()
    page.get_by_label("Why?").fill("Children walk there to school.")
    page.get_by_role("button", name="Vote", exact=True).click()
    page.get_by_role("link", name="1 objection").click()
    page.get_by_role("button", name="It is integrated: I consent").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert faults(page) == []
    page.get_by_label("In a sentence").fill("You open it at eight: fine.")
    page.get_by_role("button", name="It is integrated: I consent").click()

    expect(page.get_by_role("heading", name="Integrated")).to_be_visible()
    draft = factories.decision(ben, space, method="irv", options=["Oak", "Ash"], begin=False)
    for giver, delegate in ((ada, ben), (ben, ada)):
        give_delegation(actor=giver, space=space, delegate=delegate)
    for address in (
        decision.get_absolute_url(),
        f"{draft.get_absolute_url()}rules/",
        "/s/meadow/delegates/",
    ):
        page.goto(f"{site}{address}")
        assert faults(page) == []
    guests = f"{site}/ballot/{{token}}/"
    assert guest_finds(context, decision, guests, "This link is yours alone") == []
    close_voting(actor=ada, decision=decision)
    promises = (Promise(who=ben, what="put up a sign", by_when=date(2020, 1, 1)),)
    state_outcome(actor=ada, decision=decision, text="We close it at eight.", promises=promises)
    page.goto(f"{site}{decision.get_absolute_url()}")
    expect(page.get_by_text("It passed.")).to_be_visible()
    page.goto(f"{site}/promises/")
    expect(page.get_by_role("heading", name="Late")).to_be_visible()
    assert faults(page) == []


def test_guest_objects_by_their_link_and_finds_it_integrated(
    transactional_db: None, browser: Browser, context: BrowserContext, site: str, sign_in: SignIn
) -> None:
    """By clicking alone: the link is made on the page of who votes, and opened where nobody is
    signed in, on a phone."""
    limits.reset()
    ada = factories.grown_up(factories.person("ada"))
    space = factories.space(ada, "burrow", visibility="members")
    decision = factories.decision(ada, space, method="consent", title="Close the path at eight?")
    page = sign_in(context, ada)
    page.goto(f"{site}{decision.get_absolute_url()}")
    page.get_by_role("link", name="Who votes").click()
    page.get_by_text("Add somebody, or invite a guest").click()
    page.get_by_label("Who?").fill("Hedda")
    page.get_by_role("button", name="Add", exact=True).click()
    address = page.locator('[href*="/ballot/"]').first.get_attribute("href") or ""

    phone = browser.new_context(viewport={"width": 375, "height": 700})
    guest = phone.new_page()
    guest.goto(f"{site}/ballot/{address.partition('/ballot/')[2]}")
    expect(guest.get_by_text("It passes when nobody objects.")).to_be_visible()
    guest.get_by_label("Objection: there is a reason not to do this").check()
    guest.get_by_role("button", name="Vote", exact=True).click()
    expect(guest.get_by_role("alert")).to_contain_text("Say why")
    why = guest.get_by_label("Why?").bounding_box() or {"height": 0}
    assert why["height"] > 60
    guest.get_by_label("Why?").fill("My cows cross at nine.")
    guest.get_by_role("button", name="Vote", exact=True).click()
    expect(guest.get_by_text("My cows cross at nine.")).to_be_visible()
    expect(guest.get_by_role("link", name="Change your ballot")).to_be_visible()
    assert faults(guest) == []

    page.goto(f"{site}{decision.get_absolute_url()}")
    page.get_by_role("link", name="Run this decision").click()
    page.get_by_role("link", name="Hear the objections").click()
    page.get_by_label("In a sentence").fill("Then we say ten.")
    page.get_by_role("button", name="Heard: I see to it").click()
    guest.reload()
    expect(guest.get_by_text("Then we say ten.")).to_be_visible()
    guest.get_by_label("In a sentence").fill("The cows thank you.")
    guest.get_by_role("button", name="It is integrated: I consent").click()
    expect(guest.get_by_role("heading", name="Integrated")).to_be_visible()

    page.goto(f"{site}{decision.get_absolute_url()}voting/")
    page.get_by_role("button", name="End voting now").click()
    expect(page.get_by_text("It passed.")).to_be_visible()
    guest.reload()
    expect(guest.get_by_text("It passed.")).to_be_visible()
    assert faults(guest) == []
    phone.close()
