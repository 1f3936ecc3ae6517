from importlib import import_module

from django.apps import AppConfig


class StreamingConfig(AppConfig):
    name = "groundswell.streaming"
    label = "streaming"

    def ready(self) -> None:
        # The log's signals, and the worker's own job.
        import_module("groundswell.streaming.projections")
        import_module("groundswell.streaming.tasks")
