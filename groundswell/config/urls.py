"""Every address of the site, one line per app."""

from django.urls import include, path

from groundswell.core.routes import Routes

_parts = [
    path("", include("groundswell.web.urls")),
    path("", include("groundswell.spaces.urls")),
    path("", include("groundswell.exchange.urls")),
    path("", include("groundswell.challenges.urls")),
    path("", include("groundswell.decisions.urls")),
    path("", include("groundswell.live.urls")),
    path("", include("groundswell.conversations.urls")),
    path("", include("groundswell.notifications.urls")),
    path("", include("groundswell.timelines.urls")),
    path("", include("groundswell.search.urls")),
    path("", include("groundswell.streaming.urls")),
    path("", include("groundswell.people.urls")),
    path("accounts/", include("allauth.urls")),
]
urlpatterns = [Routes(_parts)]
