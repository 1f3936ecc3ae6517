"""What somebody cannot see is nowhere: in no page, feed, search, stream or export they can reach.

The addresses come from the site's own table of addresses, so that a new page is judged on the day
it is written. Each text of a random site holds a word that nothing else holds.
"""

import itertools
import re
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groundswell.activity.projector import project_pending
from groundswell.conversations.models import Message, Topic
from groundswell.core import limits
from groundswell.core.subscriptions import verify
from groundswell.decisions.actions import Cast, cast_ballot, take_step
from groundswell.decisions.actions.stances import take_stance
from groundswell.spaces.models import Membership, Space
from tests import factories

TOKEN = re.compile(r"token=([\w%:.~-]+)")
# What differs between two answers to the same question: tokens, nonces, and the time it is.
MASKED = re.compile(
    rb'name="(?:csrfmiddlewaretoken|nonce)" value="[^"]*"|token="[^"]*"|token=[^"]*|'
    rb'datetime="[^"]*"|title="[^"]*"|\d{16,20}|(?:just now|\d+\W{1,3}(?:sec|min)\w*\.? ago)'
)
# Names of blanks in addresses -> what to fill them with, given one thing that is there.
BLANKS = {
    "handle": "space",
    "topic_id": "topic",
    "message_id": "message",
    "number": "one",
    "address": "person",
    "tag": "tag",
    "form": "form",
}


def addresses(resolver=None, prefix="/"):
    """Every address of the site as (route, blanks)."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, re.findall(r"<(?:\w+:)?(\w+)>", route)
        else:
            yield from addresses(pattern, route)


def filled(site):
    """The addresses with every combination of what is there."""
    for route, blanks in addresses():
        if re.search(r"[\^$\\?(]", route) or not set(blanks) <= set(BLANKS):
            continue
        # A fresh secret each time, and of oneself alone.
        if route.startswith("/accounts/2fa/"):
            continue
        choices = [site[BLANKS[blank]] for blank in blanks]
        for values in itertools.product(*choices):
            path = route
            for value in values:
                path = re.sub(r"<[^>]+>", quote(str(value)), path, count=1)
            yield path
    for word in site["words"]:
        yield f"/search/?q={word}"
        yield f"/search/?q={word}&order=latest"


def begun(author, space, word, text, *, kind):
    """A conversation; or consent in steps, or a map of opinions, with the word in every part."""
    told = {"title": f"About {word}", "text": text}
    if kind % 3 == 0:
        return factories.topic(author, space, **told)
    if kind % 3 == 1:
        opinions = factories.decision(
            author, space, method="opinion_map", results="live", options=[f"seed {word}"], **told
        )
        take_stance(actor=author, decision=opinions, number=1, value=1)
        return opinions.topic
    proposal = factories.decision(
        author, space, method="consent", results="live", steps=True, **told
    )
    for step in ("questions", "reactions", "objections"):
        take_step(actor=author, decision=proposal, step=step)
    against = Cast(position="objection", reason=f"against {word}")
    cast_ballot(actor=author, decision=proposal, cast=against)
    return proposal.topic


def site_of(author, shape):
    """A site: spaces by their visibility, each with topics, each text with a word of its own."""
    words = {}
    site = {name: [] for name in ("space", "topic", "message", "person", "tag", "words")}
    site |= {"one": [1], "form": ["atom", "json"]}
    for at, (visibility, member, topics) in enumerate(shape):
        space = factories.space(author, f"space{at}x", name=f"Space {at}", visibility=visibility)
        site["space"].append(space.handle)
        for number in range(topics):
            word = f"zq{at}x{number}wort"
            text = f"{word} #{word}tag @{author.handle}"
            topic = begun(author, space, word, text, kind=at + number)
            factories.reply(author, topic, text=f"again {word}")
            words[word] = (space, member)
            site["topic"].append(topic.id)
            site["tag"].append(f"{word}tag")
    site["message"] = list(Message.objects.values_list("id", flat=True))
    site["person"] = [author.handle, "cyn"]
    site["words"] = list(words)
    return site, words


def join(person, shape):
    for at, (_visibility, member, _topics) in enumerate(shape):
        if member:
            space = Space.objects.get(actor__handle=f"space{at}x")
            Membership.objects.get_or_create(space=space, actor=person)


def body(answer):
    return b"".join(answer) if answer.streaming else answer.content


def leaks(viewer, site, hidden, channels):
    """What of the hidden words and channels is in anything that this reader gets."""
    client = Client()
    if viewer is not None:
        client.force_login(viewer.account)
    found = []
    for path in filled(site):
        limits.reset()
        asked = path.partition("?q=")[2].partition("&")[0]
        answer = client.get(path)
        text = body(answer).decode("utf-8", "replace") + answer.headers.get("Location", "")
        # What was asked for stands in the answer; it came from the reader.
        echoed = {word for word in hidden if word in asked or word in path}
        found += [(path, word) for word in hidden - echoed if word in text]
        if answer.status_code == 200 and any(word in path for word in hidden):
            found += [(path, "found") for word in hidden if f"again {word}" in text]
        for token in TOKEN.findall(text):
            granted = verify(token.replace("%3A", ":")).channels
            found += [(path, channel) for channel in granted if channel in channels]
        # No worker runs in a test, and /readyz says so.
        assert answer.status_code < 500 or path == "/readyz", path
    return found


SHAPES = st.lists(
    st.tuples(
        st.sampled_from(["public", "members", "invitation"]),
        st.booleans(),
        st.integers(min_value=1, max_value=2),
    ),
    min_size=1,
    max_size=3,
)


@pytest.mark.slow
@pytest.mark.django_db
@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(shape=SHAPES)
def test_nothing_hidden_is_anywhere(db, shape):
    with transaction.atomic():
        ada, cyn = factories.person("ada"), factories.person("cyn")
        site, words = site_of(ada, shape)
        join(cyn, shape)
        while project_pending():
            pass
        for viewer in (None, cyn):
            seen = set(Space.objects.visible_to(viewer).values_list("id", flat=True))
            hidden = {word for word, (space, _) in words.items() if space.id not in seen}
            closed = Topic.objects.exclude(space__in=seen).values_list("id", flat=True)
            channels = {f"topic-{id_}" for id_ in closed}
            spaces = Space.objects.exclude(id__in=seen).values_list("id", flat=True)
            channels |= {f"space-{id_}" for id_ in spaces}

            assert leaks(viewer, site, hidden, channels) == []
        transaction.set_rollback(True)


def public_site(ada):
    space = factories.space(ada, "open", name="Open")
    topic = factories.topic(ada, space, title="The lane", text="winter #river")
    factories.reply(ada, topic, text="summer")
    return {
        "space": ["open", "closed", "nowhere"],
        "topic": [topic.id, topic.id + 7],
        "message": [topic.messages.first().id],
        "person": ["ada", "cyn", "nobody"],
        "tag": ["river", "secret", "nothing"],
        "one": [1],
        "form": ["atom", "json"],
        "words": ["winter", "lane", "summer", "secret", "closed"],
    }


def answers(viewer, site):
    client = Client()
    if viewer is not None:
        client.force_login(viewer.account)
    found = {}
    for path in filled(site):
        limits.reset()
        answer = client.get(path)
        found[path] = (answer.status_code, MASKED.sub(b"", body(answer)))
    return found


def first_difference(one, other):
    """The surroundings of the first byte that differs, in both."""
    at = next((n for n, (a, b) in enumerate(zip(one[1], other[1], strict=False)) if a != b), 0)
    return [(status, text[max(0, at - 80) : at + 80]) for status, text in (one, other)]


@pytest.mark.slow
@pytest.mark.parametrize("signed_in", [False, True])
def test_sites_that_differ_in_private_alone_are_equal_outside(ada, cyn, signed_in):
    site = public_site(ada)
    while project_pending():
        pass
    viewer = cyn if signed_in else None
    # Reading leaves its mark on what is new to oneself, so everything has been read before.
    answers(viewer, site)
    before = answers(viewer, site)

    closed = factories.space(ada, "closed", name="Closed", visibility="invitation")
    for number in range(3):
        topic = factories.topic(
            ada,
            closed,
            kind="question",
            title=f"Secret {number}",
            text="winter lane #secret #river",
        )
        factories.reply(ada, topic, text="summer")
    while project_pending():
        pass
    after = answers(viewer, site)

    assert {
        path: first_difference(before[path], after[path])
        for path in before
        if before[path] != after[path]
    } == {}
