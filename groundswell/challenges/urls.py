"""Addresses of challenges and ideas, beside those of their topics."""

from django.urls import path

from groundswell.challenges.views import (
    alike,
    challenge,
    ending,
    export,
    figures,
    idea,
    pilot,
    theming,
)

urlpatterns = [
    path("s/<str:handle>/challenge/", challenge.challenge_create, name="challenge_create"),
    path("t/<int:topic_id>/purpose/", challenge.challenge_update, name="challenge_update"),
    path("t/<int:topic_id>/ideas/", challenge.challenge_ideas, name="challenge_ideas"),
    path("t/<int:topic_id>/share/", idea.idea_create, name="idea_create"),
    path("t/<int:topic_id>/answer/", ending.answer_give, name="idea_answer"),
    path("t/<int:topic_id>/outcome/", ending.outcome_tell, name="idea_outcome"),
    path("t/<int:topic_id>/figures/", figures.figure_list, name="challenge_figures"),
    path("t/<int:topic_id>/figures/ideas/", figures.figure_ideas, name="figure_ideas"),
    path("t/<int:topic_id>/figures/comments/", figures.figure_comments, name="figure_comments"),
    path("t/<int:topic_id>/export.csv", export.challenge_csv, name="challenge_csv"),
    path("t/<int:topic_id>/export.json", export.challenge_json, name="challenge_json"),
    path("t/<int:topic_id>/print/", export.challenge_print, name="challenge_print"),
    path("t/<int:topic_id>/pilot/", pilot.pilot_start, name="pilot_start"),
    path("t/<int:topic_id>/pilot/end/", pilot.pilot_end, name="pilot_end"),
    path("outcomes/", ending.outcome_list, name="outcomes"),
    path("t/<int:topic_id>/support/", idea.idea_support, name="idea_support"),
    path("t/<int:topic_id>/alike/", alike.idea_alike, name="idea_alike"),
    path("t/<int:topic_id>/unfold/", alike.idea_unfold, name="idea_unfold"),
    path("t/<int:topic_id>/themes/", theming.challenge_themes, name="challenge_themes"),
]
