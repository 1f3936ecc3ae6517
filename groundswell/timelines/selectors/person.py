"""A person's page, and finding people."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q
from django.utils.translation import get_language_info

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message
from groundswell.core.clock import now
from groundswell.core.pagination import Page, keyset
from groundswell.core.text.clean import one_line
from groundswell.people.models import Block, PersonFollow, Presence, Profile, Skill
from groundswell.spaces.models import Space
from groundswell.timelines.selectors.words import Entries, PassedOnPage, entries, reshares_by

TABS = ("", "topics", "replies", "reshares")
PEOPLE = 30
MOST_SPACES = 12


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How the viewer stands to the person: follows them, avoids them."""

    level: str = ""
    avoids: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    """Everything around what the person said."""

    person: Actor
    profile: Profile
    skills: list[Skill]
    presences: list[Presence]
    languages: list[str]
    their_time: datetime | None
    spaces: list[Space]
    standing: Standing
    claimed: bool


def person_page(person: Actor, viewer: Actor | None) -> PersonPage:
    """The head of the page: what the person shows of themself."""
    profile = Profile.objects.filter(actor=person).first() or Profile(actor=person)
    return PersonPage(
        person=person,
        profile=profile,
        skills=list(Skill.objects.filter(actor=person).order_by("name")),
        presences=list(Presence.objects.filter(actor=person).order_by("id")),
        languages=[_language(code) for code in profile.languages],
        their_time=_time_in(profile.time_zone),
        spaces=_spaces(person, viewer),
        standing=_standing(person, viewer),
        claimed=_claimed(person),
    )


def words_of(
    person: Actor,
    viewer: Actor | None,
    tab: str,
    *,
    after: str | None = None,
    before: str | None = None,
) -> Entries | PassedOnPage:
    """What the person said and passed on, as far as the viewer can see it."""
    if tab == "reshares":
        return reshares_by(person, viewer, after=after, before=before)
    said = Message.objects.visible_to(viewer).filter(author=person)
    if tab == "topics":
        said = said.filter(number=1)
    elif tab == "replies":
        said = said.filter(number__gt=1)
    return entries(said, after=after, before=before)


def _claimed(person: Actor) -> bool:
    """Somebody signs in as this person; an imported author waits for theirs."""
    return bool(person.host) or hasattr(person, "account")


def _standing(person: Actor, viewer: Actor | None) -> Standing:
    if viewer is None or viewer.id == person.id:
        return Standing()
    level = PersonFollow.objects.filter(actor=viewer, followed=person)
    avoided = Block.objects.by(viewer).filter(blocked=person)
    return Standing(
        level=level.values_list("level", flat=True).first() or "",
        avoids=avoided.values_list("kind", flat=True).first() or "",
    )


def _spaces(person: Actor, viewer: Actor | None) -> list[Space]:
    """Spaces in common; for strangers and for oneself, those that the viewer can see."""
    theirs = Space.objects.visible_to(viewer).joined_by(person)
    if viewer is not None and viewer.id != person.id:
        theirs = theirs.joined_by(viewer)
    return list(theirs.select_related("actor").order_by("actor__name", "id")[:MOST_SPACES])


def _language(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def _time_in(zone: str) -> datetime | None:
    try:
        return now().astimezone(ZoneInfo(zone)) if zone else None
    except (ValueError, OSError, KeyError):
        return None


def people_page(typed: str, *, after: str | None = None, before: str | None = None) -> Page[Actor]:
    """People with an account whose name, skill or affiliation has every word, by name."""
    people = Actor.objects.people().local().known_to(None).filter(account__is_active=True)
    for word in one_line(typed, most=100, field="q").split()[:6]:
        people = people.filter(
            Q(name__icontains=word)
            | Q(handle__icontains=word)
            | Q(id__in=Skill.objects.filter(name__icontains=word).values("actor_id"))
            | Q(profile__organisation__icontains=word)
            | Q(profile__department__icontains=word)
            | Q(profile__sector__icontains=word)
        )
    rows = people.select_related("profile").prefetch_related(
        Prefetch("skills", Skill.objects.order_by("name"))
    )
    return keyset(rows, ("name", "id"), after=after, before=before, limit=PEOPLE)
