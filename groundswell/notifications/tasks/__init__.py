"""What the worker does about alerts: mail, digests, push, replies by mail."""

from groundswell.notifications.tasks import doors, mail, push

__all__ = ["doors", "mail", "push"]
