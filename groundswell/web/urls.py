"""Addresses of the pages that several parts make together."""

from django.urls import path

from groundswell.web.views import home, space

urlpatterns = [
    path("", home.home, name="home"),
    path("s/<str:handle>/", space.space_show, name="space"),
]
