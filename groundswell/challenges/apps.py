from importlib import import_module

from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    name = "groundswell.challenges"
    label = "challenges"

    def ready(self) -> None:
        # Topics of its kinds are shown and written in as this app says.
        import_module("groundswell.challenges.kinds")
        # Its jobs are known to the worker.
        import_module("groundswell.challenges.tasks")
        # What was said elsewhere goes on as an idea here.
        import_module("groundswell.challenges.actions._growing")
