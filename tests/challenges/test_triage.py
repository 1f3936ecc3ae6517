"""The queue of ideas that nobody has looked at: each on one desk only."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.challenges.actions import claim_next, keep_claim, mark_triaged, release_claim
from groundswell.challenges.actions.triage import CLAIMED_FOR
from groundswell.challenges.models import Challenge, Idea, Labelling, Stage, TriageClaim
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.spaces.models import Membership, Space
from tests import factories
from tests.racing import several_connections, together

DESK = re.compile(r'class="desk" id="i(\d+)"')


@pytest.fixture
def floods(ada: Actor, meadow: Space) -> Challenge:
    return factories.challenge(ada, meadow, title="Dry cellars")


@pytest.fixture
def eve(meadow: Space) -> Actor:
    """A second steward."""
    found = factories.person("eve")
    factories.member(found, meadow)
    Membership.objects.filter(actor=found).update(role="steward")
    return found


def stage(challenge: Challenge, name: str) -> Stage:
    return Stage.objects.get(challenge=challenge, name=name)


def on_desk(answer: object) -> list[int]:
    return [int(found) for found in DESK.findall(answer.content.decode())]  # type: ignore[attr-defined]


def test_two_stewards_never_see_the_same(
    ada: Actor, ben: Actor, eve: Actor, floods: Challenge
) -> None:
    one, two = factories.idea(ben, floods), factories.idea(ben, floods)

    assert claim_next(actor=ada, challenge=floods) == one
    assert claim_next(actor=eve, challenge=floods) == two
    assert claim_next(actor=ada, challenge=floods) == one
    release_claim(actor=ada, challenge=floods, idea_id=one.topic_id)
    assert claim_next(actor=eve, challenge=floods) == one


def test_claim_ends_after_five_minutes_unless_it_is_kept(
    ada: Actor, ben: Actor, eve: Actor, floods: Challenge
) -> None:
    idea = factories.idea(ben, floods)
    claim_next(actor=ada, challenge=floods)
    assert claim_next(actor=eve, challenge=floods) is None
    TriageClaim.objects.update(until=now() - timedelta(seconds=1))
    assert keep_claim(actor=ada, challenge=floods, idea_id=idea.topic_id)
    assert timedelta(0) < TriageClaim.objects.get().until - now() <= CLAIMED_FOR
    TriageClaim.objects.update(until=now() - timedelta(seconds=1))

    assert claim_next(actor=eve, challenge=floods) == idea
    assert not keep_claim(actor=ada, challenge=floods, idea_id=idea.topic_id)


def test_queue_is_oldest_first_without_folds_and_what_was_looked_at(
    ada: Actor, ben: Actor, floods: Challenge
) -> None:
    ideas = [factories.idea(ben, floods) for _at in range(4)]
    Idea.objects.filter(topic=ideas[0].topic_id).update(folded_under=ideas[3].topic_id)
    mark_triaged(actor=ada, challenge=floods, ideas=[ideas[1].topic_id])

    assert claim_next(actor=ada, challenge=floods) == ideas[2]
    after = claim_next(actor=ada, challenge=floods, at=ideas[2].topic_id + 1)
    assert after == ideas[3]
    before = claim_next(actor=ada, challenge=floods, at=ideas[3].topic_id, backwards=True)
    assert before == ideas[2]
    with pytest.raises(Refused):
        claim_next(actor=ben, challenge=floods)


def test_queue_in_the_browser_without_scripts(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    ideas = [factories.idea(ben, floods, title=f"Idea {at}") for at in range(4)]
    browser, own = as_(ada), f"/t/{floods.topic_id}/triage/"
    Idea.objects.filter(topic=ideas[3].topic_id).update(folded_under=ideas[0].topic_id)
    Idea.objects.filter(topic=ideas[0].topic_id).update(fold_size=2)
    first = browser.get(own)
    values = {"idea": f"{ideas[0].topic_id}.{ideas[0].stage_id}"}
    to = stage(floods, "Emerging").id
    browser.post(own, {**values, "label": "Quick", "put": "1"})
    labelled = browser.get(own)
    silent = browser.post(own, {**values, "to": to, "reason": ""}, follow=True)
    moved = browser.post(own, {**values, "to": to, "reason": "It grew"}, follow=True)
    values = {"idea": f"{ideas[1].topic_id}.{ideas[1].stage_id}"}
    marked = browser.post(own, {**values, "mark": "1"}, follow=True)
    back = browser.post(own, {"undo": "1"}, follow=True)

    assert on_desk(first) == on_desk(labelled) == on_desk(silent) == [ideas[0].topic_id]
    assert first.content.decode().count("1 more like it") == 1
    assert first.content.decode().count("3 ideas that nobody has looked at yet.") == 1
    assert labelled.content.decode().count('<span dir="auto">Quick</span>') == 1
    assert silent.content.decode().count("Say why in one line") == 1
    assert on_desk(moved) == [ideas[1].topic_id]
    assert moved.content.decode().count('value="It grew"') == 1
    assert on_desk(marked) == [ideas[2].topic_id]
    assert on_desk(back) == [ideas[1].topic_id]
    assert Labelling.objects.count() == 1


def test_move_is_taken_back_in_the_queue(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    one, two = factories.idea(ben, floods), factories.idea(ben, floods)
    browser, own = as_(ada), f"/t/{floods.topic_id}/triage/"
    browser.get(own)
    values = {"idea": f"{one.topic_id}.{one.stage_id}", "reason": "x"}
    moved = browser.post(own, {**values, "to": stage(floods, "Parked").id}, follow=True)
    back = browser.post(own, {"undo": "1"}, follow=True)
    again = browser.post(own, {"undo": "1"}, follow=True)
    one.refresh_from_db()

    assert (on_desk(moved), on_desk(back)) == ([two.topic_id], [one.topic_id])
    assert (one.stage.name, one.triaged_at) == ("Early ideation", None)
    assert again.content.decode().count("There is nothing to take back.") == 1


def test_late_act_on_an_idea_of_another_desk_is_refused(
    ada: Actor, ben: Actor, eve: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    idea = factories.idea(ben, floods)
    browser, own = as_(ada), f"/t/{floods.topic_id}/triage/"
    browser.get(own)
    TriageClaim.objects.update(until=now() - timedelta(seconds=1))
    claim_next(actor=eve, challenge=floods)
    values = {"idea": f"{idea.topic_id}.{idea.stage_id}", "mark": "1"}
    late = browser.post(own, values, follow=True)
    idea.refresh_from_db()

    assert late.content.decode().count("this idea is on somebody else&#39;s desk now") == 1
    assert late.content.decode().count("All are on other desks") == 1
    assert idea.triaged_at is None


def test_desk_is_kept_and_released_by_the_page(
    ada: Actor, ben: Actor, eve: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    idea = factories.idea(ben, floods)
    browser, own = as_(ada), f"/t/{floods.topic_id}/triage/"
    browser.get(own)
    kept = browser.post(f"{own}claim/", {"idea": idea.topic_id})
    other = as_(eve).post(f"{own}claim/", {"idea": idea.topic_id})
    released = browser.post(f"{own}claim/", {"idea": idea.topic_id, "release": "1"})

    assert (kept.status_code, other.status_code, released.status_code) == (204, 409, 204)
    assert TriageClaim.objects.count() == 0


def test_queue_says_when_nothing_waits(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    own = f"/t/{floods.topic_id}/triage/"

    assert as_(ada).get(own).content.decode().count("Nothing is waiting") == 1
    assert as_(ben).get(own).status_code == 403


def test_queue_costs_the_same_for_many(
    ada: Actor,
    ben: Actor,
    floods: Challenge,
    as_: Callable[..., Client],
    django_assert_num_queries: Callable[..., object],
) -> None:
    for at in range(2):
        factories.idea(ben, floods, text=f"Plant willows along the stream {at}")
    project_pending()
    browser, own = as_(ada), f"/t/{floods.topic_id}/triage/"
    browser.get(own)
    with django_assert_num_queries(27):  # type: ignore[attr-defined]
        browser.get(own)
    factories.idea(ben, floods, text="Plant willows along the stream 2")
    project_pending()
    with django_assert_num_queries(27):  # type: ignore[attr-defined]
        page = browser.get(own).content.decode()
    assert page.count('class="similar-idea"') == 2


def test_ideas_like_the_one_on_the_desk_are_combined_with_it(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    text = "Plant willows along the stream so that their roots drink the flood."
    first = factories.idea(ben, floods, title="Willows", text=text)
    twin = factories.idea(ada, floods, title="Trees", text=f"Please {text}")
    factories.idea(ben, floods, title="Kerbs", text="Lower the kerbs at every crossing.")
    project_pending()
    browser, own = as_(ada), f"/t/{floods.topic_id}/triage/"
    page = browser.get(own).content.decode()
    form = page.partition('class="desk-alike"')[2].partition("</form>")[0]
    here = f"/t/{first.topic_id}/combine/"
    asked = browser.get(here, {"with": twin.topic_id, "queue": "1", "check": "1"})
    values = {"with": twin.topic_id, "queue": "1", "into": first.topic_id}
    done = browser.post(here, values)
    twin.refresh_from_db()

    assert re.findall(r'name="with" value="(\d+)"', form) == [str(twin.topic_id)]
    assert asked.content.decode().count('name="queue"') == 1
    assert (done.status_code, done["Location"]) == (303, f"{own}?at={first.topic_id}")
    assert twin.merged_into_id == first.topic_id
    assert browser.get(own).content.decode().count('class="desk-alike"') == 0


@pytest.mark.django_db(transaction=True)
def test_races_many_stewards_open_the_queue(tmp_path: object) -> None:
    ada, ben = factories.person("ada"), factories.person("ben")
    space = factories.space(ada, "meadow")
    floods = factories.challenge(ada, space)
    factories.member(ben, space)
    stewards = [factories.person(f"steward{at}") for at in range(4)]
    for person in stewards:
        factories.member(person, space)
    Membership.objects.filter(actor__in=stewards).update(role="steward")
    for _at in range(6):
        factories.idea(ben, floods)

    with several_connections(tmp_path):  # type: ignore[arg-type]
        results = together(
            [lambda it=it: claim_next(actor=it, challenge=floods) for it in stewards]
        )
        assert [it for it in results if isinstance(it, Exception)] == []
        assert len({it.topic_id for it in results if it}) == 4
