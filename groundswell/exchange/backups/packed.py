"""A tar.gz whose last member, the manifest, knows the size and digest of all the others."""

import gzip
import io
import json
import re
import tarfile
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from groundswell.exchange import backups
from groundswell.exchange.importers.shapes import SourceError

CHUNK = 1024 * 1024
MOST_MANIFEST = 256 * 1024 * 1024
LEVEL = 5

_NAME = re.compile(r"(?:database|data)/(?:[^/\0]{1,255}/){0,16}[^/\0]{1,255}\Z")
DAMAGE = (tarfile.TarError, OSError, EOFError, zlib.error, ValueError, TypeError)


class _Watched:
    """A stream that takes the digest of what is read through it."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self.stream, self.left = stream, most
        self.digest, self.size = sha256(), 0

    def read(self, count: int = -1) -> bytes:
        wanted = self.left if count < 0 else min(count, self.left)
        piece = self.stream.read(wanted)
        self.left -= len(piece)
        self.digest.update(piece)
        self.size += len(piece)
        return piece


class Packer:
    """Writes a backup. Only when `finish` was called is it one."""

    def __init__(self, path: Path) -> None:
        self.zipped = gzip.GzipFile(path, "wb", compresslevel=LEVEL)
        self.tar = tarfile.TarFile(fileobj=self.zipped, mode="w", format=tarfile.PAX_FORMAT)
        self.files: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.tar.close()
        self.zipped.close()

    def add(self, name: str, path: Path) -> int:
        """Adds a file as it is now; gives its size."""
        with path.open("rb") as stream:
            entry = tarfile.TarInfo(name)
            entry.size = path.stat().st_size
            entry.mode = path.stat().st_mode & 0o777
            watched = _Watched(stream, entry.size)
            self.tar.addfile(entry, watched)
        self.files.append({"path": name, "sha256": watched.digest.hexdigest(), "size": entry.size})
        return entry.size

    def finish(self, **about: Any) -> None:
        """Writes the manifest."""
        manifest = {
            "format": backups.FORMAT,
            "version": backups.VERSION,
            **about,
            "files": self.files,
        }
        data = json.dumps(manifest, indent=1).encode()
        entry = tarfile.TarInfo(backups.MANIFEST)
        entry.size = len(data)
        self.tar.addfile(entry, io.BytesIO(data))


def unpack(
    path: Path, folder: Path, advanced: Callable[[int], None] = lambda _bytes: None
) -> dict[str, Any]:
    """Unpacks into an empty folder and gives the manifest, or says what is wrong with the file."""
    try:
        with tarfile.open(path, "r|gz") as tar:
            manifest, found = _unpacked(tar, folder, advanced)
    except DAMAGE as error:
        raise SourceError(
            f"{path} is damaged or no backup: {error}. Nothing was changed."
        ) from error
    if manifest is None:
        raise SourceError(f"{path} is not whole: it ends before its manifest. Nothing was changed.")
    _compare(path, manifest, found)
    return manifest


Found = dict[str, tuple[int, str]]


def _unpacked(
    tar: tarfile.TarFile, folder: Path, advanced: Callable[[int], None]
) -> tuple[dict[str, Any] | None, Found]:
    manifest, found = None, Found()
    for entry in tar:
        stream = tar.extractfile(entry) if entry.isreg() else None
        if stream is None:
            raise ValueError(f"{entry.name} is no file")
        if entry.name == backups.MANIFEST:
            manifest = dict(json.loads(stream.read(MOST_MANIFEST)))
            continue
        if not _NAME.match(entry.name) or ".." in entry.name.split("/"):
            raise ValueError(f"{entry.name!r} is no name of ours")
        found[entry.name] = _written(stream, folder / entry.name, entry.mode)
        advanced(entry.size)
    return manifest, found


def _written(stream: IO[bytes], target: Path, mode: int) -> tuple[int, str]:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = sha256(), 0
    with target.open("xb") as out:
        while piece := stream.read(CHUNK):
            digest.update(piece)
            size += len(piece)
            out.write(piece)
    target.chmod(mode & 0o700 | 0o600)
    return size, digest.hexdigest()


def _compare(path: Path, manifest: dict[str, Any], found: Found) -> None:
    if manifest.get("format") != backups.FORMAT:
        raise SourceError(f"{path} is no backup of ours. Nothing was changed.")
    if int(manifest.get("version", 0)) > backups.VERSION:
        raise SourceError("A newer Groundswell made this backup. Update this one first.")
    said = {it["path"]: (it["size"], it["sha256"]) for it in manifest["files"]}
    for name in sorted(said.keys() ^ found.keys()):
        raise SourceError(f"{path} is not whole: {name}. Nothing was changed.")
    for name, mark in said.items():
        if found[name] != mark:
            raise SourceError(f"{path} is damaged: {name} has changed. Nothing was changed.")
