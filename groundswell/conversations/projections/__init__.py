"""What follows for a conversation from what happens."""

from groundswell.conversations.projections.erasure import erase_words
from groundswell.conversations.projections.links import note_links

__all__ = ["erase_words", "note_links"]
