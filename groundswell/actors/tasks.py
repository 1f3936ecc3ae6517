"""What the worker does for those who sign in, and for those who never did."""

from importlib import import_module

from django.conf import settings

from groundswell.core.schedule import every


@every(hours=6)
def clear_sessions() -> None:
    """Sessions that are over are of no use to anybody."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
