from django.apps import AppConfig

from groundswell.core import caseless


class ActorsConfig(AppConfig):
    name = "groundswell.actors"
    label = "actors"

    def ready(self) -> None:
        """Every sign-in starts its session's clock, whichever page began it; jobs are known.

        This app is the first of ours, so what holds for every query begins here.
        """
        caseless.install()
        from groundswell.actors import sessions, tasks  # noqa: F401, PLC0415 - need the models
