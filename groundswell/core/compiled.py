"""Compiled templates, kept from one start to the next and shared by the processes of a site.

To compile what one kind of page is made of takes a tenth of a second or two, in each process; after
a restart a hall that comes back would wait for it. They are code: the folder is the site's alone.
"""

from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from pickle import UnpicklingError

import jinja2
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

FOLDER = "compiled"
"""In DATA_DIR; made anew when it is gone, and so left out of backups."""


class Compiled(FileSystemBytecodeCache):
    """One file for each template. What another version compiled, or the same version by other
    rules, is compiled again and takes its place."""

    def __init__(self, folder: Path, rules: Iterable[Path]) -> None:
        """`rules` are the files that say how templates are read before they are compiled."""
        super().__init__(str(folder), "%s.jinja")
        read = b"".join(path.read_bytes() for path in rules)
        self.rules = sha256(jinja2.__version__.encode() + read).hexdigest()

    def get_source_checksum(self, source: str) -> str:
        """Of the template and of the rules."""
        return super().get_source_checksum(self.rules + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Leaves the bucket empty where nothing is kept, or nothing that can be read."""
        try:
            super().load_bytecode(bucket)
        except (OSError, EOFError, ValueError, TypeError, UnpicklingError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Where nothing can be written, templates are compiled at each start."""
        with suppress(OSError):
            Path(self.directory).mkdir(mode=0o700, exist_ok=True)
            super().dump_bytecode(bucket)
