"""A zip that is written a piece at a time and knows the size and digest of each of its files."""

import zipfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

CHUNK = 1024 * 1024
# The day of packing is in the manifest; the files carry none, so that equal content is equal.
EPOCH = (1980, 1, 1, 0, 0, 0)
PLAIN_FILE = 0o644 << 16


class Zipped:
    """Use it in a `with`: leaving writes the directory of the zip."""

    def __init__(self, path: Path) -> None:
        self.zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self.files: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.zip.close()

    def add(self, name: str, stream: IO[bytes]) -> None:
        """Adds what the stream holds."""
        digest, size = sha256(), 0
        entry = zipfile.ZipInfo(name, EPOCH)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = PLAIN_FILE
        with self.zip.open(entry, "w", force_zip64=True) as out:
            while piece := stream.read(CHUNK):
                digest.update(piece)
                size += len(piece)
                out.write(piece)
        self.files.append({"path": name, "sha256": digest.hexdigest(), "size": size})

    def write(self, name: str, text: str) -> None:
        """Adds a text."""
        self.add(name, BytesIO(text.encode()))
