"""Argon2id at the strength OWASP recommends; Django's default would let sign-ins stop two cores."""

from threading import BoundedSemaphore

from django.contrib.auth.hashers import Argon2PasswordHasher

AT_ONCE = BoundedSemaphore(4)


class Argon2(Argon2PasswordHasher):
    """19 MiB, two passes, one lane: about 30 ms a password, and at most four at a time."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """Waits its turn: a crowd at the door must not take the memory from those inside."""
        with AT_ONCE:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Waits its turn, too."""
        with AT_ONCE:
            return super().verify(password, encoded)
