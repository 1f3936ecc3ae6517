from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "groundswell.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Registers what the worker does."""
        from groundswell.exchange import tasks  # noqa: F401, PLC0415 - models must be loaded first
