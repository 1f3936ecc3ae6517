"""What is somebody's own in a mail, as mail programs of the world write it."""

import sys
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.notifications.replies import (
    MOST_HTML,
    MOST_TAGS,
    MOST_WORDS,
    answer_in,
    text_of_html,
)
from tests.core.hostile import DEEP, HOSTILE

QUOTE = "> What do you think?\n> It floods every winter.\n"


@pytest.mark.parametrize(
    "attribution",
    [
        "On Tue, 3 Feb 2026 at 10:12, Ada Lindqvist (Groundswell) <hello@example.org> wrote:",
        "On Tue, 3 Feb 2026 at 10:12, Ada Lindqvist (Groundswell)\n<hello@example.org> wrote:",
        "On 3 Feb 2026, at 10:12, Ada Lindqvist\n(Groundswell)\n<hello@example.org>\nwrote:",
        "Am 03.02.26 um 10:12 schrieb Ada Lindqvist:",
        "Am Di., 3. Feb. 2026 um 10:12 Uhr schrieb Ada <hello@example.org>:",
        "Le mar. 3 févr. 2026 à 10:12, Ada <hello@example.org> a écrit :",
        "El mar, 3 feb 2026 a las 10:12, Ada (<hello@example.org>) escribió:",
        "Em ter., 3 de fev. de 2026 às 10:12, Ada <hello@example.org> escreveu:",
        "Il giorno mar 3 feb 2026 alle ore 10:12 Ada <hello@example.org> ha scritto:",
        "Op di 3 feb 2026 om 10:12 schreef Ada <hello@example.org>:",
        "Den tis 3 feb. 2026 kl 10:12 skrev Ada <hello@example.org>:",
        "ti 3. helmik. 2026 klo 10.12 Ada (hello@example.org) kirjoitti:",
        "W dniu 3.02.2026 o 10:12, Ada pisze/napisał(a):",
        "вт, 3 февр. 2026 г. в 10:12, Ada <hello@example.org> пишет:",
        "Ada Lindqvist <hello@example.org> 于2026年2月3日周二 10:12写道:",
        "2026年2月3日(火) 10:12 Ada <hello@example.org> のメール:",
        "Ada Lindqvist wrote:",
    ],
)
def test_quoted_mail_below_is_dropped(attribution: str) -> None:
    assert answer_in(f"I agree.\n\nMore soon.\n\n{attribution}\n\n{QUOTE}") == (
        "I agree.\n\nMore soon."
    )


@pytest.mark.parametrize(
    "header",
    [
        "-----Original Message-----\nFrom: Ada\nSent: Tuesday",
        "-----Ursprüngliche Nachricht-----\nVon: Ada",
        "________________________________\nFrom: Ada <a@example.org>\nSent: Tuesday, 3 February",
        "________________________________\nVon: Ada <a@example.org>\nGesendet: Dienstag",
        "De : Ada <a@example.org>\nEnvoyé : mardi 3 février 2026",
        "---------- Forwarded message ---------\nFrom: Ada",
        "*From:* Ada <a@example.org>\n*Sent:* Tuesday",
    ],
)
def test_mail_below_a_header_is_dropped(header: str) -> None:
    assert answer_in(f"I agree.\n\n{header}\nTo: you\nSubject: Lane\n\nWhat do you think?") == (
        "I agree."
    )


@pytest.mark.parametrize(
    "ending",
    [
        "-- \nBen Okafor\nTel. 1234",
        "--\nBen",
        "Sent from my iPhone",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "Inviato da iPhone",
        "Verstuurd vanaf mijn iPhone",
        "Get Outlook for Android",
        "Sent with Proton Mail secure email.",
    ],
)
def test_signatures_are_dropped(ending: str) -> None:
    assert answer_in(f"I agree.\n\n{ending}\n") == "I agree."


def test_answers_between_quotes_keep_them() -> None:
    mail = "On 3 Feb 2026 Ada wrote:\n> Does it flood?\n\nYes.\n\n> Why?\n\nThe culvert.\n\n> Bye\n"

    assert answer_in(mail) == "> Does it flood?\n\nYes.\n\n> Why?\n\nThe culvert."


def test_answer_below_one_quote_stands_alone() -> None:
    mail = "On 3 Feb 2026 Ada wrote:\n> Does it flood?\n> Every winter?\n\nYes, it does.\n"

    assert answer_in(mail) == "Yes, it does."


@pytest.mark.parametrize(
    "words",
    [
        "On Monday my neighbour wrote:\nstop parking there.",
        "On reflection, I agree.\nOn Saturday I can help.",
        "From: the bridge\nthe water rose.",
        "Look:\n\n---\n\nA rule in Markdown.",
        "I was sent from my house at midnight, and that was the end of it.\nReally.\n1\n2\n3\n4",
        "> Somebody said this.\n\nI do not think so.",
        "Cost -- benefit.",
    ],
)
def test_own_words_stay(words: str) -> None:
    assert answer_in(words) == words


def test_own_sentence_above_a_broken_attribution_stays() -> None:
    mail = f"On reflection, yes.\nOn Tue, 3 Feb 2026, Ada\n<hello@example.org> wrote:\n{QUOTE}"

    assert answer_in(mail) == "On reflection, yes."


def test_html_becomes_paragraphs() -> None:
    html = """<html><head><style>p {color: red}</style></head><body>
      <p>Hello <b>Ada</b>,<br>yes.</p><ul><li>one</li><li>two</li></ul>
      <div class="gmail_quote"><div>On Tue Ada wrote:</div><blockquote>What?</blockquote></div>
      </body></html>"""

    assert text_of_html(html) == "Hello Ada,\nyes.\n\n* one\n* two"


@given(st.text(alphabet="OnAmLe >-_:\nwrote@<.0123456789", max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert len(answer_in(text)) <= len(text)


@pytest.mark.parametrize("text", [*HOSTILE[:100], *DEEP[:20]])
def test_hostile_words_are_read(text: str) -> None:
    answer_in(text)
    text_of_html(text)


def test_deeply_nested_html_is_read() -> None:
    assert text_of_html("<div>" * 2_000 + "Hello" + "</div>" * 2_000) == "Hello"


@pytest.mark.parametrize("around", ["<div>", "<br>", "<table><td>", "<b><i>", "<p><a>"])
def test_html_is_read_up_to_so_many_tags(around: str) -> None:
    """What a mail of HTML costs grows with the square of its tags, so these are counted."""
    tags = around.count("<")

    text = text_of_html(f"{around}word " * 100_000)

    assert text.count("word") == MOST_TAGS // tags


def test_html_is_read_up_to_so_many_characters() -> None:
    assert len(text_of_html("<p>" + "word " * 200_000)) == MOST_HTML - len("<p>")


def test_hidden_parts_within_hidden_parts_are_left_out() -> None:
    quote = '<blockquote type="cite"><div class="gmail_quote">' * 50

    assert text_of_html(f"<p>Yes.</p>{quote}What?{'</div></blockquote>' * 50}") == "Yes."


def calls_of(function: Callable[[str], str], text: str) -> int:
    """How many functions, and steps of generators, it takes."""
    counted = Counter[str]()
    sys.setprofile(lambda _frame, event, _about: counted.update([event]))
    try:
        function(text)
    finally:
        sys.setprofile(None)
    return counted["call"] + counted["c_call"]


@pytest.mark.parametrize(
    "lines", ["Ada wrote:\n> What?\nYes.\n", "Ada wrote:\n> What?\n", "Ada wrote:\n\n\n", ">\n\n"]
)
def test_twice_the_quotations_cost_twice_as_much(lines: str) -> None:
    once, twice = (calls_of(answer_in, lines * number) for number in (200, 400))

    assert twice < 2.2 * once


def test_only_the_beginning_of_an_endless_mail_is_read() -> None:
    assert len(answer_in("word " * 100_000)) == MOST_WORDS - 1
