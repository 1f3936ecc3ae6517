"""What the worker does about alerts: mail, digests, push, replies by mail."""

from groundswell.notifications.tasks import mail, push

__all__ = ["mail", "push"]
