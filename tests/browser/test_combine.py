"""A steward combines ideas and undoes it, in a real browser, with and without scripts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from groundswell.actors.models import Actor
from groundswell.challenges.actions import NewIdea, build_on_idea, combine_ideas, support_idea
from groundswell.challenges.models import Idea, Merge
from groundswell.core import limits
from tests import factories

SignIn = Callable[[BrowserContext, Actor], Page]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
JUDGED = """async () => {
  const rules = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
  const {violations} = await axe.run(document, {runOnly: rules,
    rules: {"label-content-name-mismatch": {enabled: true}}});
  return violations.flatMap(({id, nodes}) => nodes.map(({target}) => `${id}: ${target.join(" ")}`));
}"""
WIDE = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def people(transactional_db: None) -> list[Actor]:
    limits.reset()
    return [factories.grown_up(factories.person(name)) for name in ("ada", "ben", "cyn")]


@pytest.fixture
def ideas(people: list[Actor]) -> list[Idea]:
    ada, ben, cyn = people
    space = factories.space(ada, "meadow", name="The Meadow")
    for person in (ben, cyn):
        factories.member(person, space)
    challenge = factories.challenge(ada, space, title="Dry cellars")
    return [
        factories.idea(ben, challenge, title="Willows along the stream"),
        factories.idea(cyn, challenge, title="Ponds above the mill"),
        factories.idea(cyn, challenge, title="Roofs of grass"),
    ]


def combine(page: Page) -> None:
    page.get_by_role("link", name="Combine", exact=True).click()
    page.get_by_label("Words of its title").fill("ponds")
    page.get_by_role("button", name="Search", exact=True).last.click()
    expect(page.get_by_text("Roofs of grass")).to_have_count(0)
    page.get_by_label("Ponds above the mill").check()
    page.get_by_role("button", name="See what happens").click()
    expect(page.get_by_text("2 people support the combined idea.")).to_be_visible()
    expect(page.get_by_text("1 support is by somebody who supports another")).to_be_visible()
    page.get_by_label("Why do they belong together?").fill("Both hold water")
    page.get_by_role("button", name="Combine", exact=True).click()
    page.wait_for_url("**/t/*/")


def take_out(page: Page) -> None:
    page.get_by_role("link", name="Take it out again").click()
    page.get_by_label("Why does it stand for itself?").fill("They differ after all")
    page.get_by_role("button", name="Take it out", exact=True).click()
    page.wait_for_url("**/t/*/")


@pytest.mark.parametrize("scripts", [True, False])
def test_combine_and_undo(
    request: pytest.FixtureRequest,
    site: str,
    sign_in: SignIn,
    people: list[Actor],
    ideas: list[Idea],
    scripts: bool,
) -> None:
    ada, ben, cyn = people
    for person, idea in ((ben, ideas[0]), (ben, ideas[1]), (cyn, ideas[1])):
        support_idea(actor=person, idea=idea)
    page = sign_in(request.getfixturevalue("context" if scripts else "plain"), ada)
    page.goto(f"{site}/t/{ideas[0].topic_id}/")

    combine(page)
    expect(page.get_by_role("heading", name="Combined here")).to_be_visible()
    expect(page.locator("#support")).to_contain_text("2 supporters")
    page.get_by_role("link", name="Ponds above the mill", exact=True).first.click()
    expect(page.get_by_text("This idea was combined into")).to_be_visible()
    take_out(page)
    expect(page.get_by_text("This idea was combined into")).to_have_count(0)
    expect(page.locator("#support")).to_contain_text("2 supporters")
    page.goto(f"{site}/t/{ideas[0].topic_id}/")

    expect(page.locator("#support")).to_contain_text("1 supporter")
    assert Merge.objects.get().undone_by == ada


def test_lineage_is_walked_with_the_keyboard(
    context: BrowserContext, site: str, sign_in: SignIn, people: list[Actor], ideas: list[Idea]
) -> None:
    ada, ben, _cyn = people
    grown = build_on_idea(actor=ben, idea=ideas[0], new=NewIdea(title="Alders", text="Alders."))
    page = sign_in(context, ada)
    page.goto(f"{site}/t/{grown.topic_id}/lineage/")
    page.locator("svg.lineage a").first.focus()
    page.keyboard.press("Enter")

    page.wait_for_url(f"{site}/t/{ideas[0].topic_id}/")


@pytest.mark.parametrize(("scheme", "width"), [("dark", 375), ("light", 1280)])
def test_pages_of_combining_are_for_everybody(
    context: BrowserContext,
    site: str,
    sign_in: SignIn,
    people: list[Actor],
    ideas: list[Idea],
    scheme: str,
    width: int,
) -> None:
    one, two, three = (idea.topic_id for idea in ideas)
    combine_ideas(actor=people[0], survivor=ideas[0], sources=[ideas[1]])
    page = sign_in(context, people[0])
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    paths = [f"{one}/", f"{two}/", f"{one}/combine/", f"{one}/combine/?with={three}&check=1"]
    paths += [f"{two}/uncombine/", f"{one}/build-on/", f"{one}/parts/", f"{one}/lineage/"]
    for path in paths:
        page.goto(f"{site}/t/{path}")
        page.evaluate(AXE)
        assert (path, page.evaluate(JUDGED), page.evaluate(WIDE)) == (path, [], False)
