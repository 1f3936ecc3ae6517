from importlib import import_module

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "groundswell.live"
    label = "live"

    def ready(self) -> None:
        # Topics of its kind are shown and written in as this app says.
        import_module("groundswell.live.kinds")
        # Its jobs are known to the worker.
        import_module("groundswell.live.tasks")
        # Words that are changed or gone are so in the room as well.
        import_module("groundswell.live.projections")
