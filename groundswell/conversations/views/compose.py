"""Opening a topic, and what helps while one writes."""

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.actions import open_topic, save_draft
from groundswell.conversations.forms import TopicForm
from groundswell.conversations.models import LONGEST_BODY, Topic
from groundswell.conversations.selectors import drafts_of, like_it, offers, preview_html
from groundswell.conversations.views._writing import begun, writer, written
from groundswell.core.ids import id_in
from groundswell.core.limits import PREVIEW, demand
from groundswell.core.pages import render
from groundswell.core.text.clean import clean
from groundswell.spaces.models import Space
from groundswell.spaces.rules import is_steward, require_may_start
from groundswell.spaces.views.accepting import take_acceptance


def visible_space(request: Request, handle: str) -> Space:
    """The space, or 404 for those who may not see it."""
    spaces = Space.objects.visible_to(request.viewer).select_related("actor")
    return get_object_or_404(spaces, actor__handle=handle.lower(), actor__host="")


@require_http_methods(["GET", "HEAD", "POST"])
def topic_create(request: Request, handle: str) -> HttpResponse:
    """Opens a topic in a space."""
    space = visible_space(request, handle)
    place = f"space-{space.id}"
    person = writer(request, place, back=request.path)
    guidelines = take_acceptance(request, person, space)
    announces = is_steward(person, space)
    if request.method == "POST":
        form = TopicForm(request.POST, request.FILES, announces=announces)
        topic = written(
            form,
            person,
            space,
            place=place,
            write=lambda values: open_topic(
                actor=person,
                space=space,
                kind=values["kind"],
                title=values["title"],
                text=values["text"],
            ),
        )
        if topic is not None:
            return HttpResponseRedirect(topic.get_absolute_url(), status=303)
    else:
        require_may_start(person, space)
        form = TopicForm(initial=begun(request, place), announces=announces)
    context = {"space": space, "form": form, "guidelines": guidelines}
    status = 422 if form.is_bound else 200
    return render(request, "conversations/topic_create.html", context, status=status)


@require_POST
def compose_preview(request: Request) -> HttpResponse:
    """The words as they will look, by the renderer that they will be stored with."""
    person = signed_in(request)
    demand(f"actor:{person.id}", PREVIEW)
    text = clean(request.POST.get("text", ""), most=2 * LONGEST_BODY)
    return HttpResponse(preview_html(text, person))


@require_safe
def compose_complete(request: Request) -> HttpResponse:
    """Ways to complete a name, a tag or an emoji; people of `topic` and `space` first."""
    person = signed_in(request)
    demand(f"complete:{person.id}", PREVIEW)
    asked = request.GET.get("space", "")
    near = Space.objects.visible_to(person).filter(actor__handle=asked).first() if asked else None
    number = id_in(request.GET.get("topic", ""))
    topic = Topic.objects.visible_to(person).filter(id=number).first() if number else None
    found = offers(request.GET.get("q", ""), person, space=near, topic=topic)
    rows = [{"label": offer.label, "insert": offer.insert} for offer in found]
    return JsonResponse(rows, safe=False)


@require_safe
def topic_similar(request: Request, handle: str) -> HttpResponse:
    """Topics that may already say what is being begun."""
    person = signed_in(request)
    visible_space(request, handle)
    context = {"topics": like_it(request.GET.get("title", ""), person)}
    return render(request, "conversations/_topics_like_it.html", context, part=True)


@require_http_methods(["GET", "HEAD", "POST"])
def draft_list(request: Request) -> HttpResponse:
    """What one has begun; a POST keeps what is being written, or discards it."""
    person = signed_in(request)
    if request.method != "POST":
        context = {"drafts": drafts_of(person)}
        return render(request, "conversations/draft_list.html", context)
    said = {name: request.POST.get(name, "") for name in ("text", "title", "nonce")}
    save_draft(actor=person, place=request.POST.get("key", ""), **said)
    if "discard" in request.POST:
        return HttpResponseRedirect(request.path, status=303)
    return HttpResponse(status=204)
