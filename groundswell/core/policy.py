"""What one page may do beyond the content policy of all others."""

from django.http import HttpResponse


def plays_from(response: HttpResponse, origin: str) -> None:
    """Lets this page play sound and pictures of another site, which the reader has to begin.
    `origin` is written into a header: the caller has seen that it is a scheme and a host."""
    vars(response)["_csp_update"] = {"media-src": [origin]}
