"""Addresses of alerts."""

from django.urls import path

from groundswell.notifications import views

urlpatterns = [
    path("alerts/", views.alert_list, name="alerts"),
    path("alerts/read/", views.alerts_read, name="alerts_read"),
    path("alerts/off/", views.reason_off, name="alert_reason_off"),
]
