from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ActivityConfig(AppConfig):
    name = "groundswell.activity"
    label = "activity"

    def ready(self) -> None:
        """Every app declares its kinds and registers its projections when the site starts."""
        autodiscover_modules("activities", "projections")
