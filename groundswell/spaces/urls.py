"""Addresses of spaces."""

from django.urls import include, path

from groundswell.spaces.views import (
    directory,
    guidelines,
    invitation,
    members,
    membership,
    settings,
    ways_in,
)

in_space = [
    path("join/", membership.membership_create, name="space_join"),
    path("leave/", membership.membership_delete, name="space_leave"),
    path("ask/", membership.request_create, name="space_ask"),
    path("ask/withdraw/", membership.request_delete, name="space_ask_withdraw"),
    path("follow/", membership.follow_update, name="space_follow"),
    path("affiliation/", membership.affiliation_update, name="space_affiliation"),
    path("members/", members.member_list, name="space_members"),
    path("members/<int:member_id>/role/", members.role_update, name="space_role"),
    path("members/<int:member_id>/remove/", members.member_remove, name="space_remove"),
    path("removals/<int:removal_id>/lift/", members.removal_lift, name="space_removal_lift"),
    path("ways-in/", ways_in.ways_in, name="space_ways_in"),
    path("ways-in/link/", ways_in.link_create, name="space_invite_link"),
    path("ways-in/mail/", ways_in.mail_create, name="space_invite_mail"),
    path(
        "ways-in/invitations/<int:invitation_id>/withdraw/",
        ways_in.invitation_delete,
        name="space_invitation_withdraw",
    ),
    path(
        "ways-in/requests/<int:request_id>/approve/",
        ways_in.request_approve,
        name="space_request_approve",
    ),
    path(
        "ways-in/requests/<int:request_id>/decline/",
        ways_in.request_decline,
        name="space_request_decline",
    ),
    path("guidelines/", guidelines.guidelines_show, name="space_guidelines"),
    path("guidelines/edit/", guidelines.guidelines_update, name="space_guidelines_edit"),
    path("guidelines/accept/", guidelines.guidelines_accept, name="space_guidelines_accept"),
    path("guidelines/<int:number>/", guidelines.guidelines_version, name="space_guidelines_at"),
    path("policies/", settings.policies_show, name="space_policies"),
    path("settings/", settings.settings_update, name="space_settings"),
    path("close/", settings.closing_create, name="space_close"),
    path("reopen/", settings.closing_delete, name="space_reopen"),
]

urlpatterns = [
    path("spaces/", directory.space_list, name="spaces"),
    path("spaces/new/", directory.space_create, name="space_create"),
    path("invitations/<str:token>/", invitation.invitation_show, name="invitation"),
    path("invitations/<str:token>/accept/", invitation.invitation_accept, name="invitation_accept"),
    path("s/<str:handle>/", include(in_space)),
]
