"""Addresses of topics, messages, files, and of what helps while one writes."""

from django.urls import path

from groundswell.conversations.views import attachment, compose, message, reading, topic

urlpatterns = [
    path("t/<int:topic_id>/", topic.topic_show, name="topic"),
    path("t/<int:topic_id>/<int:number>/", topic.topic_show, name="topic_at"),
    path("t/<int:topic_id>/<int:number>/thread/", topic.topic_thread, name="topic_thread"),
    path("t/<int:topic_id>/unread/", topic.topic_unread, name="topic_unread"),
    path("t/<int:topic_id>/go/", topic.topic_go, name="topic_go"),
    path("t/<int:topic_id>/reply/", topic.reply_create, name="reply_create"),
    path("t/<int:topic_id>/read/", reading.topic_read, name="topic_read"),
    path("reading/", reading.reading_choose, name="reading_choose"),
    path("s/<str:handle>/new/", compose.topic_create, name="topic_create"),
    path("s/<str:handle>/similar/", compose.topic_similar, name="topic_similar"),
    path("compose/preview/", compose.compose_preview, name="compose_preview"),
    path("compose/complete/", compose.compose_complete, name="compose_complete"),
    path("drafts/", compose.draft_list, name="draft_list"),
    path("m/<int:message_id>/", message.message_show, name="message"),
    path("m/<int:message_id>/quote/", message.message_quote, name="message_quote"),
    path("m/<int:message_id>/history/", message.message_history, name="message_history"),
    path("m/<int:message_id>/edit/", message.message_update, name="message_update"),
    path("m/<int:message_id>/delete/", message.message_delete, name="message_delete"),
    path("attachments/", attachment.attachment_create, name="attachment_create"),
    path("media/a/<int:attachment_id>/<str:name>", attachment.attachment_show, name="attachment"),
]
