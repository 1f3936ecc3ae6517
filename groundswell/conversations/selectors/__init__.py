"""What the pages of a conversation show, each by one function."""

from groundswell.conversations.selectors.signal import ReactionTally, tallies
from groundswell.conversations.selectors.topic import (
    MESSAGES_PER_PAGE,
    TopicPage,
    read_to,
    topic_page,
    topics_of,
)
from groundswell.conversations.selectors.window import Author, ShownMessage

__all__ = [
    "MESSAGES_PER_PAGE",
    "Author",
    "ReactionTally",
    "ShownMessage",
    "TopicPage",
    "read_to",
    "tallies",
    "topic_page",
    "topics_of",
]
