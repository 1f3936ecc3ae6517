import io
import struct
import threading
import zlib
from contextlib import ExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from groundswell.core import images
from groundswell.core.errors import Busy, Invalid
from groundswell.core.images import inspect, prepare
from groundswell.core.images.headers import Header, header_of

NOT_ONE = "This file is not a picture that can be shown. Please use JPEG, PNG, WebP or GIF."
DAMAGED = "This picture is damaged or takes too long to open. Please save it again or use another."
KINDS = ["JPEG", "PNG", "WEBP", "GIF"]


def picture(kind="PNG", size=(40, 30), mode="RGB", **options):
    out = io.BytesIO()
    image = Image.new(mode, size)
    image.paste(Image.new(mode, (size[0] // 2, size[1]), "red" if mode == "RGB" else 1))
    image.save(out, kind, **options)
    return out.getvalue()


def opened(made):
    return Image.open(io.BytesIO(made.data))


def huge_png(width, height):
    def chunk(name, body):
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    rows = zlib.compress(b"\0" * (height * (width // 8 + 2)), 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("kind", KINDS)
def test_inspect_reads_the_kind_from_the_content(kind):
    assert inspect(picture(kind)) == Header(kind, 40, 30)


@pytest.mark.parametrize(
    "options", [{"lossless": True}, {"lossless": False}, {"exif": b"Exif\0\0"}]
)
def test_inspect_reads_every_form_of_webp(options):
    assert inspect(picture("WEBP", **options)) == Header("WEBP", 40, 30)


def test_inspect_reads_a_file_from_its_beginning():
    file = io.BytesIO(picture())
    file.read(10)

    assert inspect(file) == Header("PNG", 40, 30)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF",
        b"<svg onload=alert(1)>",
        b"%PDF-1.7",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"BM6",
    ],
)
def test_inspect_refuses_what_is_no_picture(data):
    with pytest.raises(Invalid) as refusal:
        inspect(data)

    assert str(refusal.value) == NOT_ONE


def test_inspect_refuses_too_many_pixels_before_decoding(monkeypatch):
    data = huge_png(13_000, 13_000)
    monkeypatch.setattr(images, "DECODE_SECONDS", 0)  # decoding it would be refused as damaged
    with pytest.raises(Invalid) as refusal:
        prepare(data)

    assert str(refusal.value) == (
        "This picture is 13000 by 13000 pixels, which is more than the 25 million that can be "
        "taken. Please make it smaller and try again."
    )


def test_inspect_refuses_too_many_bytes():
    with pytest.raises(Invalid) as refusal:
        inspect(io.BytesIO(picture() + b"\0" * 8 * 1024 * 1024))

    assert str(refusal.value) == (
        "This picture is larger than 8 MB. Please make it smaller and try again."
    )


@given(
    st.binary()
    | st.builds(lambda kind, cut: picture(kind)[:cut], st.sampled_from(KINDS), st.integers(0, 60))
)
def test_header_of_takes_any_bytes(data):
    found = header_of(data)

    assert found is None or found.format in KINDS


@pytest.mark.parametrize(
    ("kind", "made_as"), [("JPEG", "jpeg"), ("PNG", "png"), ("WEBP", "webp"), ("GIF", "png")]
)
def test_prepare_makes_the_picture_afresh(kind, made_as):
    made = prepare(picture(kind))

    assert (made.content_type, made.width, made.height, made.animated) == (
        f"image/{made_as}",
        40,
        30,
        False,
    )
    assert opened(made).size == (40, 30)


def test_prepare_drops_metadata_and_keeps_the_picture_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    exif[0x010F] = "Camera of Ada"
    exif.get_ifd(0x8825)[2] = (47.0, 22.0, 0.0)  # where she was
    made = prepare(picture("JPEG", exif=exif, comment=b"secret"))

    assert (made.width, made.height) == (30, 40)
    assert dict(opened(made).getexif()) == {}
    assert b"Ada" not in made.data
    assert b"secret" not in made.data


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_prepare_drops_metadata_of_every_kind(kind):
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ada"

    assert b"Ada" not in prepare(picture(kind, exif=exif)).data


def test_prepare_makes_large_pictures_smaller():
    made = prepare(picture("JPEG", (4_000, 1_000)))

    assert (made.width, made.height) == (1_600, 400)


def test_prepare_makes_avatars_square():
    made = prepare(picture("PNG", (600, 300)), shape="avatar")

    assert (made.width, made.height, opened(made).size) == (256, 256, (256, 256))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_prepare_takes_every_colour_mode(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    out = io.BytesIO()
    Image.new(mode, (20, 10)).save(out, kind)

    assert prepare(out.getvalue()).width == 20


def test_prepare_keeps_transparency():
    out = io.BytesIO()
    Image.new("RGBA", (20, 10), (0, 0, 0, 0)).save(out, "PNG")

    assert opened(prepare(out.getvalue())).mode == "RGBA"


def test_prepare_keeps_two_hundred_frames():
    frames = [Image.new("L", (240, 16)) for _ in range(230)]
    for number, frame in enumerate(frames):
        frame.paste(255, (number, 0, number + 8, 16))
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=40)
    made = prepare(out.getvalue())

    assert (made.content_type, made.animated, opened(made).n_frames) == ("image/webp", True, 200)


@pytest.mark.parametrize("kind", KINDS)
def test_prepare_says_that_a_picture_is_damaged(kind):
    whole = picture(kind, (300, 300))
    with pytest.raises(Invalid) as refusal:
        prepare(whole[: len(whole) // 2])

    assert str(refusal.value) == DAMAGED


@pytest.mark.parametrize(
    ("limit", "value"), [("DECODE_BYTES", 60 * 1024 * 1024), ("DECODE_SECONDS", 0.01)]
)
def test_prepare_gives_up_on_what_takes_too_much(monkeypatch, limit, value):
    monkeypatch.setattr(images, limit, value)
    with pytest.raises(Invalid) as refusal:
        prepare(picture("PNG", (3_000, 3_000)))

    assert str(refusal.value) == DAMAGED


def test_prepare_refuses_what_is_vast_before_it_opens_it(monkeypatch):
    monkeypatch.setattr(images, "_WORKER", "/nowhere")  # would fail if it were asked
    with pytest.raises(Invalid) as refusal:
        prepare(huge_png(13_000, 13_000))

    assert str(refusal.value) == (
        "This picture is 13000 by 13000 pixels, which is more than the 25 million that can be "
        "taken. Please make it smaller and try again."
    )


def test_prepare_takes_fewer_frames_of_a_larger_picture(monkeypatch):
    monkeypatch.setattr(images, "MOST_PIXELS_MOVING", 10 * 240 * 16)
    frames = [Image.new("L", (240, 16), shade) for shade in range(0, 200, 10)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=40)

    assert opened(prepare(out.getvalue())).n_frames == 10


def test_third_at_the_same_time_is_asked_to_come_again():
    with ExitStack() as hands:
        for _ in range(images.MOST_IN_HAND):
            images._in_hand.acquire()
            hands.callback(images._in_hand.release)

        with pytest.raises(Busy) as refusal:
            prepare(picture())

    assert str(refusal.value) == (
        "Several pictures are being prepared at this moment. Please try again in a moment."
    )
    assert prepare(picture()).width == 40


def test_one_picture_is_opened_at_a_time():
    opened_meanwhile = []
    waiting = threading.Thread(target=lambda: opened_meanwhile.append(prepare(picture())))
    with images._opening:
        waiting.start()
        waiting.join(timeout=0.5)
        assert opened_meanwhile == []
    waiting.join(timeout=20)

    assert [made.width for made in opened_meanwhile] == [40]


@pytest.mark.slow
def test_prepare_takes_the_largest_picture_within_its_limits():
    made = prepare(picture("PNG", (5_000, 5_000)))
    turned = Image.Exif()
    turned[0x0112] = 6
    also = prepare(picture("JPEG", (5_000, 5_000), exif=turned))

    assert (made.width, also.width) == (1_600, 1_600)
