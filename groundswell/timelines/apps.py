from django.apps import AppConfig


class TimelinesConfig(AppConfig):
    name = "groundswell.timelines"
    label = "timelines"
