"""The child that decodes: it limits itself, reads one order and one picture, and answers.

Run as a file with `python -I`, so it imports nothing of ours and nothing from the working folder.
"""

import io
import json
import resource
import sys
import warnings
from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageOps, ImageSequence

_LARGEST_PROFILE = 16 * 1024
_ANIMATED_SIZE = 640
_SHORTEST_FRAME = 20
_QUALITY = 84


def main() -> None:
    order: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    resource.setrlimit(resource.RLIMIT_AS, (order["bytes"], order["bytes"]))
    resource.setrlimit(resource.RLIMIT_CPU, (order["seconds"], order["seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # the parent has counted them, from the file's own header
    with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=[order["format"]]) as image:
        made, said = _made(image, order)
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + made)


def _made(image: Image.Image, order: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
    if not order["square"] and getattr(image, "n_frames", 1) > 1:
        return _animation(image, order)
    profile = image.info.get("icc_profile")
    jpeg = image.format == "JPEG"
    image.draft("RGB", (order["size"] * 2, order["size"] * 2))
    upright = _sized(ImageOps.exif_transpose(_plain(image)), order["size"], square=order["square"])
    if jpeg:
        upright = upright.convert("RGB")
    upright.info.clear()
    options: dict[str, Any] = {"quality": _QUALITY}
    if profile and len(profile) <= _LARGEST_PROFILE and upright.mode == "RGB":
        options["icc_profile"] = profile
    kind = "JPEG" if jpeg else "WEBP" if image.format == "WEBP" else "PNG"
    out = io.BytesIO()
    upright.save(out, kind, optimize=True, **options)
    return out.getvalue(), _about(upright, kind, animated=False)


def _animation(image: Image.Image, order: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
    """As WebP, whose encoder takes one frame after the other instead of all at once."""
    durations: list[int] = []

    def frames() -> Iterator[Image.Image]:
        for number, frame in enumerate(ImageSequence.Iterator(image)):
            if number == order["frames"]:
                return
            yield _sized(frame.convert("RGBA"), min(order["size"], _ANIMATED_SIZE), square=False)

    for number in range(min(image.n_frames, order["frames"])):  # type: ignore[attr-defined]
        image.seek(number)
        durations.append(max(int(image.info.get("duration", 100)), _SHORTEST_FRAME))
    every = frames()
    first = next(every)
    first.info.clear()
    out = io.BytesIO()
    first.save(
        out,
        "WEBP",
        save_all=True,
        append_images=every,
        duration=durations,
        loop=0,
        quality=75,
        method=0,
    )
    return out.getvalue(), _about(first, "WEBP", animated=True)


def _plain(image: Image.Image) -> Image.Image:
    """In colours that every format takes, with transparency only where there is any."""
    if image.mode in {"RGB", "RGBA", "L"} and "transparency" not in image.info:
        return image
    clear = image.mode in {"LA", "PA", "RGBa"} or "transparency" in image.info
    plain = image.convert("RGBA" if clear else "RGB")
    orientation = image.getexif()
    plain.info = {"exif": orientation.tobytes()} if orientation else {}
    return plain


def _sized(image: Image.Image, size: int, *, square: bool) -> Image.Image:
    if square:
        return ImageOps.fit(image, (size, size), Image.Resampling.LANCZOS)
    if max(image.size) > size:
        image.thumbnail((size, size), Image.Resampling.LANCZOS)
    return image


def _about(image: Image.Image, kind: str, *, animated: bool) -> dict[str, Any]:
    return {
        "content_type": f"image/{kind.lower()}",
        "width": image.width,
        "height": image.height,
        "animated": animated,
    }


if __name__ == "__main__":
    main()
