"""A mail is opened in a moment, whatever its sender made of it: what is looked at is counted."""

import pytest

from groundswell.notifications.postbag import MOST_OF, _bounded, opened

PART = b"--x\n\n"


@pytest.mark.parametrize(
    ("raw", "mark", "most"),
    [
        (b"\n\n" + b"a\n" * 1_000_000, b"\n", MOST_OF[0][1]),
        (b"\n\n" + PART * 5_000, b"\n--", MOST_OF[1][1]),
        (
            b"\n\n" + b"Content-Type: multipart/mixed; bOundary*0=x\n\n" * 99,
            b"bOundary",
            MOST_OF[2][1],
        ),
    ],
)
def test_mail_is_read_up_to_so_many_lines_and_parts(raw: bytes, mark: bytes, most: int) -> None:
    read = _bounded(raw)

    assert (raw.startswith(read), read.count(mark)) == (True, most)


def test_mail_of_ordinary_size_is_read_whole() -> None:
    raw = b"To: a@b.example\r\n\r\n" + b"A boundary stone stands by the lane.\r\n" * 200

    assert _bounded(raw) == raw


def test_head_without_end_is_cut() -> None:
    assert len(_bounded(b"To: a@b.example\n" * 1_000_000)) == 500_000


@pytest.mark.parametrize(
    "name", ["Content-Type", "Content-Disposition", "To", "From", "Message-ID"]
)
@pytest.mark.parametrize("value", ["(" * 50_000, '"\\' * 50_000, "<(" * 50_000, "a@b," * 50_000])
def test_endless_headers_are_cut_and_the_words_read(name: str, value: str) -> None:
    assert opened(f"{name}: {value}\n\nStill read.".encode()).text == "Still read."


def test_flowed_lines_are_joined_and_a_signature_stays_apart() -> None:
    raw = b"Content-Type: text/plain; format=flowed\n\nOne \nline.\n> a \n> b\nBye \n-- \nBen"

    assert opened(raw).whole == "One line.\n> a \n> b\nBye \n-- \nBen"
