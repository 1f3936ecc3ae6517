from importlib import import_module

from django.apps import AppConfig


class SpacesConfig(AppConfig):
    name = "groundswell.spaces"
    label = "spaces"

    def ready(self) -> None:
        # Readers of the log, and what follows a sign-in.
        import_module("groundswell.spaces.projections")
