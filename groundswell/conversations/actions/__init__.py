"""Every write to a conversation."""

from groundswell.conversations.actions.message import delete_message, edit_message, post_reply
from groundswell.conversations.actions.topic import open_topic

__all__ = ["delete_message", "edit_message", "open_topic", "post_reply"]
