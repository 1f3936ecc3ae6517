"""A tag's page, the overview of tags, and following one."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from groundswell.actors.requests import Request
from groundswell.core.errors import Invalid
from groundswell.core.pages import render, shared
from groundswell.people.models import Level
from groundswell.timelines.selectors.tag import tag_page, tags_followed, tags_in_use


@require_safe
def tag_list(request: Request) -> HttpResponse:
    """The tags of late, and those one follows."""
    context = {"tags": tags_in_use(request.viewer), "followed": tags_followed(request.viewer)}
    return shared(render(request, "timelines/tag_list.html", context), request)


@require_safe
def tag_show(request: Request, tag: str) -> HttpResponse:
    """What was said with a tag. One that the viewer sees nothing of is missing."""
    try:
        page = tag_page(
            tag,
            request.viewer,
            after=request.GET.get("after"),
            before=request.GET.get("before"),
        )
    except Invalid as error:
        raise Http404 from error
    if page is None:
        raise Http404
    if page.tag != tag:
        return HttpResponseRedirect(reverse("tag", args=[page.tag]))
    context = {"page": page, "levels": Level.choices}
    return shared(render(request, "timelines/tag_show.html", context, region="words"), request)
