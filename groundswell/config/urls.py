"""Every address of the site, one line per app."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
]
