"""What one page may do beyond the content policy of all others."""

from django.http import HttpResponse


def plays_from(response: HttpResponse, origin: str) -> None:
    """Lets this page play sound and pictures of another site, which the reader has to begin.
    `origin` is written into a header: the caller has seen that it is a scheme and a host."""
    vars(response)["_csp_update"] = {"media-src": [origin]}


def stands_anywhere(response: HttpResponse) -> None:
    """Lets pages of other sites show this one in a frame. Only for what is the same for everybody
    and does nothing."""
    vars(response)["_csp_replace"] = {"frame-ancestors": ["*"]}
    vars(response)["xframe_options_exempt"] = True
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
