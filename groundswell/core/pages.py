"""One way to answer with a page, or with the one region of it that htmx asked for."""

from typing import Any, Final, TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.template import engines
from jinja2_fragments import render_block

from groundswell.core.habits import drawing

FRAGMENT: Final = "groundswell_fragment"
_HIDDEN: Final = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
SHARED: Final = "Groundswell-Shared"
R = TypeVar("R", bound=HttpResponseBase)


def render(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    region: str | None = None,
    part: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page, or its block `region_<region>` when htmx asks and a region is named.

    `part`: the template is no page, and shows nothing of the layout.
    """
    engine: Any = engines["jinja2"]
    fragment = bool(region and getattr(request, "htmx", False))
    # The layout's own reads are left out where no layout is shown.
    setattr(request, FRAGMENT, fragment or part)
    values: dict[str, Any] = {
        "request": request,
        "csrf_input": _Token(request, _HIDDEN),
        "csrf_token": _Token(request, "{}"),
    }
    for processor in engine.template_context_processors:
        values.update(processor(request))
    values.update(context or {})
    with drawing():
        page = engine.env.get_template(template)
        if fragment:
            seen = _head(page, values)
            html = render_block(engine.env, template, f"region_{region}", **seen)
        else:
            html = page.render(values)
    return HttpResponse(html, status=status)


class _Token:
    """The token of the page's forms, asked for when the first form shows it: asking sets a cookie.

    Masking it anew for each form would tell nobody less, and costs as much as a row of a list.
    """

    def __init__(self, request: HttpRequest, around: str) -> None:
        self.request = request
        self.around = around

    def __html__(self) -> str:
        request: Any = self.request
        if not hasattr(request, "groundswell_token"):
            request.groundswell_token = get_token(request)
        return self.around.format(request.groundswell_token)

    __str__ = __html__


def shared(response: R, request: HttpRequest) -> R:
    """Lets strangers who ask for the same page within a second get the same bytes.

    Only for what depends on nothing but the address: nobody is signed in, no cookie was sent.
    """
    if getattr(request, "viewer", None) is None and not request.COOKIES:
        response.headers[SHARED] = "1"
    return response


def _head(page: Any, values: dict[str, Any]) -> dict[str, Any]:
    """What the page has imported and set when its first words come: its blocks read that too."""
    context = page.new_context(values)
    words = page.root_render_func(context)
    next(words, None)
    words.close()
    found: dict[str, Any] = context.get_all()
    return found
