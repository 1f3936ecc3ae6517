"""Addresses of people's settings, of the way in, and of what stewards decide about people."""

from django.urls import path
from django.views.generic import RedirectView

from groundswell.people.views import (
    account,
    demo_mail,
    entrance,
    meeting,
    organisation,
    organiser,
    picture,
    presence,
    privacy,
    profile,
    security,
)

urlpatterns = [
    path("accounts/", RedirectView.as_view(pattern_name="settings_account")),
    path("accounts/signup/", entrance.SignUpView.as_view(), name="account_signup"),
    path("accounts/signup/again/", entrance.sign_up_again, name="sign_up_again"),
    path("accounts/waiting/", entrance.waiting_show, name="account_waiting"),
    path("accounts/2fa/", RedirectView.as_view(pattern_name="settings_security")),
    path("accounts/sessions/", RedirectView.as_view(pattern_name="settings_sessions")),
    path("settings/", RedirectView.as_view(pattern_name="settings_profile"), name="settings"),
    path("settings/profile/", profile.profile_edit, name="settings_profile"),
    path("settings/profile/picture/", picture.picture_edit, name="picture_edit"),
    path("settings/profile/picture/remove/", picture.picture_delete, name="picture_delete"),
    path("settings/profile/pages/", presence.presence_create, name="presence_create"),
    path(
        "settings/profile/pages/<int:presence_id>/remove/",
        presence.presence_delete,
        name="presence_delete",
    ),
    path(
        "settings/profile/pages/<int:presence_id>/check/",
        presence.presence_check,
        name="presence_check",
    ),
    path("settings/account/", account.account_show, name="settings_account"),
    path("settings/appearance/", account.appearance_edit, name="settings_appearance"),
    path("settings/security/", security.security_show, name="settings_security"),
    path("settings/security/sessions/", security.session_list, name="settings_sessions"),
    path("settings/security/sessions/end/", security.sessions_delete, name="sessions_end"),
    path(
        "settings/security/sessions/<int:session_id>/end/",
        security.session_delete,
        name="session_end",
    ),
    path("settings/people/", meeting.people_list, name="settings_people"),
    path("settings/privacy/", privacy.privacy_show, name="settings_privacy"),
    path("settings/privacy/export/", privacy.export_create, name="account_export"),
    path("settings/privacy/erase/", privacy.account_erase, name="account_erase"),
    path("organisation/", organisation.organisation_edit, name="organisation_edit"),
    path("organisation/stewards/", organiser.organiser_list, name="organiser_list"),
    path("organisation/stewards/step-down/", organiser.organiser_delete, name="organiser_delete"),
    path("organisation/waiting/", organisation.waiting_list, name="waiting_list"),
    path(
        "organisation/waiting/<int:account_id>/approve/",
        organisation.account_approve,
        name="account_approve",
    ),
    path(
        "organisation/waiting/<int:account_id>/refuse/",
        organisation.account_refuse,
        name="account_refuse",
    ),
    path("@<str:address>/follow/", meeting.follow_create, name="person_follow"),
    path("@<str:address>/unfollow/", meeting.follow_delete, name="person_unfollow"),
    path("@<str:address>/avoid/", meeting.block_create, name="person_avoid"),
    path("@<str:address>/release/", meeting.block_delete, name="person_release"),
    path("demo/mail", demo_mail.mail_list, name="demo_mail"),
    path("demo/mail/<str:file>/<int:number>/", demo_mail.mail_show, name="demo_mail_show"),
    path("media/pictures/<str:name>", picture.picture_show, name="picture"),
]
