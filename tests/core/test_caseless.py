"""A name is found however it is written, in every script, on both databases."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from groundswell.actors.models import Actor
from groundswell.core.prepared import Prepared
from tests import factories


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Ärger im Café", "ärger"),
        ("Ärger im Café", "CAFÉ"),
        ("Ольга Ивановна", "ольга"),
        ("Ада Лавлейс", "ЛАВ"),
        ("Ελένη", "ελένη"),
        ("Ada 100%", "100%"),
        ("Zoë_x", "ZOË_"),
    ],
)
def test_name_is_found_in_any_case(db, name, asked):
    factories.person("one", name=name)
    factories.person("two", name="Somebody else")

    found = Actor.objects.filter(name__icontains=asked).values_list("handle", flat=True)

    assert list(found) == ["one"]


@pytest.mark.parametrize("asked", ["ada", "lace", "ärger"])
def test_query_that_is_put_together_once_finds_the_same(db, asked):
    """Its blank is no plain ASCII. What fills it is in small letters already."""
    factories.person("plain", name="Ada Lovelace")
    factories.person("other", name="Ärger mit Ada")
    find = Prepared(
        lambda word: Actor.objects.filter(name__icontains=word).order_by("id").values_list("handle")
    )

    found = find(word=asked)

    plainly = Actor.objects.filter(name__icontains=asked).order_by("id")
    assert found == [(one.handle,) for one in plainly] != []


def test_beginning_is_a_beginning_in_any_case(db):
    factories.person("one", name="Ärger")
    factories.person("two", name="Kein Ärger")

    found = Actor.objects.filter(name__istartswith="äR").values_list("handle", flat=True)

    assert list(found) == ["one"]


def test_people_and_spaces_are_found_by_their_pages(as_, ada, ben):
    factories.person("oe", name="Özlem")
    factories.space(ada, "ufer", name="Übers Ufer")
    client = as_(ben)

    people = LexborHTMLParser(client.get("/people/?q=özlem").text)
    spaces = LexborHTMLParser(client.get("/spaces/?q=übers").text)

    searched = LexborHTMLParser(client.get('/search/?q="özlem"').text)

    assert "@oe" in people.text()
    assert [node.text().strip() for node in searched.css(".name-hits span[dir]")] == ["Özlem"]
    assert [node.text().strip() for node in spaces.css(".space-row h2")] == ["Übers Ufer"]
