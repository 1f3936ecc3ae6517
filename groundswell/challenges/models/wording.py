"""Wording: an idea as it is found while somebody types a similar one. A projection of the log."""

from django.db import models

from groundswell.challenges.models.idea import Idea


class Wording(models.Model):
    """The words of an idea as codes (`challenges.tokens`), and a digest of its text.

    The index over `words` is the database's own: an FTS5 table beside this one on SQLite, an
    inverted index of the list on PostgreSQL; a migration makes both, the database keeps them.
    """

    idea = models.OneToOneField(Idea, on_delete=models.CASCADE, primary_key=True, related_name="+")
    digest = models.CharField(max_length=32)
    words = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["digest"], name="wording_digest")]

    def __str__(self) -> str:
        return f"wording of {self.idea_id}"
