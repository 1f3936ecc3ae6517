"""The people and spaces of the demonstration, as rows. Called by its loader only.

A demonstration may make accounts without mail and set dates in the past; nothing else may.
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from groundswell.activity.models import Activity, Outbox
from groundswell.actors.models import Account, Actor
from groundswell.conversations.activities import REACTED
from groundswell.conversations.models import Hashtag, Message, Reaction, TagFollow
from groundswell.core.ids import new_id
from groundswell.core.text.hashtags import normal_hashtag
from groundswell.core.text.render import render
from groundswell.decisions.models import (
    Ballot,
    Decision,
    Objection,
    Result,
    RollEntry,
    Stance,
)
from groundswell.exchange.importers.demo import nouns
from groundswell.notifications.models import Notification
from groundswell.people.models import AlertPreference, Level, PersonFollow, Presence, Profile, Skill
from groundswell.spaces.models import Acceptance, Guideline, Membership, Space, SpaceFollow


def write_person(
    person: nouns.Person, *, email: str, password: str | None, joined: datetime
) -> Actor:
    """One person with a confirmed account; without a password nobody can sign in as them."""
    actor = Actor(id=new_id(joined), handle=person.handle, name=person.name, created_at=joined)
    actor.save(force_insert=True)
    account = Account(
        actor=actor,
        email=email,
        is_staff=person.role == "steward",
        date_joined=joined,
        password=make_password(password),
        time_zone=person.time_zone,
    )
    account.save(force_insert=True)
    EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    about = person.affiliation
    profile = {
        "pronouns": person.pronouns,
        "source": person.bio,
        "html": render(person.bio, namespace=actor.id).html,
        "organisation": about.organisation if about else "",
        "department": about.department if about else "",
        "sector": about.sector if about else "",
        "languages": list(person.languages),
        "time_zone": person.time_zone,
    }
    Profile.objects.update_or_create(actor=actor, defaults=profile)
    AlertPreference.objects.get_or_create(
        actor=actor, defaults={"mail": AlertPreference.Mail.NEVER}
    )
    return actor


def write_skills(person: Actor, names: tuple[str, ...]) -> None:
    """What the person can help with."""
    Skill.objects.bulk_create(
        [Skill(actor=person, name=name, key=normal_hashtag(name)[:60]) for name in names],
        ignore_conflicts=True,
    )


def write_presences(person: Actor, links: list[tuple[str, str]]) -> None:
    """The person's pages elsewhere; none of them is real, so none is verified."""
    Presence.objects.bulk_create(
        [Presence(actor=person, label=label, url=url) for label, url in links]
    )


def settle_space(space: Space, *, parent: Space | None, told: nouns.Space) -> None:
    """What the space sets itself, once everybody is in."""
    space.parent = parent
    space.joining = told.join_policy
    space.visibility = told.visibility
    space.licence = told.licence
    space.save(update_fields=["parent", "joining", "visibility", "licence"])


def write_guidelines(space: Space, text: str, *, by: Actor, at: datetime) -> None:
    """The first guidelines, which every member has accepted."""
    guideline = Guideline(
        id=new_id(at),
        space=space,
        number=1,
        source=text,
        html=render(text, namespace=space.id).html,
        by=by,
        created_at=at,
    )
    guideline.save(force_insert=True)
    members = Membership.objects.filter(space=space)
    Acceptance.objects.bulk_create(
        [Acceptance(guideline=guideline, actor_id=m.actor_id, at=m.since) for m in members]
    )


def set_reactions(space: Space, signs: tuple[str, ...]) -> None:
    """The signs with which people react there."""
    space.reactions = " ".join(signs)
    space.save(update_fields=["reactions"])


def settle_member(space: Space, person: Actor, *, since: datetime, steward: bool) -> None:
    """Since when the person belongs, and whether they look after the space."""
    role = Membership.Role.STEWARD if steward else Membership.Role.MEMBER
    Membership.objects.filter(space=space, actor=person).update(since=since, role=role)


def write_person_follow(person: Actor, followed: Actor, level: str) -> None:
    """One person follows another."""
    PersonFollow.objects.get_or_create(
        actor=person, followed=followed, defaults={"level": Level(level)}
    )


def write_space_follow(person: Actor, space: Space, level: str) -> None:
    """A person follows a space."""
    SpaceFollow.objects.update_or_create(
        actor=person, space=space, defaults={"level": Level(level)}
    )


def write_tag_follow(person: Actor, tag: str, level: str) -> None:
    """A person follows a tag that somebody has written."""
    key = normal_hashtag(tag)
    Hashtag.objects.get_or_create(key=key, defaults={"name": tag})
    TagFollow.objects.update_or_create(actor=person, tag_id=key, defaults={"level": Level(level)})


def write_reactions(given: list[tuple[Message, Actor, str, datetime]]) -> None:
    """Reactions to messages, each with its activity. They are old news: nobody is alerted."""
    Reaction.objects.bulk_create(
        [
            Reaction(id=new_id(at), message=message, actor=person, sign=sign, at=at)
            for message, person, sign, at in given
        ],
        batch_size=500,
    )
    Activity.objects.bulk_create(
        [
            Activity(
                id=new_id(at),
                kind=REACTED.name,
                actor=person,
                space_id=message.topic.space_id,
                topic_id=message.topic_id,
                message_id=message.id,
                target_actor_id=message.author_id,
                published_at=at,
                data={"sign": sign},
            )
            for message, person, sign, at in given
        ],
        batch_size=500,
    )


def date_opening(decision: Decision, at: datetime) -> None:
    """People could vote since then."""
    Decision.objects.filter(topic=decision.topic_id).update(opened_at=at)
    RollEntry.objects.filter(decision=decision).update(added_at=at)


def date_closing(decision: Decision, at: datetime) -> None:
    """Voting ended then, and the count was published."""
    Decision.objects.filter(topic=decision.topic_id).update(closed_at=at)
    Result.objects.filter(decision=decision).update(at=at)


def date_ballot(decision: Decision, person: Actor, at: datetime) -> None:
    """The person voted then, and objected if they did."""
    Ballot.objects.filter(decision=decision, entry__actor=person).update(cast_at=at)
    Objection.objects.filter(decision=decision, by=person).update(at=at, changed_at=at)


def date_answer(objection: Objection, at: datetime) -> None:
    """Something came of the objection then."""
    Objection.objects.filter(id=objection.id).update(changed_at=at)
    ballots = Ballot.objects.filter(decision=objection.decision_id, entry__actor=objection.by_id)
    ballots.exclude(changed_at=None).update(changed_at=at)


def date_stances(decision: Decision, person: Actor, at: datetime) -> None:
    """The person answered statements then."""
    Stance.objects.filter(decision=decision, entry__actor=person).update(at=at)


def queue_by_time() -> None:
    """What happened is read in the order it happened in, not the order it was told in."""
    told = list(Outbox.objects.order_by("activity_id").values_list("activity_id", flat=True))
    Outbox.objects.all().delete()
    Outbox.objects.bulk_create([Outbox(activity_id=one) for one in told], batch_size=500)


def settle_alerts(*, before: datetime) -> None:
    """Alerts from before that moment have been looked at; none of them goes out by mail."""
    Notification.objects.filter(created_at__lt=before).update(read_at=before)
    Notification.objects.update(mailed_at=before, pushed_at=before)
