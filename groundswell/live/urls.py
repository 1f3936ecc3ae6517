"""Addresses of sessions, beside those of their topics."""

from django.urls import path

from groundswell.live.views import desk, joining, prompting, recap, room, series, session

ONE = "t/<int:topic_id>/questions/<int:question_id>/"

urlpatterns = [
    path("s/<str:handle>/session/", session.session_create, name="session_create"),
    path("s/<str:handle>/sessions/", session.session_list, name="sessions"),
    path("t/<int:topic_id>/session/", session.session_update, name="session_update"),
    path("t/<int:topic_id>/session/move/", session.session_move, name="session_move"),
    path("t/<int:topic_id>/series/", series.series_create, name="series_create"),
    path("series/<int:series_id>/", series.series_show, name="series"),
    path("series/<int:series_id>/change/", series.series_update, name="series_update"),
    path("series/<int:series_id>/days/", series.series_day, name="series_day"),
    path("series/<int:series_id>/end/", series.series_end, name="series_end"),
    path("series/<int:series_id>/calendar.ics", series.series_calendar, name="series_calendar"),
    path("join/", joining.code_enter, name="session_code"),
    path("join/<str:code>/", joining.session_join, name="session_join"),
    path("t/<int:topic_id>/enter/", joining.session_enter, name="session_enter"),
    path("t/<int:topic_id>/claim/", joining.session_claim, name="session_claim"),
    path("t/<int:topic_id>/join.svg", joining.session_qr, name="session_qr"),
    path("t/<int:topic_id>/room/", room.room_show, name="session_room"),
    path("t/<int:topic_id>/room/questions/", room.question_create, name="question_ask"),
    path("t/<int:topic_id>/room/similar/", room.question_similar, name="question_similar"),
    path("t/<int:topic_id>/room/lines/", room.line_create, name="session_line"),
    path("t/<int:topic_id>/desk/", desk.desk_show, name="session_desk"),
    path("t/<int:topic_id>/prompts/", prompting.prompt_plan, name="session_prompts"),
    path("t/<int:topic_id>/prompts/put/", prompting.prompt_put, name="prompt_put"),
    path("t/<int:topic_id>/prompts/run/", prompting.prompt_run, name="prompt_run"),
    path("t/<int:topic_id>/takeaways/", recap.takeaway_list, name="takeaways"),
    path("t/<int:topic_id>/takeaways/<int:message_id>/", recap.takeaway_act, name="takeaway_act"),
    path("t/<int:topic_id>/replay/", recap.session_replay, name="session_replay"),
    path("t/<int:topic_id>/recap.html", recap.session_print, name="session_print"),
    path("t/<int:topic_id>/recap.md", recap.session_markdown, name="session_markdown"),
    path("t/<int:topic_id>/recap.csv", recap.session_csv, name="session_csv"),
    path("t/<int:topic_id>/recap.json", recap.session_json, name="session_json"),
    path(f"{ONE}vote/", room.question_vote, name="question_vote"),
    path(f"{ONE}withdraw/", room.question_withdraw, name="question_withdraw"),
    path(f"{ONE}move/", desk.question_move, name="question_move"),
    path("t/<int:topic_id>/session.ics", session.session_calendar, name="session_calendar"),
]
