"""Sets up a small community in the database of DATA_DIR and prints who is signed in with what.

Run as a program by the journeys that need the whole server, live streams and worker included.
"""

import json
from datetime import timedelta

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from groundswell.actors.models import Account, Actor  # noqa: E402
from groundswell.core.clock import now  # noqa: E402
from groundswell.live.actions import Typed, plan_prompts  # noqa: E402
from groundswell.spaces.models import Space  # noqa: E402
from tests import factories  # noqa: E402

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def session(person: Actor) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(person.account.pk)
    store[BACKEND_SESSION_KEY] = BACKEND
    store[HASH_SESSION_KEY] = person.account.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def evening(host: Actor, space: Space, name: str) -> list[str]:
    """A session that is to begin, which takes guests and reads what they ask: its id and code."""
    found = factories.session(host, space, title=f"{name} evening", guests=True, hashtag="River")
    if name == "chat":
        plan_prompts(actor=host, session=found, typed=Typed(lines="What did you try?\nWhat next?"))
    return [str(found.topic_id), str(found.code)]


def main() -> None:
    people = {name: factories.person(name) for name in ("ada", "ben", "cyn", "dan", "eve")}
    for person in people.values():
        person.account.set_password(factories.PASSWORD)
        person.account.save()
    Account.objects.update(date_joined=now() - timedelta(days=9))
    space = factories.space(people["ada"], "meadow", name="The Meadow")
    for name in ("ben", "cyn", "dan", "eve"):
        factories.member(people[name], space)
    topic = factories.topic(people["ada"], space, title="Why does the lane flood?")
    for number in range(2, 9):
        factories.reply(people["ada"], topic, text=f"Thought {number}. " + "The water rose. " * 30)
    sessions = {name: session(person) for name, person in people.items()}
    evenings = {name: evening(people["ada"], space, name) for name in ("river", "bridge", "chat")}
    said = {"topic": str(topic.id), "sessions": sessions, "evenings": evenings}
    print(json.dumps(said))  # noqa: T201 - the journeys read it


if __name__ == "__main__":
    main()
