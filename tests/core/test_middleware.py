"""A database that is away is a pause, not an error."""

import pytest
from django.core.signals import got_request_exception
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from groundswell.core.middleware import DatabaseDown


def fine(request: HttpRequest) -> HttpResponse:
    return HttpResponse("fine")


@pytest.mark.django_db
def test_view_that_cannot_reach_the_database_says_come_back() -> None:
    request = RequestFactory().get("/")

    response = DatabaseDown(fine).process_exception(request, OperationalError("gone"))

    assert response is not None
    assert (response.status_code, response["Retry-After"]) == (503, "5")


@pytest.mark.django_db
def test_middleware_that_cannot_reach_the_database_says_come_back() -> None:
    def broken(request: HttpRequest) -> HttpResponse:
        # What Django does around each middleware.
        try:
            raise OperationalError("gone")  # noqa: TRY301
        except OperationalError:
            got_request_exception.send(sender=None, request=request)
            return HttpResponse(status=500)

    assert DatabaseDown(broken)(RequestFactory().get("/")).status_code == 503


@pytest.mark.parametrize("error", [IntegrityError("no"), OperationalError("no such table: x")])
def test_other_errors_stay_errors(error: Exception) -> None:
    request = RequestFactory().get("/")

    assert DatabaseDown(fine).process_exception(request, error) is None
    assert DatabaseDown(fine)(request).status_code == 200
