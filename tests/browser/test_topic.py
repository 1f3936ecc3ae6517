"""A conversation in real browsers, against the whole server: live, by keyboard, with pictures."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.served import Served

AXE = Path(__file__).parent / "vendor" / "axe.min.js"


def shown(page: Page) -> list[str]:
    return page.eval_on_selector_all(
        "#thread .message",
        "all => all.map(one => one.id + one.querySelector('.words')?.textContent)",
    )


def test_new_words_wait_behind_a_button_and_agree_with_a_reload(served: Served, enter) -> None:
    reader, writer = enter("ben"), enter("cyn")
    reader.goto(served.page)
    # The tests of this file share a topic and come in any order.
    last = int(str(reader.locator("#thread .message").last.get_attribute("id"))[1:])
    fresh = f"m{last + 1}"
    reader.evaluate("scrollTo(0, 500)")
    writer.goto(f"{served.page}#reply")
    expect(reader.locator("gs-presence")).to_have_text("A few here now", timeout=10_000)
    writer.fill("#reply textarea", "It is the culvert.")
    before = reader.evaluate("document.querySelector('#m4').getBoundingClientRect().top")

    writer.click("#reply-form .btn-primary")
    writer.wait_for_url(f"**/{last + 1}/#{fresh}")
    expect(reader.get_by_role("button", name="1 new message")).to_be_visible()

    assert reader.evaluate("document.querySelector('#m4').getBoundingClientRect().top") == before
    assert reader.locator(f"#{fresh}").count() == 0
    reader.get_by_role("button", name="1 new message").click()
    expect(reader.locator(f"#{fresh} .words")).to_have_text("It is the culvert.")
    live = shown(reader)
    reader.reload()
    assert shown(reader) == live


def test_one_answers_by_keyboard_alone(served: Served, enter) -> None:
    page = enter("dan")
    page.goto(served.page)
    page.wait_for_function("() => document.documentElement.classList.contains('scripted')")

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(page.locator("#reply textarea")).to_be_focused()
    expect(page.locator(".composer-target")).to_contain_text("Answering Ada")
    page.keyboard.type("Nobody cleaned it since @ad")
    expect(page.get_by_role("option", name="Ada @ada")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.type("and @be")
    expect(page.get_by_role("option", name="Ben @ben")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(page.locator("#reply textarea")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#reply-form")).to_be_focused()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/#m*")

    last = page.locator(".message").last
    expect(last.locator(".words")).to_contain_text("Nobody cleaned it since @ada and @be")
    expect(last.locator(".message-context")).to_contain_text("Thought")


def test_picture_is_pasted_previewed_and_sent(served: Served, enter) -> None:
    page = enter("eve")
    page.goto(served.page)
    page.wait_for_function("() => !!customElements.get('gs-upload')")
    page.focus("#reply textarea")
    page.evaluate(
        """async () => {
          const canvas = Object.assign(document.createElement("canvas"), {width: 40, height: 30});
          canvas.getContext("2d").fillRect(5, 5, 20, 20);
          const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
          const files = new DataTransfer();
          files.items.add(new File([blob], "culvert.png", {type: "image/png"}));
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", {clipboardData: files, bubbles: true, cancelable: true}));
        }"""
    )
    page.wait_for_function(
        "() => document.querySelector('#reply textarea').value.includes('/media/a/')"
    )
    page.click("#reply gs-preview button")
    expect(page.locator(".composer-preview img")).to_have_attribute("alt", "culvert")

    page.click("#reply-form .btn-primary")
    page.wait_for_url("**/#m*")

    picture = page.locator(".message").last.locator(".words img")
    expect(picture).to_be_visible()
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") == 40


def test_lapsed_session_loses_nothing(served: Served, enter) -> None:
    page = enter("ben")
    page.goto(served.page)
    page.wait_for_function("() => !!customElements.get('gs-draft')")
    page.fill("#reply textarea", "A thought that took an hour.")
    page.context.clear_cookies(name="gs")

    page.click("#reply-form .btn-primary")
    page.wait_for_url("**/accounts/login/**")
    page.fill("[name=login]", "ben@example.org")
    page.fill("[name=password]", factories.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/t/{served.topic}/")

    expect(page.locator("#reply textarea")).to_have_value("A thought that took an hour.")


def test_draft_follows_to_another_device(served: Served, enter) -> None:
    page, other = enter("eve"), enter("eve")
    page.goto(served.page)
    page.wait_for_function("() => !!customElements.get('gs-draft')")
    with page.expect_response("**/drafts/"):
        page.locator("#reply textarea").press_sequentially("Half a thought")

    other.goto(served.page)

    expect(other.locator("#reply textarea")).to_have_value("Half a thought")


def test_everything_is_there_without_scripts(served: Served, enter) -> None:
    page = enter("cyn", java_script_enabled=False)
    page.goto(served.page)

    page.get_by_role("button", name="More about message 2").click()
    page.get_by_role("link", name="Quote").click()

    assert page.input_value("#reply textarea").startswith("> [Ada](/m/")
    assert page.locator("#reply [name=attached]").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_pages_fit_and_axe_finds_nothing(served: Served, enter, scheme: str, width: int) -> None:
    page = enter("ben", color_scheme=scheme, bypass_csp=True)
    page.set_viewport_size({"width": width, "height": 800})
    found = {}
    for path in (f"/t/{served.topic}/", "/s/meadow/new/", "/drafts/"):
        page.goto(f"{served.url}{path}")
        page.wait_for_load_state("load")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        faults = page.evaluate("axe.run('main')")["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[path] = ([fault["id"] for fault in faults], wide)

    assert set(map(str, found.values())) == {"([], False)"}
