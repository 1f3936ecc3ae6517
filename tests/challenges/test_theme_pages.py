"""The pages of themes: what they show, to whom, and what each costs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from groundswell.actors.models import Actor
from groundswell.challenges.actions import support_idea
from groundswell.challenges.models import Challenge, Idea, Theme, ThemeEdit, ThemeRun
from groundswell.challenges.tasks.finding.gathering import gather
from groundswell.challenges.tasks.finding.meeting import unmet
from groundswell.conversations.actions import post_reply
from groundswell.core.clock import now
from groundswell.spaces.models import Space
from tests import factories
from tests.challenges.theming import run_for, spoken, theme_of


@pytest.fixture
def town(ada: Actor, meadow: Space) -> Challenge:
    return factories.challenge(ada, meadow, title="A better town")


@pytest.fixture
def ideas(town: Challenge, ada: Actor, ben: Actor) -> list[Idea]:
    return spoken(town, [ada, ben])


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_themes_are_listed_with_voices_and_a_map(
    ada: Actor, town: Challenge, ideas: list[Idea], as_: Callable[..., Client]
) -> None:
    run = run_for(ada, town)
    shown = page(as_(None), f"/t/{town.topic_id}/themes/")

    assert shown.count('class="theme-row"') == run.themes
    assert shown.count("<circle") == run.themes
    assert "Find themes anew" not in shown
    assert "Find themes anew" in page(as_(ada), f"/t/{town.topic_id}/themes/")


@pytest.mark.parametrize(
    ("who", "advice"),
    [("ada", "or try with fewer, larger themes."), ("ben", "Read them in the list.</p>")],
)
def test_run_that_found_none_says_why_and_what_to_do(
    who: str, advice: str, ada: Actor, ben: Actor, town: Challenge, as_: Callable[..., Client]
) -> None:
    for text in ("Plant willows", "Lower the kerbs"):
        factories.idea(ben, town, title=text, text=text)
    run = run_for(ada, town)
    shown = page(as_({"ada": ada, "ben": ben}[who]), f"/t/{town.topic_id}/themes/")

    assert run.themes == 0
    assert shown.count("2 ideas were read.") == 1
    assert shown.count("A theme takes at least three ideas") == shown.count(advice) == 1
    assert shown.count("0 themes") == shown.count("No themes yet") == 0


def test_theme_shows_its_ideas_and_tools_to_who_runs_it(
    ada: Actor, ben: Actor, town: Challenge, ideas: list[Idea], as_: Callable[..., Client]
) -> None:
    run_for(ada, town)
    theme = theme_of(ideas[0])
    path = f"/t/{town.topic_id}/themes/{theme.id}/"

    assert page(as_(None), path).count("idea-row") == Idea.objects.filter(theme=theme).count()
    assert "Put it right" not in page(as_(ben), path)
    assert "Put it right" in page(as_(ada), path)
    assert page(as_(None), f"{path}?sector=transport").count("idea-row") == 0


def test_steward_puts_themes_right_in_the_browser(
    ada: Actor, town: Challenge, ideas: list[Idea], as_: Callable[..., Client]
) -> None:
    run_for(ada, town)
    one, other = theme_of(ideas[0]), theme_of(ideas[12])
    own = f"/t/{town.topic_id}/themes/{one.id}/"
    idea = Idea.objects.unfolded().filter(theme=one).earliest("topic")
    sent: list[tuple[str, dict[str, Any]]] = [
        (f"{own}rename/", {"name": "Well again"}),
        (f"{own}split/", {"name": "Nurses", "idea": [str(idea.topic_id)]}),
        (f"/t/{idea.topic_id}/theme/", {"theme": str(other.id)}),
        (f"{own}join/", {"into": str(other.id)}),
    ]

    shown = as_(ada).get(f"/t/{idea.topic_id}/theme/").content.decode()
    codes = [as_(ada).post(path, values).status_code for path, values in sent]

    assert codes == [303, 303, 303, 303]
    assert shown.count(f'value="{other.id}"') == 1
    kinds = ThemeEdit.objects.order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["rename", "split", "pin", "join"]
    led = as_(None).get(own)
    assert (led.status_code, led["Location"]) == (302, f"/t/{town.topic_id}/themes/{other.id}/")
    undo = f"/t/{town.topic_id}/themes/edits/{ThemeEdit.objects.latest('id').id}/undo/"
    assert as_(ada).post(undo).status_code == 303
    assert Theme.objects.get(id=one.id).joined_into_id is None


def test_refused_forms_say_why(
    ada: Actor, town: Challenge, ideas: list[Idea], as_: Callable[..., Client]
) -> None:
    run_for(ada, town)
    own = f"/t/{town.topic_id}/themes/{theme_of(ideas[0]).id}/"

    for path, values in (
        (f"{own}split/", {"name": "Nobody"}),
        (f"{own}join/", {"into": "7"}),
        (f"/t/{town.topic_id}/themes/", {"resolution": "99"}),
    ):
        answer = as_(ada).post(path, values)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()


def test_strangers_see_no_themes_of_a_members_space(
    ada: Actor, cyn: Actor, burrow: Space, as_: Callable[..., Client]
) -> None:
    hidden = factories.challenge(ada, burrow, title="Our own")
    ideas = spoken(hidden, [ada])
    run_for(ada, hidden)
    own = f"/t/{hidden.topic_id}/"
    theme = theme_of(ideas[0])

    for path in ("themes/", "themes/none/", f"themes/{theme.id}/", "breakdown/"):
        assert as_(None).get(own + path).status_code == 404
        assert as_(cyn).get(own + path).status_code == 404
    assert as_(cyn).post(f"{own}themes/{theme.id}/rename/", {"name": "x"}).status_code == 404
    assert as_(cyn).get(f"/t/{ideas[0].topic_id}/theme/").status_code == 404


def test_breakdown_shows_sectors_beside_what_was_expected(
    ada: Actor, town: Challenge, ideas: list[Idea], as_: Callable[..., Client]
) -> None:
    run_for(ada, town)
    shown = page(as_(None), f"/t/{town.topic_id}/breakdown/")

    assert shown.count('<th scope="row">') == Theme.objects.count()
    assert shown.count('data-lean="more"') >= 3
    assert "Nobody said" in page(as_(None), f"/t/{town.topic_id}/breakdown/?by=discipline")
    assert as_(None).get(f"/t/{town.topic_id}/breakdown/?by=age").status_code == 404


@pytest.fixture
def crowd(town: Challenge, meadow: Space) -> list[Idea]:
    """Five people of each of two sectors, and an idea of each."""
    people = [factories.person() for _each in range(10)]
    for person in people:
        factories.member(person, meadow)
    sectors = ["care"] * 5 + ["transport"] * 5
    return [
        factories.idea(person, town, sector=sector)
        for person, sector in zip(people, sectors, strict=True)
    ]


def told(town: Challenge, theme: Theme) -> list[dict[str, Any]]:
    gathered = gather(town, lambda _done: None)
    return unmet(town, gathered, [theme.id] * len(gathered), progress=lambda _done: None)


def test_themes_of_the_first_run_are_shown_when_it_is_done(
    ada: Actor, town: Challenge, as_: Callable[..., Client]
) -> None:
    theme = Theme.objects.create(challenge=town, label="Care")
    run = ThemeRun.objects.create(challenge=town, by=ada, state="running", step="writing")
    under_way = page(as_(None), f"/t/{town.topic_id}/themes/")
    Theme.objects.filter(id=theme.id).update(idea_count=3)
    ThemeRun.objects.filter(id=run.id).update(state="done", started_at=now(), ended_at=now())
    done = page(as_(None), f"/t/{town.topic_id}/themes/")

    assert (under_way.count("Putting every idea in its place"), under_way.count("Care")) == (1, 0)
    assert done.count('class="theme-row"') == 1


def test_people_who_share_a_theme_and_never_met_are_told(
    ada: Actor, town: Challenge, crowd: list[Idea], as_: Callable[..., Client]
) -> None:
    theme = Theme.objects.create(challenge=town, label="Care", idea_count=10)
    both = {"sectors": ["care", "transport"], "people": [5, 5], "ideas": [5, 5]}

    found = told(town, theme)

    assert found == [{"theme": str(theme.id), **both}]
    run = {"state": "done", "ended_at": now(), "started_at": now(), "found": {"unmet": found}}
    ThemeRun.objects.create(challenge=town, by=ada, **run)
    shown = page(as_(None), f"/t/{town.topic_id}/breakdown/")
    assert shown.count("They share a theme, and have never met") == 1


@pytest.mark.parametrize("way", ["reply", "support", "conversation", "within"])
def test_people_who_met_are_not(way: str, ada: Actor, town: Challenge, crowd: list[Idea]) -> None:
    theme = Theme.objects.create(challenge=town, label="Care", idea_count=10)
    care, transport = crowd[0], crowd[9]
    match way:
        case "reply":
            post_reply(actor=transport.topic.author, topic=care.topic, text="Let us drive you.")
        case "support":
            support_idea(actor=transport.topic.author, idea=care)
        case "conversation":
            for idea in (care, transport):
                post_reply(actor=idea.topic.author, topic=town.topic, text="Hello there.")
        case "within":
            post_reply(actor=crowd[1].topic.author, topic=care.topic, text="Among ourselves.")

    assert len(told(town, theme)) == (1 if way == "within" else 0)


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_one_and_three(
    count: int,
    ada: Actor,
    town: Challenge,
    as_: Callable[..., Client],
    django_assert_num_queries: Any,
) -> None:
    theme = Theme.objects.create(challenge=town, label="Care", idea_count=9, shape={})
    for place in range(count):
        idea = factories.idea(ada, town, title=f"Care {place}", text="Words")
        Idea.objects.filter(topic=idea.topic_id).update(theme=theme, fold_size=2)
        Theme.objects.create(
            challenge=town,
            label=f"Theme {place}",
            idea_count=1,
            shape={"central": [str(idea.topic_id)], "x": 9, "y": 9, "r": 4},
        )
    stranger = as_(None)
    own = f"/t/{town.topic_id}/"
    stranger.get(own)

    with django_assert_num_queries(11):
        stranger.get(f"{own}themes/")
    with django_assert_num_queries(9):
        stranger.get(f"{own}themes/{theme.id}/")


def test_no_link_covers_the_page(
    ada: Actor, town: Challenge, ideas: list[Idea], as_: Callable[..., Client]
) -> None:
    """The title of a row of topics makes a link of all around it, up to the row it stands in."""
    run_for(ada, town)
    own = f"/t/{town.topic_id}/"

    for path in (f"{own}themes/", f"{own}breakdown/"):
        assert "topic-title" not in page(as_(None), path)
