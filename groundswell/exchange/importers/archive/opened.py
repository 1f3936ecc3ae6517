"""Opens an archive: its size, its names, its manifest and its digests, before anything is read."""

import json
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from groundswell.exchange import archives
from groundswell.exchange.importers.archive.fields import LONGEST_LINE, Fields, read_fields
from groundswell.exchange.importers.shapes import SourceError

MOST_BYTES = 512 * 1024 * 1024
MOST_ENTRIES = 100_000
MOST_RATIO = 100
MOST_UNPACKED = 8 * 1024**3
MOST_MANIFEST = 64 * 1024 * 1024
SMALL = 1024 * 1024
CHUNK = 1024 * 1024
MOST_PATH = 220
ENCRYPTED = 0x1

# What the library raises on files that were cut, turned or made up.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
)

_PATH = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*){0,8}\Z")


def open_archive(path: Path) -> "Archive":
    """The archive, or a sentence that says why this file is none."""
    if not path.is_file():
        raise SourceError(f"There is no file {path}.")
    if path.stat().st_size > MOST_BYTES:
        raise SourceError(f"{path} is larger than {MOST_BYTES // SMALL} MB.")
    try:
        packed = zipfile.ZipFile(path)
    except DAMAGE as error:
        raise SourceError(f"{path} is no zip file, or a damaged one.") from error
    archive = Archive(packed)
    try:
        archive.check()
    except DAMAGE as error:
        archive.close()
        raise SourceError(f"{path} is damaged: {error}.") from error
    except BaseException:
        archive.close()
        raise
    return archive


class Archive:
    """An archive whose every file is what its manifest says."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self.packed = packed
        self.manifest = Fields(archives.MANIFEST, {})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file."""
        self.packed.close()

    def check(self) -> None:
        """Refuses what could harm the machine or is not what it says."""
        entries = self.packed.infolist()
        if len(entries) > MOST_ENTRIES:
            raise SourceError(f"The archive holds more than {MOST_ENTRIES:,} files.")
        names = [entry.filename for entry in entries]
        if len(set(names)) != len(names):
            raise SourceError("The archive holds two files of one name.")
        for entry in entries:
            _check_entry(entry)
        if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise SourceError("The archive would unpack to more than 8 GB.")
        self._check_manifest(set(names))

    def _check_manifest(self, names: set[str]) -> None:
        if archives.MANIFEST not in names:
            raise SourceError("The zip has no manifest.json: it is no archive of a space.")
        whole = self.packed.read(archives.MANIFEST)
        if len(whole) > MOST_MANIFEST:
            raise SourceError("The manifest is larger than that of any archive of ours.")
        self.manifest = read_manifest(whole)
        if self.manifest.text("format", "") != archives.FORMAT:
            raise SourceError("The manifest is not that of a space's archive.")
        if self.manifest.number("version") > archives.VERSION:
            raise SourceError("A newer Groundswell wrote this archive. Update this one first.")
        listed = {entry.text("path"): entry for entry in self.manifest.children("files")}
        for name in sorted(names - {archives.MANIFEST} - set(listed)):
            raise SourceError(f"{name} is in the archive, but not in its manifest.")
        for name, entry in listed.items():
            self._check_digest(name, entry, names)

    def _check_digest(self, name: str, entry: Fields, names: set[str]) -> None:
        if name not in names:
            raise SourceError(f"The archive is not whole: {name} is missing.")
        digest = sha256()
        with self.packed.open(name) as stream:
            while piece := stream.read(CHUNK):
                digest.update(piece)
        if digest.hexdigest() != entry.text("sha256"):
            raise SourceError(f"{name} is not what the manifest says: the archive is damaged.")

    @property
    def origin(self) -> str:
        """The site it was written on."""
        return self.manifest.text("origin", "")

    def space(self) -> Fields:
        """The space."""
        return read_fields(archives.SPACE, self._whole(archives.SPACE))

    def lines(self, noun: str) -> Iterator[Fields]:
        """The objects of a noun, in their order."""
        name = archives.lines_of(noun)
        if name not in self.packed.NameToInfo:
            return
        with self.packed.open(name) as stream:
            number = 0
            while line := stream.readline(LONGEST_LINE + 1):
                number += 1
                yield read_fields(f"{name}, line {number}", line)

    def size(self, name: str) -> int | None:
        """How large a file is once unpacked, if it is there."""
        entry = self.packed.NameToInfo.get(name)
        return entry.file_size if entry else None

    def media(self, name: str) -> IO[bytes] | None:
        """A file that belongs to a message, if it is there."""
        if name not in self.packed.NameToInfo:
            return None
        return self.packed.open(name)

    def _whole(self, name: str) -> bytes:
        if name not in self.packed.NameToInfo:
            raise SourceError(f"The archive is not whole: {name} is missing.")
        with self.packed.open(name) as stream:
            return stream.read(LONGEST_LINE + 1)


def read_manifest(whole: bytes) -> Fields:
    """The manifest may be longer than any line."""
    try:
        values = json.loads(whole)
    except (ValueError, RecursionError) as error:
        raise SourceError("The manifest is not JSON.") from error
    if not isinstance(values, dict):
        raise SourceError("The manifest is not an object.")
    return Fields(archives.MANIFEST, values)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    if not _PATH.match(name) or ".." in name or len(name) > MOST_PATH:
        raise SourceError(f"The archive holds a file with a name we do not take: {name[:80]!r}.")
    mode = entry.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        raise SourceError(f"{name} is a link or a device, not a file.")
    if entry.flag_bits & ENCRYPTED:
        raise SourceError(f"{name} is encrypted.")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise SourceError(f"{name} is packed in a way we do not read.")
    if entry.file_size > SMALL and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
        raise SourceError(f"{name} would unpack to more than {MOST_RATIO} times its size.")
