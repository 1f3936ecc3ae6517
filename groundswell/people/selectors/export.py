"""Everything about one person, as one file that they can take away."""

import json
import tempfile
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, Model
from django.utils.translation import gettext as _

from groundswell.actors.models import Account, Actor

# The columns by which a row is a person's own. Others point to somebody else's act towards them:
# `blocked` and `followed` would tell who keeps away from the person, or listens to them.
OWN = frozenset(
    {
        *("actor", "author", "by", "owner", "recipient", "user"),
        *("declined_by", "lifted_by", "tombstoned_by", "undone_by"),
        *("closed_by", "settled_by", "triaged_by"),
        *("added_by", "changed_by", "claimed_by", "looked_at_by", "moderated_by"),
        "taken_by",
        # A host of sessions, who promised, and both whom a delegation is known to.
        *("host", "who", "giver", "delegate"),
    }
)
OTHERS = frozenset({"blocked", "followed"})
SECRET = frozenset({"password", "token_hash", "session_key", "nonce", "digest"})
SECRETS_OF = {
    "mfa.Authenticator": frozenset({"data"}),
    # Words of whoever was reported, which they may have deleted since.
    "conversations.Case": frozenset({"words"}),
}
LARGEST_EXACT = 1 << 53
IN_MEMORY = 4 * 1024 * 1024

Row = dict[str, Any]


def archive_of(actor: Actor) -> IO[bytes]:
    """A zip with one JSON file a table, and the files that the person brought."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _readme(actor))
        for name, rows in everything_about(actor):
            archive.writestr(f"{name}.json", _json(rows))
        for path in files_of(actor):
            with default_storage.open(path) as kept, archive.open(f"media/{path}", "w") as copy:
                copy.writelines(kept.chunks())
    file.seek(0)
    return file


def everything_about(actor: Actor) -> Iterator[tuple[str, list[Row]]]:
    """Each table that holds something of the person's, with those rows."""
    yield "actors.actor", _rows(Actor, "id", actor.pk)
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.name in OWN and field.related_model in {Actor, Account}:
                key = actor.pk if field.related_model is Actor else actor.account.pk
                rows = _rows(model, field.name, key)
                if rows:
                    yield f"{model._meta.label_lower}.{field.name}", rows


def files_of(actor: Actor) -> Iterator[str]:
    """The paths of the person's picture and of what they attached."""
    paths = [actor.picture] if "/" in actor.picture else []
    for model in apps.get_models():
        names = {field.name for field in model._meta.concrete_fields}
        if {"owner", "path"} <= names:
            paths += model._default_manager.filter(owner=actor).values_list("path", flat=True)
    yield from (path for path in paths if default_storage.exists(path))


def _rows(model: type[Model], column: str, key: int) -> list[Row]:
    hidden = SECRET | SECRETS_OF.get(model._meta.label, frozenset())
    shown = [field for field in model._meta.concrete_fields if field.name not in hidden]
    found = model._default_manager.filter(**{column: key}).order_by("pk")
    return [_row(shown, values) for values in found.values_list(*(f.attname for f in shown))]


def _row(fields: list["Field[Any, Any]"], values: tuple[Any, ...]) -> Row:
    return {field.attname: _exact(value) for field, value in zip(fields, values, strict=True)}


def _exact(value: Any) -> Any:
    """Numbers that other programs would round become text."""
    return str(value) if isinstance(value, int) and abs(value) > LARGEST_EXACT else value


def _json(rows: list[Row]) -> str:
    return json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _readme(actor: Actor) -> str:
    lines = [
        _("Everything that this site keeps about %(name)s (@%(handle)s).")
        % {"name": actor.name, "handle": actor.handle},
        _("Each file holds one table; its rows are yours by the column it is named after."),
        _("Your pictures and files are in the folder media."),
    ]
    return "\n".join(lines) + "\n"
