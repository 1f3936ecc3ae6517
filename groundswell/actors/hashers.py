"""Argon2id at the strength OWASP recommends; Django's default would let sign-ins stop two cores."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """19 MiB, two passes, one lane: about 30 ms a password."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
