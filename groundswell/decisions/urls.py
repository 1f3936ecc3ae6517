"""Addresses of decisions, beside those of their topics."""

from django.urls import path

from groundswell.decisions.views import (
    delegation,
    ending,
    guest,
    life,
    opening,
    opinion,
    results,
    roll,
    rules,
    statement,
    voting,
)

urlpatterns = [
    path("s/<str:handle>/decide/", opening.decision_create, name="decision_create"),
    path("s/<str:handle>/delegates/", delegation.delegation_list, name="delegation_list"),
    path("t/<int:topic_id>/vote/", voting.ballot_cast, name="ballot_cast"),
    path("t/<int:topic_id>/result/", results.result_show, name="decision_result"),
    path("t/<int:topic_id>/ballots/", results.ballot_list, name="ballot_list"),
    path("t/<int:topic_id>/voting/", life.voting_manage, name="voting_manage"),
    path("t/<int:topic_id>/export/decision.json", results.export_json, name="decision_json"),
    path("t/<int:topic_id>/export/ballots.csv", results.export_csv, name="decision_csv"),
    path("t/<int:topic_id>/export/ballots.blt", results.export_blt, name="decision_blt"),
    path("t/<int:topic_id>/step/", life.step_take, name="step_take"),
    path("t/<int:topic_id>/rules/", rules.rules_change, name="rules_change"),
    path("t/<int:topic_id>/roll/", roll.roll_show, name="roll_show"),
    path("t/<int:topic_id>/conclude/", ending.outcome_state, name="outcome_state"),
    path("t/<int:topic_id>/promises/", ending.promise_list, name="promise_list"),
    path("promises/", ending.own_promises, name="own_promises"),
    path("t/<int:topic_id>/objections/", ending.objection_list, name="objection_list"),
    path("ballot/<str:token>/", guest.guest_ballot, name="guest_ballot"),
    path("ballot/<str:token>/objection/", guest.guest_objection, name="guest_objection"),
    path("ballot/<str:token>/result/", guest.guest_result, name="guest_result"),
    path("ballot/<str:token>/ballots/", guest.guest_ballots, name="guest_ballots"),
    path("ballot/<str:token>/statements/", guest.guest_statement, name="guest_statement"),
    path("ballot/<str:token>/map/", guest.guest_map, name="guest_map"),
    path("s/<str:handle>/opinions/", opinion.opinion_create, name="opinion_create"),
    path("t/<int:topic_id>/think/", opinion.opinion_vote, name="opinion_vote"),
    path("t/<int:topic_id>/map/", opinion.opinion_map, name="opinion_map"),
    path("t/<int:topic_id>/export/opinions.zip", opinion.opinion_export, name="opinion_export"),
    path("t/<int:topic_id>/statements/", statement.statement_list, name="statement_list"),
    path("t/<int:topic_id>/statements/near/", statement.statement_near, name="statement_near"),
    path(
        "t/<int:topic_id>/statements/<int:number>/",
        statement.statement_show,
        name="statement_show",
    ),
    path(
        "t/<int:topic_id>/statements/<int:number>/grow/",
        statement.statement_grow,
        name="statement_grow",
    ),
]
