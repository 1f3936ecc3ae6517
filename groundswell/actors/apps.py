from django.apps import AppConfig


class ActorsConfig(AppConfig):
    name = "groundswell.actors"
    label = "actors"

    def ready(self) -> None:
        """Every sign-in starts its session's clock, whichever page began it; jobs are known."""
        from groundswell.actors import sessions, tasks  # noqa: F401, PLC0415 - need the models
