"""What layers above may want to hear of that is no activity."""

from django.dispatch import Signal

topic_read = Signal()
"""Sent after the commit with `actor`, `topic_id`: read was what lies after `after` to `number`."""
