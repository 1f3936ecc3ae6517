"""What follows for a conversation from what happens."""

from groundswell.conversations.projections.erasure import erase_words
from groundswell.conversations.projections.links import note_links
from groundswell.conversations.projections.streams import end_streams_of_a_moved_topic

__all__ = ["end_streams_of_a_moved_topic", "erase_words", "note_links"]
