"""The stewards of the organisation: naming another one, and stepping down."""

import pytest

from groundswell.actors.models import Account, Organisation
from tests import factories

PASSWORD = "a rather long one 99!"
PAGE = "/organisation/stewards/"


@pytest.fixture
def olu(db):
    person = factories.person("olu", is_staff=True)
    person.account.set_password(PASSWORD)
    person.account.save(update_fields=["password"])
    return person


@pytest.fixture
def proven(as_, olu):
    """Olu's browser, a moment after the password was typed."""
    client = as_(olu)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def stewards():
    return sorted(Account.objects.filter(is_staff=True).values_list("actor__handle", flat=True))


def test_steward_names_another_and_steps_down(proven, ben):
    named = proven.post(PAGE, {"handle": "@Ben"})
    both = stewards()
    left = proven.post(f"{PAGE}step-down/")

    assert (named.status_code, named.headers["Location"]) == (303, PAGE)
    assert (both, left.status_code, stewards()) == (["ben", "olu"], 303, ["ben"])
    assert proven.get(PAGE).status_code == 404


def test_last_steward_cannot_step_down(proven):
    answer = proven.post(f"{PAGE}step-down/")

    assert (answer.status_code, stewards()) == (403, ["olu"])
    assert "Name another one first, on the page Organisation." in answer.text


@pytest.mark.parametrize(
    ("handle", "sentence"),
    [
        ("nobody", "Nobody here is called @nobody."),
        ("olu", "Olu is a steward of the organisation already."),
        ("new", "New has no account that is in use here."),
        ("gone\0", "cannot be stored"),
    ],
)
def test_who_cannot_be_named_is_said(proven, handle, sentence):
    waiting = factories.person("new")
    Account.objects.filter(actor=waiting).update(approved_at=None)

    answer = proven.post(PAGE, {"handle": handle})

    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert stewards() == ["olu"]


def test_all_of_it_asks_for_a_fresh_proof(as_, olu, ben):
    client = as_(olu)
    answers = [
        client.get(PAGE),
        client.post(PAGE, {"handle": "ben"}),
        client.post(f"{PAGE}step-down/"),
    ]

    where = {answer.headers["Location"].partition("?")[0] for answer in answers}
    assert (where, stewards()) == ({"/accounts/reauthenticate/"}, ["olu"])


def test_page_is_for_stewards_alone(as_, ada, proven):
    assert as_(ada).get(PAGE).status_code == 404
    assert as_(ada).post(PAGE, {"handle": "ada"}).status_code == 404
    assert as_(ada).post(f"{PAGE}step-down/").status_code == 404
    assert "@olu" in proven.get(PAGE).text


def organisation_form(**changes):
    return {
        "name": "Groundswell",
        "sign_up": "open",
        "space_opening": "members",
        "public_spaces_allowed": "on",
        "licence": "CC-BY-SA-4.0",
        **changes,
    }


def test_organisation_chooses_the_signs_to_react_with(as_, olu, ben):
    answer = as_(olu).post("/organisation/", organisation_form(reactions="🌱 👏 🌱"))
    space = factories.space(ben, "hill")
    message = factories.topic(ben, space).messages.get()

    assert answer.status_code == 303
    assert Organisation.current().reactions == "🌱 👏"
    assert "🌱" in as_(ben).get(f"/m/{message.id}/reactions/").text


@pytest.mark.parametrize("signs", ["a b c d e f g h i j k", "x" * 17])
def test_signs_that_are_none_are_refused(as_, olu, signs):
    answer = as_(olu).post("/organisation/", organisation_form(reactions=signs))

    assert (answer.status_code, Organisation.current().reactions) == (422, "")
    assert "Choose at most ten single signs" in answer.text


def test_licence_of_the_organisation_is_what_its_spaces_begin_with(as_, olu, ben):
    as_(olu).post("/organisation/", organisation_form(licence="ALL-RIGHTS"))

    chosen = as_(ben).get("/spaces/new/").text.partition('name="licence"')[2].partition("</select>")

    assert '<option value="ALL-RIGHTS" selected>' in chosen[0]


def test_every_licence_of_the_organisation_can_be_a_spaces(as_, olu, ben):
    page = as_(olu).get("/organisation/").text
    ours = page.partition('name="licence"')[2].partition("</select>")[0]
    theirs = as_(ben).get("/spaces/new/").text.partition('name="licence"')[2]

    assert options(ours) == options(theirs.partition("</select>")[0])


def options(html):
    return [part.partition('"')[0] for part in html.split('<option value="')[1:]]


def test_stranger_who_only_looks_is_not_told_of_kept_words(client, db):
    page = client.get(PAGE, follow=True).content.decode()

    assert ("Sign in to open this page." in page, "Sign in to do this." in page) == (True, False)
