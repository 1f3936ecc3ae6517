"""Following a topic or a tag: how much one wants to hear."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.actions import follow_tag, follow_topic
from groundswell.conversations.models import Hashtag
from groundswell.conversations.views.topic import standing_topic
from groundswell.core.limits import FOLLOW, demand, viewer_key
from groundswell.core.pages import render


@require_POST
def topic_follow(request: Request, topic_id: int) -> HttpResponse:
    """Sets how much the viewer hears of the topic."""
    person = signed_in(request)
    topic = standing_topic(request, topic_id)
    level = request.POST.get("level", "")
    demand(viewer_key(request), FOLLOW)
    follow_topic(actor=person, topic=topic, level=level)
    if request.htmx:
        context = {"action": request.path, "level": level, "what": "topic", "name": topic.title}
        return render(request, "conversations/follow.html", context, region="follow")
    return HttpResponseRedirect(topic.get_absolute_url(), status=303)


@require_POST
def tag_follow(request: Request, tag: str) -> HttpResponse:
    """Sets how much the viewer hears of a tag."""
    person = signed_in(request)
    found = get_object_or_404(Hashtag.objects.seen_by(person).called(tag))
    level = request.POST.get("level", "")
    demand(viewer_key(request), FOLLOW)
    follow_tag(actor=person, tag=found, level=level)
    if request.htmx:
        context = {"action": request.path, "level": level, "what": "tag", "name": found.name}
        return render(request, "conversations/follow.html", context, region="follow")
    return HttpResponseRedirect(f"/tags/{found.key}/", status=303)
