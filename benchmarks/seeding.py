"""The rows of `benchmarks.seed`; imported once Django is ready."""

import random
from datetime import datetime, timedelta
from importlib import import_module

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from groundswell.activity.models import Activity
from groundswell.actors.models import Account, Actor
from groundswell.conversations.models import Contribution, Message, Topic, TopicFollow
from groundswell.core.clock import now
from groundswell.core.ids import new_id
from groundswell.core.rows import insert_all, insert_objects
from groundswell.core.text.render import RENDERER_VERSION, render
from groundswell.people.models import Profile
from groundswell.search.models import Entry
from groundswell.search.rules import folded
from groundswell.spaces.models import Membership, Space

BATCH = 2_000
TOGETHER = 20_000
UNUSABLE = make_password(None)


@transaction.atomic
def fill(
    rng: random.Random,
    texts: list[str],
    numbers: dict[str, int],
    *,
    spaces: int,
    readers: int,
    day: timedelta,
) -> dict[str, object]:
    """Writes everything; gives session keys and the ids that the load asks for."""
    people = _people(numbers["people"], since=now() - 400 * day)
    places = _spaces(spaces, people)
    sizes = _sizes(rng, numbers)
    rendered = [(text, render(text, namespace=1).html, folded(text)) for text in texts]
    topics = _topics(rng, sizes, places, people, day)
    _messages(rng, topics, sizes, people, rendered)
    sessions = [_session(person) for person in people[:readers]]
    return {
        "sessions": sessions,
        "long": str(topics[0].id),
        "topics": [str(topic.id) for topic in topics[1:301]],
        "deep": sizes[0] * 9 // 10,
        "space": places[0].actor.handle,
    }


def _people(count: int, *, since: datetime) -> list[Actor]:
    people = [
        Actor(handle=f"person{n}", name=f"Person {n}", created_at=since) for n in range(count)
    ]
    Actor.objects.bulk_create(people, batch_size=BATCH)
    Account.objects.bulk_create(
        [
            Account(actor=p, email=f"{p.handle}@example.org", password=UNUSABLE, date_joined=since)
            for p in people
        ],
        batch_size=BATCH,
    )
    # Without a confirmed address the worker would take them for sign-ups that were never finished.
    EmailAddress.objects.bulk_create(
        [
            EmailAddress(user=p.account, email=p.account.email, verified=True, primary=True)
            for p in people
        ],
        batch_size=BATCH,
    )
    Profile.objects.bulk_create([Profile(actor=person) for person in people], batch_size=BATCH)
    return people


def _spaces(count: int, people: list[Actor]) -> list[Space]:
    groups = [Actor(kind="group", handle=f"space{n}", name=f"Space {n}") for n in range(count)]
    Actor.objects.bulk_create(groups)
    made = [Space(actor=group, purpose=f"What {group.name} is for") for group in groups]
    Space.objects.bulk_create(made)
    Membership.objects.bulk_create(
        [
            Membership(space=space, actor=person, role="steward" if number == at else "member")
            for at, space in enumerate(made)
            for number, person in enumerate(people)
            if number < 50 or number % count == at
        ],
        batch_size=BATCH,
    )
    return made


def _sizes(rng: random.Random, numbers: dict[str, int]) -> list[int]:
    """One topic of the longest size; the rest share the remaining messages, unevenly."""
    rest, count = numbers["messages"] - numbers["longest"], numbers["topics"] - 1
    cuts = [rng.paretovariate(1.2) for _ in range(count)]
    sizes = [max(1, int(rest * cut / sum(cuts))) for cut in cuts]
    sizes[0] += rest - sum(sizes)
    return [numbers["longest"], *sizes]


def _topics(
    rng: random.Random,
    sizes: list[int],
    places: list[Space],
    people: list[Actor],
    day: timedelta,
) -> list[Topic]:
    start = now() - 390 * day
    made = []
    for number, size in enumerate(sizes):
        at = start + number * day * 357 / len(sizes)
        author = people[rng.randrange(50)]
        made.append(
            Topic(
                id=new_id(at),
                space=places[number % len(places)],
                kind=rng.choice(["discussion", "discussion", "question", "article"]),
                title=f"Topic {number} of the benchmark, in so many words",
                author=author,
                published_at=at,
                last_number=size,
                last_message_at=at + size * timedelta(minutes=1),
            )
        )
    insert_objects(Topic, made)
    insert_objects(TopicFollow, [TopicFollow(topic=t, actor_id=t.author_id) for t in made])
    return made


def _messages(
    rng: random.Random,
    topics: list[Topic],
    sizes: list[int],
    people: list[Actor],
    rendered: list[tuple[str, str, str]],
) -> None:
    rows: list[Message] = []
    entries: list[tuple[int, str, str]] = []
    for topic, size in zip(topics, sizes, strict=True):
        for number in range(1, size + 1):
            text, html, words = rng.choice(rendered)
            at = topic.published_at + number * timedelta(minutes=1)
            row = Message(
                id=new_id(at),
                topic=topic,
                number=number,
                author_id=topic.author_id if number == 1 else rng.choice(people).id,
                kind="opening" if number == 1 else "reply",
                text=text,
                html=html,
                renderer=RENDERER_VERSION,
                published_at=at,
            )
            rows.append(row)
            title = folded(topic.title) if number == 1 else ""
            entries.append((row.id, title, words))
        if len(rows) >= TOGETHER:
            _write(rows, entries)
            rows, entries = [], []
    _write(rows, entries)


def _write(rows: list[Message], entries: list[tuple[int, str, str]]) -> None:
    insert_objects(Message, rows)
    insert_all(Entry, ("message_id", "title", "text"), entries)
    insert_objects(Activity, [_activity(row, row.topic) for row in rows])
    openings = [row for row in rows if row.number == 1]
    insert_objects(
        Contribution,
        [
            Contribution(topic=it.topic, actor_id=it.author_id, role="author", message=it)
            for it in openings
        ],
    )


def _activity(row: Message, topic: Topic) -> Activity:
    kind = "conversations.topic_opened" if row.number == 1 else "conversations.reply_posted"
    return Activity(
        id=row.id,
        kind=kind,
        actor_id=row.author_id,
        space_id=topic.space_id,
        topic_id=topic.id,
        message_id=row.id,
        published_at=row.published_at,
    )


def _session(person: Actor) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    account = person.account
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def analyse() -> None:
    """Tells the database what it holds, as a site of some age knows."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
