"""The rows of `benchmarks.ideas_list`; imported once Django is ready."""

import random
import re
from html import unescape

from django.conf import settings as site
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from groundswell.actors.models import Account, Actor
from groundswell.challenges.models import Challenge, Idea, Label, Labelling, Stage
from groundswell.challenges.presets import PRESETS
from groundswell.challenges.projections.wording import all_ideas, index_ideas
from groundswell.conversations.models import Message, Topic
from groundswell.core.clock import now
from groundswell.core.ids import new_id
from groundswell.core.rows import insert_objects
from groundswell.spaces.models import Membership, Space

SECTORS = ("Health", "Water", "Schools", "Housing", "Transport", "Energy", "Culture", "Food")
DISCIPLINES = ("Ecology", "Nursing", "Law", "Engineering", "Design", "Farming")
WORDS = "Roots drink half of every storm."
SAID = {"otters": 0.0005, "herons": 0.03, "storks": 0.5}
"""Words beside these, each with how often it is said."""
FIRST = "eels"
"""What only the first of all say."""
WEIGHTS = (80, 12, 4, 1, 1, 1, 1)
TOGETHER = 20_000
MORE = re.compile(r'rel="next" href="([^"]+)"|href="([^"]+)"\s+hx-get=')


@transaction.atomic
def _rows(count: int) -> dict[str, str]:
    rng = random.Random(7)
    people = [Actor(handle=f"person{at}", name=f"Person {at}") for at in range(2_000)]
    Actor.objects.bulk_create(people)
    steward = Account(actor=people[0], email="ada@example.org")
    steward.set_unusable_password()
    steward.save()
    group = Actor(kind="group", handle="meadow", name="The Meadow")
    group.save()
    space = Space(actor=group, purpose="Everything")
    space.save()
    Membership(space=space, actor=people[0], role="steward").save()
    topic = Topic(space=space, kind="challenge", title="Open problem", author=people[1])
    topic.last_number = 1
    topic.save()
    Message(topic=topic, number=1, author=people[1], kind="opening", text="x", html="x").save()
    challenge = Challenge(topic=topic, purpose="All of it", idea_count=count)
    challenge.save()
    stages = [
        Stage(
            challenge=challenge,
            position=at,
            name=str(step.name),
            kind=step.kind,
            opens=" ".join(step.opens),
        )
        for at, step in enumerate(PRESETS[0].steps)
    ]
    for stage in stages:
        stage.save()
    _ideas(rng, count, people, challenge, stages)
    filled = {"challenge": str(topic.id), "steward": str(people[0].id)}
    filled |= {"early": str(stages[0].id), "rare": str(stages[5].id)}
    label = Label.objects.filter(challenge=challenge).order_by("id")
    return filled | {"label": str(label[0].id), "rare_label": str(label[1].id)}


def _ideas(
    rng: random.Random,
    count: int,
    people: list[Actor],
    challenge: Challenge,
    stages: list[Stage],
) -> None:
    many, rare = (Label(challenge=challenge, key=name, name=name) for name in ("a", "b"))
    many.save()
    rare.save()
    for start in range(0, count, TOGETHER):
        topics = _topics(rng, range(start, min(start + TOGETHER, count)), people, challenge)
        ideas = [_idea(rng, topic, challenge, stages) for topic in topics]
        insert_objects(Idea, ideas)
        worn = [
            Labelling(label=many if rng.random() < 0.99 else rare, idea=idea, by=people[0])
            for idea in ideas
            if rng.random() < 0.5
        ]
        Labelling.objects.bulk_create(worn, batch_size=2_000)
    for stage in stages:
        here = Idea.objects.filter(stage=stage).count()
        Stage.objects.filter(id=stage.id).update(idea_count=here)


def _topics(
    rng: random.Random, numbers: range, people: list[Actor], challenge: Challenge
) -> list[Topic]:
    """Topics with their opening."""
    topics = [
        Topic(
            id=new_id(),
            space=challenge.topic.space,
            kind="idea",
            title=f"Idea {number}: plant willows along the stream",
            author=rng.choice(people),
            last_number=1,
            within=challenge.topic,
        )
        for number in numbers
    ]
    insert_objects(Topic, topics)
    openings = [
        Message(
            topic=topic,
            number=1,
            author_id=topic.author_id,
            kind="opening",
            text=_text(rng, number),
        )
        for number, topic in zip(numbers, topics, strict=True)
    ]
    insert_objects(Message, openings)
    return topics


def _text(rng: random.Random, number: int) -> str:
    said = [word for word, often in SAID.items() if rng.random() < often]
    return " ".join([WORDS, *said, *([FIRST] if number < TOGETHER // 4 else [])])


def _idea(rng: random.Random, topic: Topic, challenge: Challenge, stages: list[Stage]) -> Idea:
    return Idea(
        topic=topic,
        challenge=challenge,
        stage=rng.choices(stages, WEIGHTS)[0],
        support_count=int(rng.paretovariate(1.1)) - 1,
        sector=rng.choice(SECTORS) if rng.random() < 0.999 else "Rare",
        discipline=rng.choice(DISCIPLINES),
        triaged_at=now() if rng.random() < 0.3 else None,
    )


def fill(count: int) -> dict[str, str]:
    """Writes everything; the ids that the pages need."""
    # Static files are served as they lie: no manifest was made.
    site.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    call_command("migrate", verbosity=0)
    filled = _rows(count)
    for some in all_ideas():
        index_ideas(some)
    return filled


def browser(filled: dict[str, str]) -> Client:
    """A browser of the steward, or of nobody."""
    client = Client(SERVER_NAME="localhost")
    if filled:
        client.force_login(Actor.objects.get(id=filled["steward"]).account)
    return client


def pages(filled: dict[str, str], *, steward: bool) -> list[tuple[str, str]]:
    """What is asked for: a name and an address each."""
    own = f"/t/{filled['challenge']}/"
    early, rare = filled["early"], filled["rare"]
    found = [("the challenge", own), ("board", f"{own}board/")]
    for order, said in (("", "latest"), ("supported", "most supported"), ("draw", "by lot")):
        base = f"{own}ideas/?order={order}"
        found += [
            (said, base),
            (f"{said}, large stage", f"{base}&stage={early}"),
            (f"{said}, small stage", f"{base}&stage={rare}"),
            (f"{said}, sector", f"{base}&sector=Water"),
            (f"{said}, rare sector", f"{base}&sector=Rare"),
            (f"{said}, sector in a small stage", f"{base}&sector=Rare&stage={rare}"),
            (f"{said}, sector and discipline", f"{base}&sector=Water&discipline=Law"),
            (f"{said}, frequent label", f"{base}&label={filled['label']}"),
            (f"{said}, rare label", f"{base}&label={filled['rare_label']}"),
            (f"{said}, author", f"{base}&author=person7"),
            *((f"{said}, word “{word}”", f"{base}&words={word}") for word in (*SAID, FIRST)),
            (f"{said}, words in a rare sector", f"{base}&words=storks+storm&sector=Rare"),
        ]
    if steward:
        found += [("queue", f"{own}triage/"), ("moves", f"{own}moves/")]
    return found


def onward(client: Client, path: str) -> str:
    """The address some pages on; none where there are no more."""
    for _page in range(3):
        found = MORE.search(client.get(path).content.decode())
        if found is None:
            return ""
        path = unescape(found[1] or found[2])
    return path
