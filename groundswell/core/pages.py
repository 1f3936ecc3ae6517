"""One way to answer with a page, or with the one region of it that htmx asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy
from jinja2_fragments import render_block


def render(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    region: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, or its block `region_<region>` when htmx asks and a region is named."""
    engine: Any = engines["jinja2"]
    values: dict[str, Any] = {
        "request": request,
        "csrf_input": csrf_input_lazy(request),
        "csrf_token": csrf_token_lazy(request),
    }
    for processor in engine.template_context_processors:
        values.update(processor(request))
    values.update(context or {})
    if region and getattr(request, "htmx", False):
        html = render_block(engine.env, template, f"region_{region}", **values)
    else:
        html = engine.env.get_template(template).render(values)
    return HttpResponse(html, status=status)
