"""What the pages of a conversation show, each by one function."""

from groundswell.conversations.selectors.compose import (
    draft_at,
    drafts_of,
    like_it,
    offers,
    preview_html,
    quotation,
)
from groundswell.conversations.selectors.footing import Footing, footing_in
from groundswell.conversations.selectors.history import history_of
from groundswell.conversations.selectors.topic import (
    MESSAGES_PER_PAGE,
    TopicPage,
    merged_into,
    moved_to,
    read_to,
    thread_page,
    topic_page,
    topic_seen,
    topics_of,
)
from groundswell.conversations.selectors.window import Author, ShownMessage

__all__ = [
    "MESSAGES_PER_PAGE",
    "Author",
    "Footing",
    "ShownMessage",
    "TopicPage",
    "draft_at",
    "drafts_of",
    "footing_in",
    "history_of",
    "like_it",
    "merged_into",
    "moved_to",
    "offers",
    "preview_html",
    "quotation",
    "read_to",
    "thread_page",
    "topic_page",
    "topic_seen",
    "topics_of",
]
