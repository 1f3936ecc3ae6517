"""Addresses of the pages that several parts make together."""

from django.urls import path

from groundswell.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("s/<str:handle>/", views.space_show, name="space"),
]
