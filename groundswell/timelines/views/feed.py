"""Feeds, in Atom and as JSON Feed: answered with 304 before anything is written."""

from calendar import timegm

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from groundswell.actors.models import Organisation
from groundswell.actors.requests import Request
from groundswell.challenges.models import Challenge, Stage
from groundswell.conversations.models import Topic
from groundswell.core.errors import Invalid
from groundswell.core.ids import id_in
from groundswell.core.pages import shared
from groundswell.spaces.models import Space
from groundswell.timelines.rules import as_atom, as_json
from groundswell.timelines.selectors.feed import (
    ITEMS,
    MOST_ITEMS,
    FeedPage,
    Source,
    ideas_source,
    person_source,
    site_source,
    space_source,
    tag_source,
    topic_source,
)
from groundswell.timelines.selectors.tag import tag_page
from groundswell.timelines.views._person import person_at

WRITERS = {
    "atom": (as_atom, "application/atom+xml; charset=utf-8"),
    "json": (as_json, "application/feed+json; charset=utf-8"),
}
SECONDS_KEPT = 60


@require_safe
def site_feed(request: Request, form: str) -> HttpResponse:
    """The topics of every public space."""
    organisation = Organisation.current()
    return answer_feed(request, form, site_source(organisation.name, organisation.purpose))


@require_safe
def space_feed(request: Request, handle: str, form: str) -> HttpResponse:
    """The topics of a public space."""
    return answer_feed(request, form, space_source(_space(handle), everything=False))


@require_safe
def space_messages_feed(request: Request, handle: str, form: str) -> HttpResponse:
    """Everything said in a public space."""
    return answer_feed(request, form, space_source(_space(handle), everything=True))


@require_safe
def topic_feed(request: Request, topic_id: int, form: str) -> HttpResponse:
    """Everything said in a public topic."""
    topics = Topic.objects.visible_to(None).select_related("space__actor")
    return answer_feed(request, form, topic_source(get_object_or_404(topics, id=topic_id)))


@require_safe
def ideas_feed(request: Request, topic_id: int, form: str) -> HttpResponse:
    """The ideas of a public challenge, or of one of its stages."""
    challenges = Challenge.objects.visible_to(None).select_related("topic__space__actor")
    challenge = get_object_or_404(challenges, topic_id=topic_id)
    asked = request.GET.get("stage", "")
    stages = Stage.objects.filter(challenge=challenge)
    stage = get_object_or_404(stages, id=id_in(asked)) if asked else None
    query = f"stage={stage.id}" if stage else ""
    return answer_feed(request, form, ideas_source(challenge, stage), query=query)


@require_safe
def person_feed(request: Request, address: str, form: str) -> HttpResponse:
    """What a person said in public."""
    person = person_at(address, None)
    if person.left_at is not None:
        raise Http404
    return answer_feed(request, form, person_source(person))


@require_safe
def tag_feed(request: Request, tag: str, form: str) -> HttpResponse:
    """What was said in public with a tag."""
    page = tag_page(tag, None)
    if page is None:
        raise Http404
    return answer_feed(request, form, tag_source(page.tag))


def _space(handle: str) -> Space:
    """A public space. Any other is missing, to its members too: readers of feeds do not sign in."""
    spaces = Space.objects.visible_to(None).select_related("actor")
    return get_object_or_404(spaces, actor__handle=handle.lower())


def answer_feed(request: Request, form: str, source: Source, *, query: str = "") -> HttpResponse:
    """The feed, or 304 by what identifies it: its text is not read for that.

    `query` is what of the address says what the feed is of.
    """
    page = FeedPage(
        source=source,
        address=f"{request.path}?{query}" if query else request.path,
        count=_count(request),
        after=request.GET.get("after"),
    )
    try:
        etag, modified = page.etag, timegm(page.updated_at.utctimetuple())
    except Invalid as error:
        raise Http404 from error
    answer = get_conditional_response(request, etag=etag, last_modified=modified)
    if answer is None:
        write, content_type = WRITERS[form]
        answer = HttpResponse(write(page.feed()), content_type=content_type)
    answer.headers["ETag"] = etag
    answer.headers["Last-Modified"] = http_date(modified)
    answer.headers["Cache-Control"] = f"public, max-age={SECONDS_KEPT}"
    # What everybody may read, pages elsewhere may show.
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return shared(answer, request)


def _count(request: Request) -> int:
    asked = request.GET.get("count", "")
    count = int(asked) if asked.isdecimal() and len(asked) < 6 else ITEMS
    return min(max(count, 1), MOST_ITEMS)
