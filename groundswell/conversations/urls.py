"""Addresses of topics and messages."""

from django.urls import path

from groundswell.conversations.views import compose, message, topic

urlpatterns = [
    path("t/<int:topic_id>/", topic.topic_show, name="topic"),
    path("t/<int:topic_id>/<int:number>/", topic.topic_show, name="topic_at"),
    path("t/<int:topic_id>/reply/", topic.reply_create, name="reply_create"),
    path("s/<str:handle>/new/", compose.topic_create, name="topic_create"),
    path("m/<int:message_id>/", message.message_show, name="message"),
]
