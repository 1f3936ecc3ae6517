"""Which passwords are too easy, and what hashing them costs."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError

SAM = SimpleNamespace(
    email="sam.lee@example.org", actor=SimpleNamespace(name="Samantha Lee", handle="sam-lee")
)


@pytest.mark.parametrize(
    "password",
    [
        "three blue otters",
        "samantha likes otters",
        "пароль из слов",
        "七匹の青いカワウソが川で",
        "a" * 6 + "bcdefghi",
        "x1y2z3w4v5u6",
        "correct horse battery",
        "three blue otters\0",
        "\ud800" + "three blue otters",
    ],
)
def test_phrases_of_ones_own_are_good(password):
    validate_password(password, SAM)


@pytest.mark.parametrize(
    "password",
    [
        "",
        "elevenchars",
        "a" * 129,
        "aaaaaaaaaaaa",
        "abababababab",
        "passwordpassword",
        "password1234!",
        "123456789012",
        "qwertyqwerty",
        "samantha-lee",
        "SamLeeSamLee",
        "sam.lee@example.org",
        "groundswell1",
        "000WEBHOST2009",
        "qazwsxedcrfv",
        "iloveyou12345",
        "1q2w3e4r5t6y",
        "Groundswell Samantha",
    ],
)
def test_what_others_would_try_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, SAM)


def test_every_rule_says_what_it_asks():
    assert all(password_validators_help_texts())


def test_hash_is_argon2id_at_the_strength_we_chose():
    hashed = make_password("three blue otters")

    assert hashed.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert check_password("three blue otters", hashed)
    assert not check_password("four blue otters", hashed)
