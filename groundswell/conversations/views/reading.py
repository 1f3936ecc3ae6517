"""What one does by reading: how far one came, and how one likes to read."""

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.actions import choose_reading, mark_read
from groundswell.conversations.views.topic import visible_topic


@require_http_methods(["GET", "POST"])
def topic_read(request: Request, topic_id: int) -> HttpResponse:
    """The viewer has seen the messages after `after`, up to `number`; or says so of all.

    A page with scripts posts what was really on the screen. One without asks by GET, as if for a
    picture, when it is opened; cookies do not come along when another site's page does that.
    """
    if request.viewer is None:
        return HttpResponse(status=204)
    topic = visible_topic(request, topic_id)
    if "all" in request.POST:
        mark_read(actor=request.viewer, topic=topic, number=topic.last_number)
        return HttpResponseRedirect(topic.get_absolute_url(), status=303)
    said = request.POST or request.GET
    number, after = (said.get(name, "") or "0" for name in ("number", "after"))
    if _is_number(number) and _is_number(after) and int(after) < int(number):
        mark_read(actor=request.viewer, topic=topic, number=int(number), after=int(after))
    return HttpResponse(status=204)


def _is_number(asked: str) -> bool:
    return asked.isdecimal() and asked.isascii() and len(asked) < 10


@require_POST
def reading_choose(request: Request) -> HttpResponse:
    """Sets whether topics are nested, and returns to the page."""
    choose_reading(actor=signed_in(request), nested=request.POST.get("as") == "nested")
    back = request.POST.get("back", "")
    inside = back.startswith("/t/") and "\\" not in back
    return HttpResponseRedirect(back if inside else "/", status=303)
