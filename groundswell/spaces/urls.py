"""Addresses of spaces."""

from django.urls import path

from groundswell.spaces import views

urlpatterns = [
    path("s/<str:handle>/join/", views.membership_create, name="space_join"),
    path("s/<str:handle>/leave/", views.membership_delete, name="space_leave"),
]
