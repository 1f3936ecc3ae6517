"""Timed chats, from the table that many chat programs write."""

from groundswell.exchange.importers.chatlog.run import bring_chatlog

__all__ = ["bring_chatlog"]
