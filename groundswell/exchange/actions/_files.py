"""Files that came with messages of a source, kept as if their authors had brought them here."""

from django.core.files.uploadedfile import SimpleUploadedFile

from groundswell.actors.models import Actor
from groundswell.conversations.actions import keep_file
from groundswell.conversations.forms.upload import brought
from groundswell.conversations.models import Attachment
from groundswell.core.errors import DomainError
from groundswell.exchange.importers.shapes import SourceFile, SourceMessage
from groundswell.exchange.importers.tally import Tally
from groundswell.spaces.models import Space

FILES = "files"


def text_with_files(message: SourceMessage, *, author: Actor, space: Space, tally: Tally) -> str:
    """The text, with a link to each file that was kept. Naming it there is what ties it."""
    parts = [message.text]
    for file in message.files:
        try:
            kept = _keep(file, author, space)
        except DomainError as refused:
            tally.add("created", FILES, -1)
            tally.skip(FILES, str(refused))
            continue
        label = kept.name.replace("[", "(").replace("]", ")")
        sign = "!" if kept.content_type.startswith("image/") else ""
        parts.append(f"{sign}[{label}]({kept.get_absolute_url()})")
    return "\n\n".join(part for part in parts if part)


def _keep(file: SourceFile, author: Actor, space: Space) -> Attachment:
    upload = SimpleUploadedFile(file.name, file.content, file.content_type)
    # A name may be all dots and slashes, of which an upload keeps nothing.
    upload.name = upload.name or "file"
    return keep_file(actor=author, file=brought(upload), space=space)
