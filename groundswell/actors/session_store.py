"""Where sessions are kept: Django's own table, read by a query that is put together once."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from groundswell.core.clock import now
from groundswell.core.prepared import PreparedModels


def _with_key(key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key)


_WITH_KEY = PreparedModels(_with_key)


class SessionStore(DatabaseSessions):
    """Every request of somebody signed in begins here."""

    def _get_session_from_db(self) -> Any:
        rows = _WITH_KEY(key=self.session_key or "")
        if rows and rows[0].expire_date > now():
            return rows[0]
        self._session_key: str | None = None
        return None
