from groundswell.core.text.emoji import EMOJI, EMOJI_GROUPS
from groundswell.core.text.highlight import HIGHLIGHT_CLASSES, LANGUAGES, spans
from groundswell.core.text.marks import Mark, marks_in
from groundswell.core.text.sanitise import sanitised_foreign


def test_marks_in_finds_each_kind_where_it_stands():
    assert list(marks_in("Hi @Ada: #Mill :x:wave:")) == [
        Mark("mention", "ada", "@Ada", 3, 7),
        Mark("hashtag", "mill", "Mill", 9, 14),
        Mark("emoji", "❌", "❌", 15, 18),
    ]


def test_marks_in_reads_a_colon_twice():
    assert [mark.value for mark in marks_in("10:30:wave:")] == ["👋"]


def test_marks_in_lowers_remote_addresses():
    assert [mark.value for mark in marks_in("@Dee@Example.ORG")] == ["dee@example.org"]


def test_emoji_table_has_one_meaning_for_each_code():
    assert len(EMOJI) == sum(len(group) for group in EMOJI_GROUPS.values())


def test_spans_keep_the_code_and_use_known_classes():
    code = "def f(x):\n\n    return {'a': 1.5}  # é"
    for language in LANGUAGES:
        pieces = spans(code, language)
        assert "".join(text for _, text in pieces) == code
        assert {css for css, _ in pieces} <= HIGHLIGHT_CLASSES | {""}


def test_spans_leave_unknown_and_long_code_plain():
    assert (spans("x", "nosuch"), spans("x" * 6_001, "python")) == (None, None)


def test_sanitised_foreign_keeps_words_and_drops_the_rest():
    source = (
        '<h2 class="btn">Hi</h2><p hx-get="/x" style="color:red" id="m1">a '
        '<a href="/accounts/logout/" class="mention">b</a> '
        '<a href="https://a.example">c</a><img src="/media/x.png"></p>'
        "<form><input></form><script>alert(1)</script>"
    )

    assert sanitised_foreign(source) == (
        '<h2>Hi</h2><p>a <a rel="nofollow noopener ugc">b</a> '
        '<a href="https://a.example" rel="nofollow noopener ugc">c</a></p>'
    )
