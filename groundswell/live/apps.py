from importlib import import_module

from django.apps import AppConfig

from groundswell.core.together import gather_at


class LiveConfig(AppConfig):
    name = "groundswell.live"
    label = "live"

    def ready(self) -> None:
        # Topics of its kind are shown and written in as this app says.
        import_module("groundswell.live.kinds")
        # Its jobs are known to the worker.
        import_module("groundswell.live.tasks")
        # Words that are changed or gone are so in the room as well.
        import_module("groundswell.live.projections")
        # A hall votes and answers by the hundred.
        gather_at(r"/t/\d+/questions/\d+/vote/")
        gather_at(r"/t/\d+/room/polls/\d+/")
