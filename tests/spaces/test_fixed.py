"""What the organisation fixes holds for spaces that are there already."""

from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending
from groundswell.actors.models import Organisation
from groundswell.people.actions import change_organisation
from groundswell.spaces.models import Space
from tests import factories

IMMEDIATE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def test_fixed_licence_holds_for_existing_spaces_and_gives_theirs_back(as_, ada, meadow):
    Space.objects.update(licence="CC0-1.0")
    pages = ("/s/meadow/new/", "/s/meadow/policies/", "/s/meadow/settings/")

    def said(licence):
        return [licence in as_(ada).get(page).text for page in pages]

    assert said("CC0 1.0") == [True, True, True]

    organisation = Organisation(licence="CC-BY-4.0", licence_fixed=True, name="Alderford")
    organisation.save()
    meadow.refresh_from_db()

    assert meadow.licence_under(Organisation.current()) == "CC-BY-4.0"
    assert said("CC BY 4.0") == [True, True, True]
    assert said("CC0 1.0") == [False, False, False]
    assert "Fixed by Alderford" in as_(ada).get("/s/meadow/settings/").text
    assert "fixed by Alderford" in as_(ada).get("/s/meadow/policies/").text

    organisation.licence_fixed = False
    organisation.save()
    assert meadow.licence_under(Organisation.current()) == "CC0-1.0"


def test_public_spaces_become_members_own_where_none_is_allowed(as_, ada, ben, meadow, settings):
    settings.TASKS = IMMEDIATE
    olga = factories.person("olga", is_staff=True)
    orchard = factories.space(ada, "orchard", visibility="invitation")
    assert as_(None).get("/s/meadow/").status_code == 200

    change_organisation(actor=olga, fixed={"public_spaces_allowed": False})
    project_pending()

    assert [Space.objects.get(id=one.id).visibility for one in (meadow, orchard)] == [
        "members",
        "invitation",
    ]
    assert [as_(who).get("/s/meadow/").status_code for who in (None, ben)] == [404, 200]
    changed = Activity.objects.get(kind="spaces.space_changed")
    assert (changed.actor, changed.data) == (olga, {"changed": ["visibility"]})


def test_other_changes_of_the_organisation_leave_spaces_alone(ada, meadow, settings):
    settings.TASKS = IMMEDIATE
    olga = factories.person("olga", is_staff=True)

    change_organisation(actor=olga, fixed={"name": "Alderford"})
    project_pending()

    assert Space.objects.get().visibility == "public"
    assert not Activity.objects.filter(kind="spaces.space_changed").exists()
