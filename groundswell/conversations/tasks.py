"""What is done for conversations outside of requests."""

from datetime import timedelta
from functools import lru_cache
from itertools import islice

from django.core.files.storage import default_storage
from django_tasks import task

from groundswell.conversations.actions._files import named_in
from groundswell.conversations.models import Attachment, Draft, LinkPreview, Message
from groundswell.core import links
from groundswell.core.bus import publish
from groundswell.core.clock import now
from groundswell.core.fetching import FetchRefused, fetch
from groundswell.core.schedule import every

UNUSED_FOR = timedelta(days=1)
SWEPT_AT_ONCE = 500
PAGES = ("text/html", "application/xhtml+xml")


@every(hours=1)
def sweep_files() -> None:
    """Files that no message has named for a day are deleted, but those in what their owner has
    begun to write."""
    unused = Attachment.objects.filter(message=None, created_at__lt=now() - UNUSED_FOR)
    swept = islice(
        (it for it in unused.order_by("owner", "id") if it.id not in _in_drafts_of(it.owner_id)),
        SWEPT_AT_ONCE,
    )
    for attachment in list(swept):
        default_storage.delete(attachment.path)
        attachment.delete()
    _in_drafts_of.cache_clear()


@lru_cache(maxsize=1)
def _in_drafts_of(actor_id: int) -> frozenset[int]:
    drafts = Draft.objects.filter(actor=actor_id).values_list("text", flat=True)
    return frozenset(id_ for text in drafts for id_ in named_in(text))


@task()
def fetch_preview(preview_id: int) -> None:
    """Reads what a page elsewhere says of itself, once, and tells the pages that show it."""
    preview = LinkPreview.objects.filter(id=preview_id, fetched_at=None).first()
    if preview is None:
        return
    said, preview.problem = _asked(preview.url)
    preview.fetched_at = now()
    if said is not None:
        preview.title, preview.description, preview.site = said.title, said.description, said.site
    preview.save(update_fields=["title", "description", "site", "problem", "fetched_at"])
    if said is not None:
        topics = Message.objects.filter(previews=preview).values_list("topic_id", flat=True)
        for topic_id in set(topics):
            publish(f"topic-{topic_id}")


def _asked(url: str) -> tuple[links.Preview | None, str]:
    """What the page says, or why it says nothing."""
    try:
        page = fetch(url, accept=PAGES)
    except FetchRefused as refused:
        return None, refused.reason
    said = links.preview(page.text, page.url) if page.ok else None
    return said, "" if said else "silent"
