"""The full-text index: one row for each message that stands. A projection of the log."""

from django.db import models

from groundswell.conversations.models import Message


class Entry(models.Model):
    """A message as it is searched. `title` is the topic's, on the opening only.

    The index itself is the database's own: an FTS5 table beside this one on SQLite, a generated
    tsvector column on PostgreSQL; both are made by the first migration and kept by the database.
    """

    message = models.OneToOneField(
        Message, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    title = models.TextField(blank=True, default="")
    text = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"index of {self.message_id}"
