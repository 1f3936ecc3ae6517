from importlib import import_module

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "groundswell.conversations"
    label = "conversations"

    def ready(self) -> None:
        # Cards of links are read off the log; unused files are swept by a job.
        import_module("groundswell.conversations.projections")
        # What was said elsewhere goes on as a plain topic here.
        import_module("groundswell.conversations.actions._growing")
