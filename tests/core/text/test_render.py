import re
import time
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.core.text.hashtags import Hashtag
from groundswell.core.text.quote import quoted
from groundswell.core.text.render import Rendered, is_allowed_address, render
from tests.core.hostile import DEEP, HOSTILE

REL = ' rel="nofollow noopener ugc"'
# Seconds that no machine takes, however busy: an endless parse is caught, speed is benchmarked.
FAR_TOO_LONG = 30
PEOPLE = {"ada": "/@ada/", "dee@elsewhere.example": "/@dee@elsewhere.example/"}


def html(source, **options):
    return render(source, resolve_mention=PEOPLE.get, **options).html.rstrip("\n")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", ""),
        ("Hello", '<p dir="auto">Hello</p>'),
        ("one\ntwo", '<p dir="auto">one<br>\ntwo</p>'),
        ("# Title", '<h3 dir="auto">Title</h3>'),
        ("###### Small", '<h6 dir="auto">Small</h6>'),
        ("~~no~~ *a* **b**", '<p dir="auto"><s>no</s> <em>a</em> <strong>b</strong></p>'),
        ("<b onclick=x>b</b>", '<p dir="auto">&lt;b onclick=x&gt;b&lt;/b&gt;</p>'),
        (":wave: :nothing: `:wave:`", '<p dir="auto">👋 :nothing: <code>:wave:</code></p>'),
        ("see setup.py and example.org", '<p dir="auto">see setup.py and example.org</p>'),
        ("\u05e9\u05dc\u05d5\u05dd", '<p dir="auto">\u05e9\u05dc\u05d5\u05dd</p>'),
        (
            "    a < b\n",
            '<pre dir="ltr" tabindex="0"><code>a &lt; b\n</code></pre>',
        ),
        (
            "- [ ] a\n- [x] b",
            (
                '<ul>\n<li dir="auto" class="task">☐ a</li>\n'
                '<li dir="auto" class="task">☑ b</li>\n</ul>'
            ),
        ),
        (
            "```python\nx = '<'\n```",
            (
                '<pre dir="ltr" tabindex="0"><code><span class="hl-n">x</span>'
                ' <span class="hl-o">=</span> '
                "<span class=\"hl-s1\">'&lt;'</span>\n</code></pre>"
            ),
        ),
        (
            "|a|b|\n|-|:-:|\n|1|2|",
            (
                '<div class="table-scroll" tabindex="0"><table>\n<thead>\n<tr>\n'
                '<th dir="auto">a</th>\n<th class="align-center" dir="auto">b</th>\n</tr>\n'
                "</thead>\n"
                '<tbody>\n<tr>\n<td dir="auto">1</td>\n'
                '<td class="align-center" dir="auto">2</td>\n</tr>\n</tbody>\n</table></div>'
            ),
        ),
    ],
)
def test_render_shapes_blocks(source, expected):
    assert html(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("@ada!", f'<a href="/@ada/" class="mention"{REL}>@ada</a>!'),
        ("(@Ada)", f'(<a href="/@ada/" class="mention"{REL}>@Ada</a>)'),
        (
            "@dee@elsewhere.example.",
            f'<a href="/@dee@elsewhere.example/" class="mention"{REL}>@dee@elsewhere.example</a>.',
        ),
        ("@nobody", "@nobody"),
        (r"\@ada", "@ada"),
        ("`@ada`", "<code>@ada</code>"),
        ("a@ada", "a@ada"),
        ("@adamant", "@adamant"),
        ("[@ada](/x/)", f'<a href="/x/"{REL}>@ada</a>'),
        (
            "https://example.org/@ada#x",
            f'<a href="https://example.org/@ada#x"{REL}>https://example.org/@ada#x</a>',
        ),
        ("ben@example.org", f'<a href="mailto:ben@example.org"{REL}>ben@example.org</a>'),
    ],
)
def test_render_links_mentions_in_text_only(source, expected):
    assert html(source) == f'<p dir="auto">{expected}</p>'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("#Mill", f'<a href="/tags/mill/" class="hashtag"{REL}>#Mill</a>'),
        ("#हिन्दी", f'<a href="/tags/{quote("हिन्दी")}/" class="hashtag"{REL}>#हिन्दी</a>'),
        ("#12", "#12"),
        ("a#b", "a#b"),
        (r"\#mill", "#mill"),
        ("`#mill`", "<code>#mill</code>"),
        ("&#109;", "m"),
    ],
)
def test_render_links_hashtags_in_text_only(source, expected):
    assert html(source) == f'<p dir="auto">{expected}</p>'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[a](javascript:alert(1))", "[a](javascript:alert(1))"),
        ("[a](data:text/html,x)", "[a](data:text/html,x)"),
        ("[a](//evil.example)", "[a](//evil.example)"),
        ("[a](/\\evil.example)", "[a](/\\evil.example)"),
        ("[a](relative)", "[a](relative)"),
        ("<ftp://a.example>", "&lt;ftp://a.example&gt;"),
        ("[a](/t/1/)", f'<a href="/t/1/"{REL}>a</a>'),
        ('[a](/x "t")', f'<a href="/x" title="t"{REL}>a</a>'),
        ('[a](/x "onclick=&quot;")', f'<a href="/x" title="onclick=&quot;"{REL}>a</a>'),
    ],
)
def test_render_links_only_to_the_web_mail_and_this_site(source, expected):
    assert html(source) == f'<p dir="auto">{expected}</p>'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "![A mill](/media/2026/mill.png)",
            '<img src="/media/2026/mill.png" alt="A mill" loading="lazy" decoding="async">',
        ),
        (
            "![spy](https://spy.example/p.gif)",
            f'<a href="https://spy.example/p.gif"{REL}>spy</a>',
        ),
        (
            "[![spy](https://spy.example/p.gif)](https://a.example)",
            f'<a href="https://a.example"{REL}>spy</a>',
        ),
        ("![x](/media/../accounts/logout/)", f'<a href="/media/../accounts/logout/"{REL}>x</a>'),
        ("![x](/media/a?b)", f'<a href="/media/a?b"{REL}>x</a>'),
    ],
)
def test_render_shows_only_our_own_pictures(source, expected):
    assert html(source) == f'<p dir="auto">{expected}</p>'


def test_render_gives_footnotes_the_name_of_their_message():
    assert html("a[^x] b[^x]\n\n[^x]: note", namespace=42) == (
        f'<p dir="auto">a<sup><a class="footnote-ref" href="#fn-42-1" id="fnref-42-1"{REL}>1</a>'
        f'</sup> b<sup><a class="footnote-ref" href="#fn-42-1" id="fnref-42-1-2"{REL}>1</a></sup>'
        '</p>\n<section class="footnotes"><ol>\n<li id="fn-42-1" dir="auto"><p dir="auto">note '
        f'<a class="footnote-back" href="#fnref-42-1"{REL}>↩︎</a> '
        f'<a class="footnote-back" href="#fnref-42-1-2"{REL}>↩︎</a></p>\n</li>\n</ol></section>'
    )


def test_render_reports_what_it_found():
    source = (
        "@ada and @nobody on #Mill, #mill: https://a.example/\n\n"
        "> @dee@elsewhere.example said #Quoted https://b.example/\n\n`@ada`"
    )
    found = render(source, resolve_mention=PEOPLE.get)

    assert (found.mentions, found.hashtags, found.links) == (
        ("ada",),
        (Hashtag("mill", "Mill"),),
        ("https://a.example/",),
    )


def test_render_gives_plain_text():
    source = "# A\n\n**b** `c` :wave:\n[d](/x) \\@e &amp; <i>\n\n- f\n\n```\ng\n```\n> h"

    assert render(source).text == "A\nb c 👋\nd @e & <i>\nf\ng\nh"


def test_render_asks_for_each_person_once_and_for_fifty_at_most():
    asked = []
    render(" ".join(f"@person{number % 80}" for number in range(400)), resolve_mention=asked.append)

    assert asked == [f"person{number}" for number in range(50)]


def test_render_shows_where_a_quotation_is_from():
    source = quoted("It is #empty.\n\nSince spring.", author="Ben [the miller]", address="/t/1/#m2")

    assert source == "> [Ben (the miller)](/t/1/#m2):\n>\n> It is #empty.\n>\n> Since spring.\n\n"
    assert html(source) == (
        f'<blockquote>\n<p class="attribution" dir="auto"><a href="/t/1/#m2"{REL}>'
        'Ben (the miller)</a>:</p>\n<p dir="auto">It is '
        f'<a href="/tags/empty/" class="hashtag"{REL}>#empty</a>.</p>\n'
        '<p dir="auto">Since spring.</p>\n</blockquote>'
    )


@pytest.mark.parametrize(
    ("source", "beginning"),
    [
        (" " * 2_500 + "late", "late"),
        ("word " * 500, "word " * 399 + "word …"),
        ("a" * 3_000, "a" * 2_000 + " …"),
        ("a" * 2_000 + " b", "a" * 2_000 + " …"),
    ],
)
def test_quotation_is_the_beginning_in_whole_words(source, beginning):
    assert quoted(source, author="Ben", address="/m/1/").splitlines()[2] == f"> {beginning}"


def test_render_shows_a_text_that_breaks_a_resolver_as_typed(caplog):
    def broken(_handle):
        raise RuntimeError

    assert render("Hi @ada <b>\n\nyes", resolve_mention=broken) == Rendered(
        html='<p dir="auto">Hi @ada &lt;b&gt;</p>\n<p dir="auto">yes</p>\n',
        text="Hi @ada <b>\n\nyes",
    )
    assert [record.levelname for record in caplog.records] == ["ERROR"]


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://a.example", True),
        ("HTTP://a.example", True),
        ("mailto:a@b.example", True),
        ("/t/1/", True),
        ("#m2", True),
        ("https:a", False),
        ("//a.example", False),
        ("JAVASCRIPT:x", False),
        ("tel:1", False),
        ("", False),
    ],
)
def test_is_allowed_address(url, allowed):
    assert is_allowed_address(url) is allowed


TAG = re.compile(r"<[^>]*>")
ALLOWED_TAG = re.compile(
    r"</?(?:blockquote|br|code|em|h3|h4|h5|h6|hr|li|ol|p|pre|s|strong|sup|table|tbody|thead|tr|td|th|ul"
    r"|section|div|span|a|img)"
    r'(?: (?:dir="(?:auto|ltr)"|tabindex="0"|start="\d+"|id="fn(?:ref)?-[a-z0-9-]+"'
    r'|class="[a-z0-9- ]+"|href="(?:https?://|mailto:|/(?!/)|#|(?="))[^"<>]*"|title="[^"<>]*"'
    r'|rel="nofollow noopener ugc"|src="/media/[^"]*"|alt="[^"<>]*"|loading="lazy"'
    r'|decoding="async"))*>'
)


def strange_tags(source):
    return [tag for tag in TAG.findall(html(source)) if not ALLOWED_TAG.fullmatch(tag)]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_render_lets_nothing_through(text):
    assert strange_tags(text) == []


@given(st.text(st.sampled_from("ab@#:/[]()<>!*_`~|\\\"'&^-+=1. \n\t") | st.characters()))
def test_render_takes_any_text(source):
    assert strange_tags(source) == []


@given(st.sampled_from(HOSTILE), st.sampled_from(HOSTILE))
def test_render_lets_nothing_through_in_code_and_links(one, two):
    assert strange_tags(f"```{one[:200]}\n{two[:200]}\n```\n[{one[:200]}]({two[:200]})") == []


@pytest.mark.parametrize("source", DEEP, ids=range(len(DEEP)))
def test_render_is_fast_on_what_is_made_to_be_slow(source, caplog):
    started = time.process_time()
    render(source[:10_000], resolve_mention=PEOPLE.get)

    assert time.process_time() - started < FAR_TOO_LONG
    assert caplog.records == []


@pytest.mark.parametrize("language", ["python", "js", "html", "sql", "bash", "yaml", "php", "diff"])
def test_render_highlights_hostile_code_in_time(language):
    started = time.process_time()
    for filling in ("(", "[", "{", "<", '"', "'", "\\", "/*", "a", " ", "#{", "<!--", "${", "\n"):
        render(f"```{language}\n{filling * (6_000 // len(filling))}\n```")

    assert time.process_time() - started < FAR_TOO_LONG
