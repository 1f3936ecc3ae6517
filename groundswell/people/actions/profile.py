"""What a person shows of themself."""

from dataclasses import dataclass, field
from functools import partial
from secrets import token_hex

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groundswell.activity.log import action, record
from groundswell.actors.models import Account, Actor
from groundswell.core.errors import Invalid
from groundswell.core.images import Picture
from groundswell.core.text.clean import clean, one_line
from groundswell.core.text.render import render
from groundswell.people.activities import PROFILE_CHANGED
from groundswell.people.models import Profile, Skill

MOST_SKILLS = 20
FOLDER = "pictures"


@dataclass(frozen=True, kw_only=True)
class ProfileWords:
    """What the profile form asks for."""

    name: str
    pronouns: str = ""
    source: str = ""
    organisation: str = ""
    department: str = ""
    sector: str = ""
    skills: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    time_zone: str = ""


@action
def change_profile(*, actor: Actor, words: ProfileWords) -> Profile:
    """Replaces what the person says of themself."""
    actor.name = one_line(words.name, most=150, least=1, field="name")
    actor.save(update_fields=["name"])
    profile, _made = Profile.objects.get_or_create(actor=actor)
    profile.pronouns = one_line(words.pronouns, most=40, field="pronouns")
    profile.source = clean(words.source, most=2_000, field="source")
    profile.html = render(profile.source, namespace=f"profile-{actor.id}").html
    profile.organisation = one_line(words.organisation, most=150, field="organisation")
    profile.department = one_line(words.department, most=150, field="department")
    profile.sector = one_line(words.sector, most=80, field="sector")
    profile.languages = words.languages
    profile.time_zone = words.time_zone
    profile.save()
    if words.time_zone:  # somebody is in one zone: pages and mail keep to the one that is shown
        Account.objects.filter(actor=actor).update(time_zone=words.time_zone)
    _set_skills(actor, words.skills)
    record(PROFILE_CHANGED, actor=actor, target_actor_id=actor.id)
    return profile


def _set_skills(actor: Actor, names: list[str]) -> None:
    wanted: dict[str, str] = {}
    for name in names:
        tidy = one_line(name, most=60, field="skills")
        if tidy:
            wanted.setdefault(tidy.casefold()[:60], tidy)
    if len(wanted) > MOST_SKILLS:
        sentence = ngettext(
            "At most %(most)d skill fits.", "At most %(most)d skills fit.", MOST_SKILLS
        )
        raise Invalid(sentence % {"most": MOST_SKILLS}, "skills")
    Skill.objects.filter(actor=actor).exclude(key__in=wanted).delete()
    for key, name in wanted.items():
        Skill.objects.update_or_create(actor=actor, key=key, defaults={"name": name})


@action
def change_picture(*, actor: Actor, picture: Picture) -> Actor:
    """Shows this picture, which `core.images` has made afresh, beside the person's words."""
    path = f"{FOLDER}/{token_hex(16)}.{picture.extension}"
    saved = default_storage.save(path, ContentFile(picture.data))
    _replace_picture(actor, saved)
    record(PROFILE_CHANGED, actor=actor, target_actor_id=actor.id, data={"picture": True})
    return actor


@action
def remove_picture(*, actor: Actor) -> Actor:
    """Shows the person's initials again."""
    if not actor.picture:
        raise Invalid(_("There is no picture to remove."))
    _replace_picture(actor, "")
    record(PROFILE_CHANGED, actor=actor, target_actor_id=actor.id, data={"picture": False})
    return actor


def _replace_picture(actor: Actor, path: str) -> None:
    earlier, actor.picture = actor.picture, path
    actor.save(update_fields=["picture"])
    if earlier.startswith(f"{FOLDER}/"):
        transaction.on_commit(partial(default_storage.delete, earlier))
