"""Plain makers of rows for tests: no surprises, every default visible here."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import count
from typing import Any

from django.db.models import F

from groundswell.actors.models import Account, Actor
from groundswell.challenges.actions import Asks, open_challenge, share_idea
from groundswell.challenges.models import Challenge, Idea
from groundswell.conversations.actions import open_topic, post_reply
from groundswell.conversations.models import Message, Topic
from groundswell.core.clock import now
from groundswell.decisions.actions import Listed, Rules, open_decision
from groundswell.decisions.models import Decision, Method
from groundswell.live.actions import Plan, announce_session
from groundswell.live.models import Session
from groundswell.spaces.actions import join_space, open_space
from groundswell.spaces.models import Membership, Space

PASSWORD = "correct horse battery"
_numbers = count(1)


def person(handle: str = "", **fields: Any) -> Actor:
    """A local person with a verified account."""
    handle = handle or f"person{next(_numbers)}"
    name = fields.pop("name", handle.capitalize())
    actor = Actor.objects.create(handle=handle, name=name)
    account = Account(actor=actor, email=f"{handle}@example.org", **fields)
    account.set_unusable_password()
    account.save()
    account.emailaddress_set.create(email=account.email, verified=True, primary=True)
    return actor


def grown_up(person: Actor) -> Actor:
    """The person, whose account is older than the first day with its tighter limits."""
    person.account.date_joined -= timedelta(days=30)
    person.account.save(update_fields=["date_joined"])
    return person


def space(steward: Actor, handle: str = "", **fields: Any) -> Space:
    """A public space that anyone may join, opened by `steward`."""
    handle = handle or f"space{next(_numbers)}"
    fields.setdefault("name", handle.capitalize())
    fields.setdefault("purpose", f"What {handle} is for")
    return open_space(actor=steward, handle=handle, **fields)


def member(person: Actor, space: Space) -> Membership:
    """The person joins the space."""
    if space.joining == Space.Joining.OPEN:
        return join_space(actor=person, space=space)
    Space.objects.filter(id=space.id).update(member_count=F("member_count") + 1)
    return Membership.objects.create(space=space, actor=person)


def topic(author: Actor, space: Space, **fields: Any) -> Topic:
    """A discussion."""
    fields.setdefault("kind", Topic.Kind.DISCUSSION)
    fields.setdefault("title", f"Topic {next(_numbers)}")
    fields.setdefault("text", "What do you think?")
    return open_topic(actor=author, space=space, **fields)


def challenge(author: Actor, space: Space, **fields: Any) -> Challenge:
    """A challenge that begins with the flow of an open problem."""
    fields.setdefault("title", f"Challenge {next(_numbers)}")
    fields.setdefault("asks", Asks(purpose="Fewer floods in the lower town"))
    fields.setdefault("text", "What we know so far.")
    fields.setdefault("template", "open_problem")
    return open_challenge(actor=author, space=space, **fields)


def idea(author: Actor, challenge: Challenge, **fields: Any) -> Idea:
    """An idea in the first stage."""
    fields.setdefault("title", f"Idea {next(_numbers)}")
    fields.setdefault("text", "Plant willows along the stream.")
    return share_idea(actor=author, challenge=challenge, **fields)


def session(author: Actor, space: Space, **fields: Any) -> Session:
    """A session that begins in two hours, hosted by who announces it."""
    told = {name: fields.pop(name) for name in ("title", "text") if name in fields}
    told = {"title": f"Session {next(_numbers)}", "text": "Bring a question."} | told
    plan = {"purpose": "Know what to do", "host": author, "starts_at": now() + timedelta(hours=2)}
    return announce_session(actor=author, space=space, plan=Plan(**{**plan, **fields}), **told)


def reply(author: Actor, topic: Topic, text: str = "I agree.", **fields: Any) -> Message:
    """A reply at the end of the topic."""
    return post_reply(actor=author, topic=topic, text=text, **fields)


def decision(
    author: Actor, space: Space, *, options: Iterable[str] = (), **fields: Any
) -> Decision:
    """An open decision; rules by their names, such as `method="irv"`."""
    told = {name: fields.pop(name) for name in ("title", "text", "begin") if name in fields}
    told = {"title": f"Decision {next(_numbers)}", "text": "What shall we do?", **told}
    fields.setdefault("method", Method.SENSE_CHECK)
    ideas = fields.pop("ideas", {})
    costs = iter(fields.pop("costs", ()))
    listed = tuple(
        Listed(text=text, topic=ideas.get(at), cost=next(costs, None))
        for at, text in enumerate(options, 1)
    )
    rules = Rules(**fields)
    return open_decision(actor=author, space=space, rules=rules, options=listed, **told)
