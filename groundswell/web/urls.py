"""Addresses of the pages that several parts make together."""

from django.urls import path

from groundswell.web.views import about, home, space

urlpatterns = [
    path("", home.home, name="home"),
    path("about/", about.about, name="about"),
    path("guidelines/", about.guidelines, name="guidelines"),
    path("s/<str:handle>/", space.space_show, name="space"),
]
