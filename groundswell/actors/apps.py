from django.apps import AppConfig


class ActorsConfig(AppConfig):
    name = "groundswell.actors"
    label = "actors"
