import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.core.links import Preview, preview, rel_me
from tests.core.hostile import HOSTILE

URL = "https://www.mill.example/plan/"


def test_preview_reads_what_the_page_says():
    html = """<head><title>Plan | The mill</title>
        <meta property="og:title" content="The &amp; plan"><meta property="og:site_name"
        content="The mill"><meta name="description" content="What
        we want."><meta property="og:image" content="/mill.jpg"></head>"""

    assert preview(html, URL) == Preview(
        title="The & plan",
        description="What we want.",
        site="The mill",
        image="https://www.mill.example/mill.jpg",
        url=URL,
    )


def test_preview_falls_back_on_title_and_host():
    assert preview("<svg><title>Logo</title></svg><title>x</title>", URL) is not None
    assert preview("<title> A \u202e plan </title>", URL) == Preview(
        title="A plan", description="", site="mill.example", image=None, url=URL
    )


def test_preview_is_short():
    html = f"<title>{'word ' * 900}</title><meta name=description content='{'word ' * 900}'>"
    found = preview(html, URL)

    assert (len(found.title), len(found.description)) == (150, 300)


@pytest.mark.parametrize("html", ["", "<p>no title", "<title> \u200b </title>"])
def test_preview_of_a_page_without_a_title_is_nothing(html):
    assert preview(html, URL) is None


@pytest.mark.parametrize(
    "address",
    ["javascript:1", "data:image/png;base64,x", "http://u:p@a.example/", "http://[", "  "],
)
def test_preview_takes_no_strange_picture(address):
    html = f"<title>t</title><meta property='og:image' content='{address}'>"

    assert preview(html, URL).image is None


def test_rel_me_lists_claims():
    html = """<a rel="me" href="https://a.example/@ada">a</a>
        <link rel="Me nofollow" href="/ada"><a rel="meh" href="https://b.example">b</a>
        <a href="https://c.example" rel>c</a><a rel=me href="javascript:1">d</a>
        <a rel="me" href="https://a.example/@ada">again</a>"""

    assert rel_me(html, URL) == ["https://a.example/@ada", "https://www.mill.example/ada"]


def test_hostile_pages_are_read_in_time():
    started = time.process_time()
    for text in HOSTILE:
        found = preview(f"<title>t</title>{text}<meta name=description content='{text}'>", URL)
        assert found.title == "t"
        assert rel_me(text, URL) == []

    assert time.process_time() - started < 60


@given(st.text(st.characters()), st.text(st.characters()))
def test_any_page_and_address_is_read(html, address):
    preview(html, address)
    rel_me(f"<a rel=me href='{address}'>{html}", address)
