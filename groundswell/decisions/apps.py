from importlib import import_module

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "groundswell.decisions"
    label = "decisions"

    def ready(self) -> None:
        # Topics of its kind are shown and written in as this app says.
        import_module("groundswell.decisions.kinds")
        # Its jobs are known to the worker.
        import_module("groundswell.decisions.tasks")
        # An edited proposal is marked on ballots that came before.
        import_module("groundswell.decisions.projections")
