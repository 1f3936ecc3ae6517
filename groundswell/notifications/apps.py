from importlib import import_module

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "groundswell.notifications"
    label = "notifications"

    def ready(self) -> None:
        for module in ("reading", "tasks"):
            import_module(f"groundswell.notifications.{module}")
