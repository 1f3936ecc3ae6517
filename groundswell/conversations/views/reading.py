"""What one does by reading: how far one came, and how one likes to read."""

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.actions import choose_reading, mark_read
from groundswell.conversations.views.topic import visible_topic


@require_http_methods(["GET", "POST"])
def topic_read(request: Request, topic_id: int) -> HttpResponse:
    """The viewer has seen the messages up to `number`.

    A page with scripts posts what was really on the screen. One without asks by GET, as if for a
    picture, when it is opened; cookies do not come along when another site's page does that.
    """
    asked = (request.POST or request.GET).get("number", "")
    if request.viewer is not None and asked.isdecimal() and len(asked) < 10:
        topic = visible_topic(request, topic_id)
        mark_read(actor=request.viewer, topic=topic, number=int(asked))
    return HttpResponse(status=204)


@require_POST
def reading_choose(request: Request) -> HttpResponse:
    """Sets whether topics are nested, and returns to the page."""
    choose_reading(actor=signed_in(request), nested=request.POST.get("as") == "nested")
    back = request.POST.get("back", "")
    inside = back.startswith("/t/") and "\\" not in back
    return HttpResponseRedirect(back if inside else "/", status=303)
