"""What layers above may want to hear of that is no activity."""

from django.dispatch import Signal

topic_read = Signal()
"""Sent after the commit with `actor`, `topic_id` and the `number` that was read to."""
