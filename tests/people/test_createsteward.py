"""The command that makes a steward of the organisation."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command

from groundswell.actors.models import Account

pytestmark = pytest.mark.django_db


def make(monkeypatch, *options, password="three blue otters", answers=()):
    typed = iter(answers)
    monkeypatch.setattr("builtins.input", lambda _question: next(typed))
    monkeypatch.setattr(sys, "stdin", io.StringIO(password + "\n"))
    out = io.StringIO()
    call_command("createsteward", "--password-stdin", *options, stdout=out)
    return out.getvalue()


def test_steward_is_made_and_can_sign_in_at_once(monkeypatch, as_):
    said = make(monkeypatch, "--email", "Ada@Example.org", "--name", "Ada Lovelace")

    account = Account.objects.get(email="ada@example.org")
    assert said == "Ada Lovelace (@ada-lovelace) is a steward of the organisation.\n"
    assert (account.is_staff, account.approved_at is not None) == (True, True)
    answer = as_(None).post(
        "/accounts/login/", {"login": "ada@example.org", "password": "three blue otters"}
    )
    assert answer.headers["Location"] == "/"


def test_what_is_not_given_is_asked_for(monkeypatch):
    make(monkeypatch, answers=["ada@example.org", "Ada"])

    assert Account.objects.get().actor.name == "Ada"


@pytest.mark.parametrize(
    ("options", "password", "sentence"),
    [
        (["--email", "ada", "--name", "A B"], "three blue otters", "Enter a valid email address."),
        (["--email", "a@b.org", "--name", " "], "three blue otters", "Nothing is written here"),
        (["--email", "a@b.org", "--name", "A B"], "short", "This password is too short."),
        (["--email", "a@b.org", "--name", "Ada Long"], "adalongadalong", "close to a name"),
        (
            ["--email", "ben@example.org", "--name", "Ben"],
            "three blue otters",
            "An account with this address exists already.",
        ),
        (
            ["--email", "a@b.org", "--name", "A", "--handle", "ben"],
            "three blue otters",
            "Somebody has this handle already.",
        ),
        (
            ["--email", "a@b.org", "--name", "A", "--handle", "admin"],
            "three blue otters",
            "is kept",
        ),
    ],
)
def test_what_does_not_fit_makes_nothing(monkeypatch, ben, options, password, sentence):
    with pytest.raises(CommandError, match=sentence):
        make(monkeypatch, *options, password=password)

    assert Account.objects.count() == 1


def test_nobody_at_the_keyboard_is_told_what_to_do(monkeypatch):
    def nobody(_question):
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)

    with pytest.raises(CommandError, match="Give the options instead"):
        call_command("createsteward")


@pytest.mark.parametrize(
    ("typed", "sentence"), [(["a", "b"], "The two passwords differ"), ([], "Give the options")]
)
def test_password_is_typed_twice(monkeypatch, typed, sentence):
    keys = iter(typed)

    def unseen(_question):
        try:
            return next(keys)
        except StopIteration as error:
            raise EOFError from error

    monkeypatch.setattr("groundswell.people.management.commands.createsteward.getpass", unseen)

    with pytest.raises(CommandError, match=sentence):
        call_command("createsteward", "--email", "a@b.org", "--name", "A B")
