"""Finding the person of an address."""

from django.http import Http404

from groundswell.actors.models import Actor


def person_at(address: str, viewer: Actor | None) -> Actor:
    """The person `sam`, or `sam@elsewhere`, whether here, elsewhere or gone; 404 for nobody, and
    for an account that is not known to the viewer yet."""
    handle, _at, host = address.partition("@")
    people = Actor.objects.known_to(viewer).exclude(kind=Actor.Kind.GROUP).select_related("account")
    person = people.filter(handle__iexact=handle, host__iexact=host).first()
    if person is None:
        raise Http404
    return person
