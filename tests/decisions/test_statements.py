"""One statement: its page, what grows out of it, and what its author is told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.challenges.models import Challenge
from groundswell.conversations.growing import Words
from groundswell.conversations.models import Contribution, Link, Topic
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.decisions import charting
from groundswell.decisions.actions import close_voting, state_outcome
from groundswell.decisions.actions.growing import grow_statement
from groundswell.decisions.actions.opinion import moderate_statement, write_statement
from groundswell.decisions.actions.stances import take_stance
from groundswell.decisions.models import Decision, Option
from groundswell.decisions.tasks import draw_maps, tell_authors
from groundswell.notifications.selectors.alert import alerts_page
from groundswell.spaces.models import Space
from tests import factories
from tests.decisions.test_opinion import crowd

As = Callable[..., Client]
WORDS = Words(title="Quiet nights", text="> Quiet nights\n\nClose the bypass to lorries at ten.")


@pytest.fixture
def streets(ada: Actor, meadow: Space) -> Decision:
    charting.forget()
    return factories.decision(
        ada,
        meadow,
        method="opinion_map",
        options=["More trees"],
        title="Our streets",
        results="live",
    )


@pytest.fixture
def nights(ben: Actor, streets: Decision) -> Option:
    return write_statement(actor=ben, decision=streets, text="Quiet nights")


def told(person: Actor) -> list[tuple[str, str, str]]:
    """What somebody's alerts say, what stands below, and where they lead."""
    while project_pending():
        pass
    return [(one.sentence, one.excerpt, one.url) for one in alerts_page(person).groups]


def grow(actor: Actor, option: Option, ground: str) -> Topic:
    decision = Decision.objects.with_topic().get(pk=option.decision_id)
    return grow_statement(actor=actor, decision=decision, option=option, ground=ground, words=WORDS)


def test_statement_becomes_an_idea_in_one_step(
    ada: Actor, ben: Actor, meadow: Space, streets: Decision, nights: Option, as_: As
) -> None:
    challenge = factories.challenge(ada, meadow, title="Better sleep")
    own = f"/t/{streets.pk}/statements/{nights.number}/"
    page = as_(ada).get(own).content.decode()
    assert f'<option value="idea-{challenge.topic_id}">Better sleep</option>' in page
    assert 'value="Quiet nights"' in page

    sent = {"ground": f"idea-{challenge.topic_id}", "title": WORDS.title, "text": WORDS.text}
    answer = as_(ada).post(f"{own}grow/", sent)

    idea = Topic.objects.get(kind="idea")
    assert (answer.status_code, answer["Location"]) == (303, idea.get_absolute_url())
    parts = Contribution.objects.filter(topic=idea).order_by("role")
    assert [(one.actor, one.role) for one in parts] == [(ada, "author"), (ben, "co_author")]
    link = Link.objects.get(origin=idea)
    assert (link.kind, link.target_id) == ("derived_from", streets.pk)
    assert Challenge.objects.get(topic=challenge.topic_id).idea_count == 1
    assert "It led to" in as_(None).get(own).content.decode()
    assert "Our streets" in as_(None).get(idea.get_absolute_url()).content.decode()
    assert told(ben)[0] == (
        "Ada made what you wrote into the idea Quiet nights, with credit to you",
        "Close the bypass to lorries at ten.",
        f"{idea.get_absolute_url()}1/#m1",
    )


def test_something_grows_once(ada: Actor, meadow: Space, nights: Option) -> None:
    topic = grow(ada, nights, f"space-{meadow.id}")
    assert (topic.kind, topic.space_id) == ("discussion", meadow.id)

    with pytest.raises(Conflict, match="grew out of this statement already"):
        grow(ada, nights, f"space-{meadow.id}")
    Topic.objects.filter(id=topic.id).update(removed_at=now())

    grow(ada, nights, f"space-{meadow.id}")
    assert Activity.objects.filter(kind="conversations.topic_grew").count() == 2


@pytest.mark.parametrize("ground", ["", "idea-1", "space-99", "nowhere-1", "idea-1-2", "space-²"])
def test_nothing_grows_where_nothing_is(ada: Actor, nights: Option, ground: str) -> None:
    with pytest.raises(Invalid, match="Choose where it goes on"):
        grow(ada, nights, ground)


def test_strangers_make_nothing_of_it(cyn: Actor, meadow: Space, nights: Option, as_: As) -> None:
    with pytest.raises(Refused, match="Join it first"):
        grow(cyn, nights, f"space-{meadow.id}")

    page = as_(cyn).get(f"/t/{nights.decision_id}/statements/{nights.number}/")
    assert 'id="grow"' not in page.content.decode()


def test_words_of_members_stay_with_members(ada: Actor, burrow: Space, meadow: Space) -> None:
    within = factories.decision(ada, burrow, method="opinion_map", options=["Ours alone"])

    with pytest.raises(Conflict, match="cannot go there"):
        grow(ada, within.options.get(), f"space-{meadow.id}")

    assert grow(ada, within.options.get(), f"space-{burrow.id}").space_id == burrow.id


def test_what_may_not_be_seen_is_not_linked(
    ada: Actor, ben: Actor, burrow: Space, nights: Option, as_: As
) -> None:
    topic = grow(ada, nights, f"space-{burrow.id}")
    own = f"/t/{nights.decision_id}/statements/{nights.number}/"

    assert topic.get_absolute_url() in as_(ben).get(own).content.decode()
    assert topic.get_absolute_url() not in as_(None).get(own).content.decode()


def test_author_reads_the_reason_in_the_alert(
    ada: Actor, ben: Actor, streets: Decision, nights: Option, as_: As
) -> None:
    moderate_statement(
        actor=ada, decision=streets, option=nights, take=False, because="It names a neighbour."
    )
    own = f"/t/{streets.pk}/statements/{nights.number}/"

    assert told(ben) == [
        (
            "Ada did not take your statement into Our streets, and says why",
            "“Quiet nights”: It names a neighbour.",
            own,
        )
    ]
    assert "It names a neighbour." in as_(ben).get(own).content.decode()
    assert as_(None).get(own).status_code == 404


def test_author_is_told_once_what_people_said(
    ada: Actor, ben: Actor, streets: Decision, nights: Option
) -> None:
    crowd(streets)
    write_statement(actor=ben, decision=streets, text="No fireworks")
    take_stance(actor=ada, decision=streets, number=nights.number, value=1)
    take_stance(actor=ben, decision=streets, number=nights.number, value=1)
    draw_maps()
    tell_authors()
    assert told(ben) == []

    close_voting(actor=ada, decision=streets)
    tell_authors()  # not before the map is drawn for the last time
    draw_maps()
    tell_authors()
    tell_authors()

    [mine] = [one for one in told(ben) if "your statement" in one[0]]
    assert mine == (
        "Our streets has ended, with what people said to your statement",
        "“Quiet nights”: 100 % agreed with it, 0 % disagreed. And 1 more of yours.",
        f"/t/{streets.pk}/statements/#mine",
    )
    assert Activity.objects.filter(kind="decisions.statement_counted").count() == 1


def test_author_of_what_every_group_agrees_with_reads_so(
    ada: Actor, ben: Actor, streets: Decision
) -> None:
    crowd(streets)
    agreed = write_statement(actor=ben, decision=streets, text="Safe ways to school")
    for entry in streets.roll.exclude(guest=""):
        streets.stances.create(option=agreed, entry=entry, value=0 if entry.guest == "0" else 1)
    close_voting(actor=ada, decision=streets)
    draw_maps()
    tell_authors()

    said = [detail for sentence, detail, _place in told(ben) if "your statement" in sentence]
    assert said == ["“Safe ways to school”: 95 % or more agreed with it in every group."]


def test_author_of_what_is_adopted_is_told(
    ada: Actor, ben: Actor, streets: Decision, nights: Option, as_: As
) -> None:
    close_voting(actor=ada, decision=streets)

    state_outcome(actor=ada, decision=streets, text="Quiet from ten on.", adopts=(nights,))

    assert "Ada said what was decided on Our streets" in [one[0] for one in told(ben)]
    page = as_(ben).get(f"/t/{streets.pk}/statements/{nights.number}/").content.decode()
    assert "It became part of what was decided" in page


def test_outcome_of_a_map_adopts_several_statements(
    ada: Actor, ben: Actor, streets: Decision, nights: Option, as_: As
) -> None:
    liked = streets.options.get(number=1)
    close_voting(actor=ada, decision=streets)
    as_(ada).post(f"/t/{streets.pk}/conclude/", {"text": "Both.", "adopts": [liked.id, nights.id]})

    assert list(streets.outcomes.get().adopted.all()) == [liked, nights]
    assert "Ada said what was decided on Our streets" in [one[0] for one in told(ben)]


@pytest.mark.parametrize(("people", "first"), [(4, "More trees"), (5, "Quiet nights")])
def test_statements_to_adopt_stand_by_how_many_agreed_of_a_crowd_alone(
    ada: Actor,
    meadow: Space,
    streets: Decision,
    nights: Option,
    as_: As,
    people: int,
    first: str,
) -> None:
    for at in range(people):
        person = factories.person(f"voter{at}")
        factories.member(person, meadow)
        take_stance(actor=person, decision=streets, number=nights.number, value=1)
    close_voting(actor=ada, decision=streets)
    asked = as_(ada).get(f"/t/{streets.pk}/conclude/").text.partition("Statements it adopts")[2]

    assert min(("More trees", "Quiet nights"), key=asked.index) == first
    assert asked.count("Those that most agreed with come first.") == (people == 5)


def test_statement_is_talked_about_once_one_has_answered(
    ben: Actor, streets: Decision, nights: Option, as_: As
) -> None:
    own = f"/t/{streets.pk}/statements/{nights.number}/"
    assert "once you have answered it" in as_(ben).get(own).content.decode()
    take_stance(actor=ben, decision=streets, number=nights.number, value=-1)
    page = as_(ben).get(own).content.decode()
    assert f"[Statement {nights.number}]({own}):" in page

    said = f"> [Statement {nights.number}]({own}):\n>\n> Quiet nights\n\nFrom ten, or from nine?"
    as_(ben).post(f"/t/{streets.pk}/reply/", {"text": said})

    assert "From ten, or from nine?" in as_(None).get(own).content.decode()


def test_counts_of_a_statement_wait_as_the_map_does(
    ada: Actor, streets: Decision, nights: Option, as_: As
) -> None:
    crowd(streets)
    take_stance(actor=ada, decision=streets, number=nights.number, value=1)
    own = f"/t/{streets.pk}/statements/{nights.number}/"
    assert "1 agree, 0 disagree, 0 pass" in as_(None).get(own).content.decode()

    Decision.objects.filter(pk=streets.pk).update(results="after_close")

    assert "1 agree" not in as_(None).get(own).content.decode()


def test_old_maps_tell_nobody(ada: Actor, ben: Actor, streets: Decision, nights: Option) -> None:
    take_stance(actor=ben, decision=streets, number=nights.number, value=1)
    close_voting(actor=ada, decision=streets)
    Decision.objects.filter(pk=streets.pk).update(closed_at=now() - timedelta(days=8))
    draw_maps()

    tell_authors()

    assert Activity.objects.filter(kind="decisions.statement_counted").count() == 0
