"""What every form in which one writes has in common."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import blake2b
from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.activity.log import refuse_repeat
from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, SignInFirst, signed_in
from groundswell.conversations.actions import close_draft, keep_file
from groundswell.conversations.forms import WritingForm, brought
from groundswell.conversations.models import Attachment
from groundswell.conversations.rules import pace_of
from groundswell.conversations.selectors import draft_at
from groundswell.core.errors import DomainError
from groundswell.core.limits import (
    EDIT,
    KEEP_WORDS,
    SAME_TEXT,
    UPLOAD,
    TooMany,
    allow,
    demand,
    peek,
    viewer_key,
)
from groundswell.spaces.models import Space
from groundswell.spaces.rules import require_accepted

KEPT = "kept"
LONGEST_KEPT = 12_000
LONGEST_TITLE = 150
KEPT_FOR = timedelta(hours=2)
T = TypeVar("T")


def writer(request: Request, place: str, *, back: str = "") -> Actor:
    """Who writes. Of a lapsed session the words are kept, and are there again after signing in,
    on the page `back`. A stranger keeps little, for a while, and not often."""
    if request.viewer is None and request.method == "POST":
        _keep_words(request, place)
    try:
        person = signed_in(request)
    except SignInFirst as error:
        error.back = back
        raise
    return person


def _keep_words(request: Request, place: str) -> None:
    text, title = request.POST.get("text", ""), request.POST.get("title", "")
    if (text or title) and allow(viewer_key(request), KEEP_WORDS).ok:
        words = {"title": title[:LONGEST_TITLE], "text": text[:LONGEST_KEPT]}
        request.session[KEPT] = {"place": place, **words}
        request.session.set_expiry(KEPT_FOR)


def begun(request: Request, place: str) -> dict[str, str]:
    """What the viewer had begun to write here: before signing in, or on any device."""
    if request.viewer is None:
        return {}
    kept = request.session.get(KEPT)
    if kept and kept["place"] == place:
        del request.session[KEPT]
        return {"title": kept["title"], "text": kept["text"]}
    draft = draft_at(request.viewer, place)
    return {"title": draft.title, "text": draft.text} if draft else {}


def written(
    form: WritingForm,
    person: Actor,
    space: Space,
    *,
    place: str,
    write: Callable[[dict[str, Any]], T],
) -> T | None:
    """What `write` made of the form; None when something was refused, which the form then says.

    A form that was sent before is recognised first, so that it is not counted as one too many.
    Files stay when the words are refused.
    """
    if not form.is_valid():
        return None
    values = form.cleaned_data
    try:
        refuse_repeat(person)
        require_accepted(person, space)  # uncounted: who forgot the tick sends it again at once
        same = _not_again(person, values["text"])
        values["text"] = _with_files(person, space, values)
        form.keep(values["text"])
        with _closing_draft(form, person, place):
            demand(f"actor:{person.id}", pace_of(person))
            made = write(values)
    except DomainError as error:
        form.refuse(error)
        return None
    allow(same, SAME_TEXT)
    return made


def changed(
    form: WritingForm,
    person: Actor,
    space: Space,
    *,
    place: str,
    change: Callable[[dict[str, Any]], T],
) -> T | None:
    """The same for words that are changed rather than added: counted as edits."""
    if not form.is_valid():
        return None
    values = form.cleaned_data
    try:
        refuse_repeat(person)
        demand(f"actor:{person.id}", EDIT)
        values["text"] = _with_files(person, space, values)
        form.keep(values["text"])
        with _closing_draft(form, person, place):
            return change({name: value for name, value in values.items() if name != "attached"})
    except DomainError as error:
        form.refuse(error)
        return None


@contextmanager
def _closing_draft(form: WritingForm, person: Actor, place: str) -> Iterator[None]:
    """What happens within is one transaction with it, and so one wait for the disk."""
    with transaction.atomic():
        close_draft(actor=person, place=place, nonce=form.data.get("nonce", ""))
        yield


def take_file(person: Actor, space: Space, file: UploadedFile[Any]) -> Attachment:
    """Keeps one file, unless it is one too many."""
    demand(f"actor:{person.id}", UPLOAD)
    return keep_file(actor=person, file=brought(file), space=space)


def markdown_of(attachment: Attachment) -> str:
    """How a text names the file; a picture's name stands where a description should."""
    name = attachment.name.replace("\\", "").replace("[", "(").replace("]", ")")
    if attachment.width:
        return f"![{name.rpartition('.')[0]}]({attachment.get_absolute_url()})"
    return f"[{name}]({attachment.get_absolute_url()})"


def _with_files(person: Actor, space: Space, values: dict[str, Any]) -> str:
    marks = [markdown_of(take_file(person, space, file)) for file in values.get("attached", [])]
    return "\n\n".join(part for part in (values["text"], "\n".join(marks)) if part)


def _not_again(person: Actor, text: str) -> str:
    """Refuses words said a moment ago; gives the key under which they are counted."""
    same = f"actor:{person.id}:{blake2b(text.encode(), digest_size=16).hexdigest()}"
    verdict = peek(same, SAME_TEXT)
    if not verdict.ok:
        raise TooMany(
            verdict.retry_after,
            _("You said the very same words a moment ago. Say them otherwise, or wait a little."),
        )
    return same
