"""How django-allauth makes our accounts: every account gets its actor."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from groundswell.actors.models import Organisation


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Opens sign-up as the organisation says."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Open, by approval, or with an invitation accepted in this session."""
        mode = Organisation.current().sign_up
        if mode in {Organisation.SignUp.OPEN, Organisation.SignUp.APPROVAL}:
            return True
        return mode == Organisation.SignUp.INVITATION and "invitation" in request.session

    def new_user(self, request: HttpRequest) -> Any:
        """An account that is not stored yet."""
        return super().new_user(request)
