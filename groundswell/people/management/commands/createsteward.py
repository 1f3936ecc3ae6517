"""Makes the first steward of the organisation, or another one."""

import sys
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.core.validators import validate_email
from django.db import IntegrityError
from django.utils.translation import gettext as _

from groundswell.actors.models import Account, Actor
from groundswell.actors.passwords import refuse_names
from groundswell.core.console import PlainCommand
from groundswell.core.text.clean import one_line
from groundswell.core.text.handles import clean_handle, handle_from
from groundswell.people.actions import open_account
from groundswell.people.selectors.people import handle_is_taken

EXAMPLES = """\
examples:
  groundswell createsteward
  groundswell createsteward --email ada@example.org --name "Ada Lovelace"
  groundswell createsteward --email ada@example.org --name Ada --password-stdin < secret
"""


class Command(PlainCommand):
    examples = EXAMPLES
    help = "Makes an account that stewards the whole organisation."

    def add_arguments(self, parser: CommandParser) -> None:
        """What is not given is asked for."""
        parser.add_argument("--email", help="The address they sign in with.")
        parser.add_argument("--name", help="The name others see.")
        parser.add_argument("--handle", help="Their handle; made from the name when not given.")
        parser.add_argument(
            "--password-stdin",
            action="store_true",
            help="Read the password from the first line of standard input.",
        )

    def handle(self, *arguments: Any, **options: Any) -> None:
        """Asks, checks and makes."""
        try:
            email = checked_email(options["email"] or self.ask(_("E-mail: ")))
            name = one_line(options["name"] or self.ask(_("Name: ")), most=150, least=1)
            handle = chosen_handle(options["handle"] or "", name)
            password = self.password(from_stdin=options["password_stdin"])
            checked_password(password, [name, handle, email])
            person = Actor(handle=handle, name=name)
            account = open_account(
                actor=person, email=email, password=password, steward=True, confirmed=True
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except IntegrityError as error:
            raise CommandError(_("An account with this address exists already.")) from error
        self.stdout.write(
            _("%(name)s (@%(handle)s) is a steward of the organisation.")
            % {"name": account.actor.name, "handle": account.actor.handle}
        )

    def ask(self, question: str) -> str:
        """One line from the person at the keyboard."""
        try:
            return input(question)
        except EOFError as error:
            raise CommandError(_("Nobody is there to answer. Give the options instead.")) from error

    def password(self, *, from_stdin: bool) -> str:
        """From standard input, or typed twice unseen."""
        if from_stdin:
            return sys.stdin.readline().rstrip("\r\n")
        try:
            first, again = getpass(_("Password: ")), getpass(_("Once more: "))
        except EOFError as error:
            raise CommandError(_("Nobody is there to answer. Give the options instead.")) from error
        if first != again:
            raise CommandError(_("The two passwords differ. Nothing was made."))
        return first


def checked_email(email: str) -> str:
    """The address, if it is one and no account has it."""
    address = email.strip().lower()
    validate_email(address)
    if Account.objects.filter(email__iexact=address).exists():
        raise CommandError(_("An account with this address exists already."))
    return address


def chosen_handle(typed: str, name: str) -> str:
    """The handle that was typed, or one made from the name."""
    if not typed:
        return handle_from(name, taken=handle_is_taken)
    handle = clean_handle(typed)
    if handle_is_taken(handle):
        raise CommandError(_("Somebody has this handle already. Please choose another."))
    return handle


def checked_password(password: str, names: list[str]) -> None:
    """Raises when the password is too easy."""
    validate_password(password)
    refuse_names(password, names)
