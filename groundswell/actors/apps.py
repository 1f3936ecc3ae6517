from django.apps import AppConfig


class ActorsConfig(AppConfig):
    name = "groundswell.actors"
    label = "actors"

    def ready(self) -> None:
        """Every sign-in starts its session's clock, whichever page began it."""
        from groundswell.actors import sessions  # noqa: F401, PLC0415 - needs the loaded models
