from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "groundswell.people"
    label = "people"

    def ready(self) -> None:
        # The worker withdraws accounts that were never confirmed.
        import_module("groundswell.people.tasks")
