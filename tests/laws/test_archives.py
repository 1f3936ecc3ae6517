"""Export, then import into an empty site, then export: the same, whatever happened before."""

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from groundswell.challenges.actions import (
    Says,
    answer_idea,
    combine_ideas,
    label_ideas,
    mark_triaged,
    move_ideas,
    support_idea,
    tell_outcome,
)
from groundswell.challenges.models import Challenge, Idea
from groundswell.conversations.actions import (
    accept_answer,
    delete_message,
    edit_message,
    lock_topic,
    merge_topic,
    move_messages,
    open_topic,
    pin_topic,
    post_reply,
    react,
    reshare,
)
from groundswell.conversations.models import Message, Reshare, Topic
from groundswell.core.errors import DomainError
from groundswell.decisions.actions import (
    Cast,
    cast_ballot,
    close_voting,
    give_delegation,
    state_outcome,
    take_step,
)
from groundswell.decisions.actions.opinion import write_statement
from groundswell.decisions.actions.stances import take_stance
from groundswell.decisions.models import Decision, Delegation
from groundswell.exchange.exporters.archive import pack_space
from groundswell.exchange.importers.archive import open_archive
from groundswell.exchange.importers.archive.bring import bring
from groundswell.exchange.importers.tally import Tally
from groundswell.live.actions import (
    Asks,
    Rhythm,
    add_takeaway,
    answer_poll,
    begin_series,
    begin_session,
    close_poll,
    close_session,
    give_sign,
    merge_questions,
    open_poll,
    prepare_poll,
)
from groundswell.live.models import Poll, Question, Session
from groundswell.spaces.models import Space
from tests import factories
from tests.exchange.archives import content, empty_site
from tests.live.acts import again, asks, came, votes

pytestmark = pytest.mark.slow

TEXTS = [
    "Yes",
    "No #tag",
    "@ada look",
    "**b**\n\n> q",
    "![x](/media/a.png)",
    "[l](/t/1/)",
    "é ﷽ 🦊",
]
Step = tuple[str, int, int]
WHAT = ["open", "ask", "reply", "edit", "delete", "react", "reshare", "accept", "lock", "pin"]
WHAT += ["merge", "move", "idea", "idea", "support", "combine", "answer", "outcome"]
WHAT += ["shift", "label", "look", "meet", "meet", "decide", "think", "think"]
WHAT += ["poll", "poll"]
STEPS = st.tuples(
    st.sampled_from(WHAT),
    st.integers(0, 6),
    st.integers(0, 6),
)


def apply(step: Step, ada, ben, space):
    """One thing that may happen; what is refused does not."""
    name, first, second = step
    who = (ada, ben)[second % 2]
    text = TEXTS[first]
    topics = list(Topic.objects.filter(space=space, last_number__gt=0).order_by("id"))
    if name in {"open", "ask"} or not topics:
        kind = "question" if name == "ask" else "discussion"
        return open_topic(actor=who, space=space, kind=kind, title=f"T{second}", text=text)
    if name in IDEAS:
        return with_ideas(name, who, space, first, second)
    if name == "meet":
        return in_a_session(who, space, first, second)
    if name == "decide":
        return decided(ada, ben, space, first)
    if name == "think":
        return on_a_map(who, space, first, second)
    if name == "poll":
        return in_a_poll(who, space, first, second)
    topic, other = topics[first % len(topics)], topics[second % len(topics)]
    messages = list(Message.objects.filter(topic=topic).order_by("number"))
    message = messages[second % len(messages)]
    return CASES[name](who, topic, other, message, text)


def in_a_session(who, space, first, second):
    """The same in the space's session, which is announced when it is asked for."""
    ada = space.memberships.get(role="steward").actor
    session = Session.objects.with_topic().filter(topic__space=space).first()
    if session is None:
        session = factories.session(ada, space, title="Meet", moderation="off")
        return begin_session(actor=ada, session=session)
    questions = list(Question.objects.filter(session=session).order_by("id"))
    if first == 6:
        return close_session(actor=ada, session=session)
    if first == 5:
        return add_takeaway(actor=who, session=session, text=f"Taken {second}")
    if first % 2 or not questions:
        return asks(came(who, session), session, f"Question {second} of it?")
    question = again(questions[second % len(questions)])
    if first == 4:
        return merge_questions(actor=ada, source=question, into=again(questions[0]))
    return votes(came(who, session), question)


def decided(ada, ben, space, first):
    """Consent by its steps, or a budget of which two projects are adopted; by ben's delegate."""
    if not Delegation.objects.filter(space=space).exists():
        give_delegation(actor=ben, space=space, delegate=ada)
    if first % 2:
        path = factories.decision(ada, space, method="consent", steps=True, text=TEXTS[first])
        for step in ("questions", "reactions", "amend", "objections"):
            take_step(actor=ada, decision=path, step=step)
        cast_ballot(actor=ada, decision=path, cast=Cast(position="concern", reason=TEXTS[first]))
        return close_voting(actor=ada, decision=path)
    budget = {"method": "knapsack", "budget": 900, "most": 10, "costs": [300, 400, 500]}
    money = factories.decision(ada, space, options=["Oak", "Ash", "Elm"], **budget)
    oak, ash, elm = money.options.all()
    marks = {oak.id: 5, ash.id: 4} if first else {elm.id: 1}
    cast_ballot(actor=ada, decision=money, cast=Cast(marks=marks))
    close_voting(actor=ada, decision=money)
    return state_outcome(actor=ada, decision=money, text=TEXTS[first], adopts=(oak, ash))


def on_a_map(who, space, first, second):
    """A statement, or an answer to one, on the space's opinion map, which five have answered: of
    fewer the archive says nothing."""
    asked = Decision.objects.filter(topic__space=space, method="opinion_map").first()
    if asked is None:
        ada = space.memberships.get(role="steward").actor
        rules = {"method": "opinion_map", "results": "live", "options": ["Quiet", "Green"]}
        asked = factories.decision(ada, space, **rules)
        for name in ("cyn", "dot", "eve", "fay"):
            person = factories.person(name)
            factories.member(person, space)
            take_stance(actor=person, decision=asked, number=1, value=-1)
        return take_stance(actor=ada, decision=asked, number=1, value=1, important=True)
    if first > 4:
        return write_statement(actor=who, decision=asked, text=TEXTS[second])
    return take_stance(actor=who, decision=asked, number=1 + second % 2, value=first % 3 - 1)


POLLS = ("words", "number", "multiple", "pulse")


def in_a_poll(who, space, first, second):
    """Polls and signs of the space's session, which comes again if somebody says so."""
    ada = space.memberships.get(role="steward").actor
    session = Session.objects.with_topic().filter(topic__space=space).first()
    if session is None:
        return in_a_session(who, space, 0, 0)
    polls = list(Poll.objects.filter(session=session).order_by("id"))
    held = {"actor": ada, "poll": polls[first % len(polls)]} if polls else {}
    me = came(who, session)
    if first == 6:
        rhythm = Rhythm(title="Meets", weeks=1 + second, hosts=[who])
        return begin_series(actor=ada, session=session, rhythm=rhythm)
    if first == 5:
        return give_sign(actor=who, session=session, participant=me, sign="clap")
    if not polls or first == 4:
        results = ("live", "voted", "host")[second % 3]
        kind = POLLS[second % 4]
        asks = Asks(words="What?", kind=kind, options="A\nB\nC", most=2, results=results)
        held["poll"] = prepare_poll(actor=ada, session=session, asks=asks)
        held["poll"].session = session
        return open_poll(**held | {"actor": ada})
    held["poll"].session = session
    if first == 3:
        return close_poll(**held)
    options = list(held["poll"].options.all())
    listed = held["poll"].kind in Poll.BARS
    answers = [str(one.id) for one in options[: 1 + second % 2]] if listed else [str(second)]
    return answer_poll(**held | {"actor": who}, participant=me, answers=answers)


IDEAS = {"idea", "support", "combine", "answer", "outcome", "shift", "label", "look"}


def with_ideas(name, who, space, first, second):
    """The same with ideas of the space's challenge, which is opened when it is asked for."""
    ada = space.memberships.get(role="steward").actor
    challenge = Challenge.objects.filter(topic__space=space).first()
    if challenge is None:
        challenge = factories.challenge(ada, space, title="Open", template="idea_board")
    ideas = list(Idea.objects.filter(challenge=challenge).order_by("topic"))
    if name == "idea" or not ideas:
        return factories.idea(who, challenge, title=f"I{second}", text=TEXTS[first])
    idea, other = ideas[first % len(ideas)], ideas[second % len(ideas)]
    if name == "support":
        return support_idea(actor=who, idea=idea)
    if name == "combine":
        return combine_ideas(actor=ada, survivor=idea, sources=[other], reason=TEXTS[first])
    if name in SORTING:
        return SORTING[name]({"actor": ada, "challenge": challenge}, idea, text=TEXTS[second])
    if name == "answer":
        says = Says(verdict="accepted", text=TEXTS[first], owner=who, next_step="Begin")
        return answer_idea(actor=ada, idea=idea, says=says)
    return tell_outcome(actor=ada, idea=idea, text=TEXTS[second])


def shift(held, idea, *, text):
    """To the next stage, or to the first from the last."""
    stages = list(idea.challenge.stages.order_by("position"))
    places = [stage.id for stage in stages]
    to = stages[(places.index(idea.stage_id) + 1) % len(stages)]
    return move_ideas(**held, ideas={idea.topic_id: idea.stage_id}, to=to, reason=text)


SORTING = {
    "shift": shift,
    "label": lambda held, idea, text: label_ideas(**held, ideas=[idea.topic_id], name=text),
    "look": lambda held, idea, **_text: mark_triaged(**held, ideas=[idea.topic_id]),
}
CASES = {
    "reply": lambda who, topic, _o, to, text: post_reply(
        actor=who, topic=topic, text=text, parent=to
    ),
    "edit": lambda _w, _t, _o, it, text: edit_message(actor=it.author, message=it, text=text),
    "delete": lambda _w, _t, _o, it, _x: delete_message(actor=it.author, message=it),
    "react": lambda who, _t, _o, it, _x: react(actor=who, message=it, sign="👍"),
    "reshare": lambda who, _t, _o, it, text: reshare(
        actor=who, message=it, text=text, via=Reshare.objects.filter(message=it).first()
    ),
    "accept": lambda _w, topic, _o, it, _x: accept_answer(actor=topic.author, message=it),
    "lock": lambda _w, topic, _o, _m, text: lock_topic(
        actor=topic.space.memberships.get(role="steward").actor, topic=topic, reason=text
    ),
    "pin": lambda _w, topic, _o, _m, _x: pin_topic(
        actor=topic.space.memberships.get(role="steward").actor, topic=topic
    ),
    "merge": lambda _w, topic, other, _m, _x: merge_topic(
        actor=topic.space.memberships.get(role="steward").actor, topic=topic, into=other
    ),
    "move": lambda _w, topic, other, it, _x: move_messages(
        actor=topic.space.memberships.get(role="steward").actor,
        topic=topic,
        numbers=[it.number],
        into=other,
    ),
}


@how(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEPS, max_size=14))
def test_archive_of_what_an_archive_brought_is_the_same(db, tmp_path, steps):
    empty_site()
    ada, ben = factories.person("ada"), factories.person("ben")
    space = factories.space(ada, "meadow")
    factories.member(ben, space)
    for step in steps:
        try:
            apply(step, ada, ben, space)
        except DomainError:
            continue
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    pack_space(space, first)

    empty_site()
    with open_archive(first) as archive:
        bring(archive, Tally())
    pack_space(Space.objects.get(), second)

    assert content(second) == content(first)
    assert str(settings.SITE_URL) in str(content(first)["space"])
