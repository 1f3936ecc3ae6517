"""A poll that closes moves nothing under a hand. Asked of the script alone, without a site."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Page

CARD = '<li class="poll" id="poll7" data-state="{state}"><div style="height:{high}px"></div></li>'
ROOM = """<!doctype html>
<style>* {{ box-sizing: border-box; margin: 0; padding: 0 }}
gs-room, gs-pollbox {{ display: block }}</style>
<gs-room><div class="fresh"></div><gs-pollbox says="New"><ul>{card}</ul></gs-pollbox>
<p id="below">Below</p></gs-room><p id="outside" style="margin-top:900px">Outside</p>
"""
TELLS = """
(html) => document.dispatchEvent(new CustomEvent("gs:poll", { detail: { key: "poll7",
  card: html && new DOMParser().parseFromString(html, "text/html").body.firstElementChild } }))
"""
PLACE = "document.getElementById('below').offsetTop"


@pytest.mark.parametrize("high", [90, 500, 0])
def test_poll_that_closes_moves_nothing_under_a_hand(page: Page, high: int) -> None:
    page.goto("about:blank")
    page.set_content(ROOM.format(card=CARD.format(state="open", high=300)))
    page.add_script_tag(content=Path(finders.find("js/gs-pollbox.js")).read_text())
    page.hover("#below")
    before = page.evaluate(PLACE)
    page.evaluate(TELLS, CARD.format(state="closed", high=high) if high else "")
    after = page.evaluate(PLACE)
    page.hover("#outside")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    page.evaluate("() => new Promise(requestAnimationFrame)")

    assert (before, after) == (300, 300)
    assert page.evaluate(PLACE) == {90: 300, 500: 500, 0: 0}[high]


OTHER = """
(html) => document.dispatchEvent(new CustomEvent("gs:poll", { detail: { key: "poll8",
  card: html && new DOMParser().parseFromString(html, "text/html").body.firstElementChild } }))
"""
ANSWERS = """
(id) => {
  document.dispatchEvent(new CustomEvent("htmx:before:swap"));
  document.getElementById(id).dataset.answered = "";
  document.dispatchEvent(new CustomEvent("htmx:after:swap"));
}
"""


def test_polls_that_come_under_a_hand_wait_behind_a_button_while_open(page: Page) -> None:
    other = CARD.replace("poll7", "poll8")
    page.goto("about:blank")
    page.set_content(ROOM.format(card=""))
    page.add_script_tag(content=Path(finders.find("js/gs-pollbox.js")).read_text())
    page.hover("#below")
    button = page.get_by_role("button", name="New")
    page.evaluate(TELLS, CARD.format(state="open", high=90))
    offered = button.count()
    page.evaluate(TELLS, CARD.format(state="closed", high=90))
    withdrawn = button.count()
    page.evaluate(TELLS, CARD.format(state="open", high=90))
    page.evaluate(OTHER, other.format(state="open", high=90))
    waits = page.locator(".poll").count()
    button.click()

    assert (offered, withdrawn, waits) == (1, 0, 0)
    assert page.locator(".poll").evaluate_all("them => them.map(({ id }) => id)") == [
        "poll8",
        "poll7",
    ]


def test_poll_that_opens_out_of_sight_is_offered_until_it_closes(page: Page) -> None:
    page.goto("about:blank")
    page.set_content(ROOM.format(card=CARD.format(state="closed", high=90)))
    page.add_script_tag(content=Path(finders.find("js/gs-pollbox.js")).read_text())
    page.set_viewport_size({"width": 400, "height": 500})
    page.evaluate("scrollTo(0, 9999)")
    button, later = page.get_by_role("button", name="New"), page.locator(".fresh .btn-quiet")
    offered = []
    for state in ("open", "closed", "open"):
        page.evaluate(TELLS, CARD.format(state=state, high=90))
        offered.append(button.count())
    later.click()
    let_be = (button.count(), page.locator(".poll[data-state=open]").count())
    page.evaluate("scrollTo(0, 9999)")
    page.evaluate(TELLS, CARD.format(state="closed", high=90))
    page.evaluate(TELLS, CARD.format(state="open", high=90))
    button.click()

    assert (offered, let_be, button.count()) == ([1, 0, 1], (0, 1), 0)
    place = page.locator(".poll").bounding_box()
    assert place is not None
    assert 0 <= place["y"] < 500


def test_poll_is_offered_until_it_is_answered_or_gone_and_then_the_other(page: Page) -> None:
    other = CARD.replace("poll7", "poll8")
    page.goto("about:blank")
    page.set_content(ROOM.format(card=""))
    page.add_script_tag(content=Path(finders.find("js/gs-pollbox.js")).read_text())
    page.evaluate("scrollTo(0, 9999)")
    page.set_viewport_size({"width": 400, "height": 500})
    page.evaluate("scrollTo(0, 9999)")
    button, place = page.get_by_role("button", name="New"), page.locator(".fresh")
    offers = []

    def tells(script: str, html: str) -> None:
        page.evaluate(script, html)
        offers.append((button.count(), place.get_attribute("data-offers")))

    tells(TELLS, CARD.format(state="open", high=90))
    tells(OTHER, other.format(state="open", high=90))
    tells(OTHER, other.format(state="closed", high=90))
    tells(OTHER, other.format(state="open", high=90))
    tells(ANSWERS, "poll7")
    tells(OTHER, "")

    first, second, none = (1, "poll7"), (1, "poll8"), (0, None)
    assert offers == [first, second, first, second, second, none]


def test_what_is_offered_is_withdrawn_where_it_is_answered(page: Page) -> None:
    page.goto("about:blank")
    page.set_content(ROOM.format(card=""))
    page.add_script_tag(content=Path(finders.find("js/gs-pollbox.js")).read_text())
    page.hover("#below")
    button = page.get_by_role("button", name="New")
    page.evaluate(TELLS, CARD.format(state="open", high=90))
    page.evaluate(OTHER, CARD.replace("poll7", "poll8").format(state="open", high=90))
    button.click()
    left = (page.locator(".poll").count(), button.count())
    page.evaluate(ANSWERS, "poll7")

    assert left == (2, 1)
    assert button.count() == 0


FOLD = """<details open><summary>Closed polls <b>2</b></summary><ul>{cards}</ul></details>"""


def test_poll_that_opens_again_comes_out_of_the_fold(page: Page) -> None:
    closed = CARD.format(state="closed", high=90)
    page.goto("about:blank")
    page.set_content(ROOM.format(card=""))
    page.evaluate(
        "(html) => document.querySelector('gs-pollbox').insertAdjacentHTML('beforeend', html)",
        FOLD.format(cards=closed + closed.replace("poll7", "poll8")),
    )
    page.add_script_tag(content=Path(finders.find("js/gs-pollbox.js")).read_text())
    page.evaluate(TELLS, CARD.format(state="open", high=90))
    left = (page.locator("summary b").inner_text(), page.locator("details .poll").count())
    page.evaluate(OTHER, "")

    assert left == ("1", 1)
    assert page.locator("gs-pollbox > ul > #poll7[data-state=open]").count() == 1
    assert page.locator("details").is_hidden()
