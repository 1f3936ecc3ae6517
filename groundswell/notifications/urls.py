"""Addresses of alerts."""

from django.urls import path

from groundswell.notifications.views import alert, push, settings, unsubscribe

urlpatterns = [
    path("alerts/", alert.alert_list, name="alerts"),
    path("alerts/count/", alert.alert_count, name="alert_count"),
    path("alerts/read/", alert.alerts_read, name="alerts_read"),
    path("alerts/unread/", alert.alerts_unread, name="alerts_unread"),
    path("alerts/off/", alert.reason_off, name="alert_reason_off"),
    path("alerts/on/", alert.reason_on, name="alert_reason_on"),
    path("alerts/unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="alerts_unsubscribe"),
    path("settings/alerts/", settings.settings_alerts, name="settings_alerts"),
    path("settings/alerts/reasons/", settings.reasons_choose, name="alert_reasons"),
    path("settings/alerts/follows/", settings.settings_follows, name="settings_follows"),
    path("settings/alerts/follows/change/", settings.follow_change, name="follow_change"),
    path("settings/alerts/push/", push.push_create, name="push_create"),
    path(
        "settings/alerts/push/<int:subscription_id>/remove/", push.push_delete, name="push_delete"
    ),
    path("sw.js", push.service_worker, name="service_worker"),
    path("alerts/<int:alert_id>/", alert.alert_open, name="alert"),
]
