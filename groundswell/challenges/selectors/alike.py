"""Near-duplicates: what is folded under an idea, and who wrote it.

What was combined into another idea is folded under none, so nothing here asks for that: SQLite
would read every idea that stands.
"""

from groundswell.challenges.models import Idea
from groundswell.core.pagination import Page, keyset

ALIKE_PER_PAGE = 30


def alike_page(idea: Idea, *, after: str | None, before: str | None) -> Page[Idea]:
    """Ideas folded under this one, the oldest first, each with its words."""
    rows = Idea.objects.filter(folded_under=idea, topic__removed_at=None)
    return keyset(
        rows.with_topic(), ("topic_id",), after=after, before=before, limit=ALIKE_PER_PAGE
    )


def authors_of_fold(idea: Idea) -> int:
    """How many people wrote the idea and those folded under it."""
    alike = Idea.objects.filter(folded_under=idea, topic__removed_at=None)
    others = alike.exclude(topic__author=idea.topic.author_id)
    return 1 + others.values("topic__author").distinct().count()
