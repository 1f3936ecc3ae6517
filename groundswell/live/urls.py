"""Addresses of sessions, beside those of their topics."""

from django.urls import path

from groundswell.live.views import desk, joining, room, session

ONE = "t/<int:topic_id>/questions/<int:question_id>/"

urlpatterns = [
    path("s/<str:handle>/session/", session.session_create, name="session_create"),
    path("s/<str:handle>/sessions/", session.session_list, name="sessions"),
    path("t/<int:topic_id>/session/", session.session_update, name="session_update"),
    path("t/<int:topic_id>/session/move/", session.session_move, name="session_move"),
    path("join/", joining.code_enter, name="session_code"),
    path("join/<str:code>/", joining.session_join, name="session_join"),
    path("t/<int:topic_id>/enter/", joining.session_enter, name="session_enter"),
    path("t/<int:topic_id>/join.svg", joining.session_qr, name="session_qr"),
    path("t/<int:topic_id>/room/", room.room_show, name="session_room"),
    path("t/<int:topic_id>/room/questions/", room.question_create, name="question_ask"),
    path("t/<int:topic_id>/room/similar/", room.question_similar, name="question_similar"),
    path("t/<int:topic_id>/room/lines/", room.line_create, name="session_line"),
    path("t/<int:topic_id>/desk/", desk.desk_show, name="session_desk"),
    path(f"{ONE}vote/", room.question_vote, name="question_vote"),
    path(f"{ONE}withdraw/", room.question_withdraw, name="question_withdraw"),
    path(f"{ONE}move/", desk.question_move, name="question_move"),
    path("t/<int:topic_id>/session.ics", session.session_calendar, name="session_calendar"),
]
