"""Addresses of sessions, beside those of their topics."""

from django.urls import path

from groundswell.live.views import session

urlpatterns = [
    path("s/<str:handle>/session/", session.session_create, name="session_create"),
    path("s/<str:handle>/sessions/", session.session_list, name="sessions"),
    path("t/<int:topic_id>/session/", session.session_update, name="session_update"),
    path("t/<int:topic_id>/session/move/", session.session_move, name="session_move"),
    path("t/<int:topic_id>/session.ics", session.session_calendar, name="session_calendar"),
]
