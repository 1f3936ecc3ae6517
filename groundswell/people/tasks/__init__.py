"""What the worker does for people."""

from groundswell.people.tasks.accounts import withdraw_unconfirmed
from groundswell.people.tasks.mail import hand_over, post, send_outgoing
from groundswell.people.tasks.presence import check_presence

__all__ = ["check_presence", "hand_over", "post", "send_outgoing", "withdraw_unconfirmed"]
