"""Addresses of alerts."""

from django.urls import path

from groundswell.notifications.views import alert, unsubscribe

urlpatterns = [
    path("alerts/", alert.alert_list, name="alerts"),
    path("alerts/count/", alert.alert_count, name="alert_count"),
    path("alerts/read/", alert.alerts_read, name="alerts_read"),
    path("alerts/unread/", alert.alerts_unread, name="alerts_unread"),
    path("alerts/off/", alert.reason_off, name="alert_reason_off"),
    path("alerts/on/", alert.reason_on, name="alert_reason_on"),
    path("alerts/unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="alerts_unsubscribe"),
    path("alerts/<int:alert_id>/", alert.alert_open, name="alert"),
]
