"""A challenge to take along: table, data, paper, feeds."""

import csv
import gc
import io
import json
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from typing import Any

import pytest
from django.test import Client

from groundswell.actors.models import Actor
from groundswell.challenges.actions import (
    Says,
    answer_idea,
    support_idea,
    tell_outcome,
)
from groundswell.challenges.actions.bulk import Brought, bring_ideas
from groundswell.challenges.models import Challenge, Idea, Stage
from groundswell.challenges.selectors.export import ideas_of
from groundswell.conversations.actions.bulk import Conversation, Said
from groundswell.conversations.models import Link, Topic
from groundswell.core import limits
from groundswell.core.clock import now
from groundswell.spaces.models import Space
from tests import factories


@pytest.fixture
def floods(ada: Actor, meadow: Space) -> Challenge:
    limits.reset()
    return factories.challenge(ada, meadow, title="Dry cellars", template="idea_board")


def body(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode()


def table(browser: Client, challenge: Challenge) -> list[dict[str, str]]:
    text = body(browser.get(f"/t/{challenge.topic_id}/export.csv"))
    assert text[0] == "\ufeff"
    return list(csv.DictReader(io.StringIO(text[1:])))


def data(browser: Client, challenge: Challenge) -> dict[str, Any]:
    return json.loads(body(browser.get(f"/t/{challenge.topic_id}/export.json")))


def test_table_has_a_row_for_each_idea(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    root = factories.idea(ada, floods, title="Trees")
    idea = factories.idea(ben, floods, title="Willows", sector="Water", text="Roots drink.")
    Link(kind="derived_from", origin=idea.topic, target=root.topic, by=ben).save()
    support_idea(actor=ada, idea=idea)
    says = Says(verdict="accepted", text="In March.", owner=ada, next_step="Order cuttings")
    answer_idea(actor=ada, idea=idea, says=says)
    tell_outcome(actor=ada, idea=idea, text="Planted.")
    gone = factories.idea(ben, floods, title="Gone")
    Topic.objects.filter(id=gone.topic_id).update(removed_at=now())
    first, row = table(as_(None), floods)

    assert (first["title"], first["answer"]) == ("Trees", "")
    assert {name: row[name] for name in ("title", "text", "author", "sector", "stage")} == {
        "title": "Willows",
        "text": "Roots drink.",
        "author": "Ben",
        "sector": "Water",
        "stage": "Open",
    }
    assert (row["supporters"], row["credited"], row["grew_out_of"]) == (
        "1",
        "Ben (author)",
        str(root.topic_id),
    )
    assert (row["answer"], row["owner"], row["next_step"], row["reason"]) == (
        "accepted",
        "Ada",
        "Order cuttings",
        "In March.",
    )
    assert row["outcomes"].endswith(" Planted.")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_no_cell_is_a_formula(
    ben: Actor, floods: Challenge, as_: Callable[..., Client], sign: str
) -> None:
    factories.idea(ben, floods, title=f'{sign}HYPERLINK("x")', text=f"{sign}1+1", sector=f"{sign}x")
    [row] = table(as_(None), floods)

    assert [row[name] for name in ("title", "text", "sector")] == [
        f'\'{sign}HYPERLINK("x")',
        f"'{sign}1+1",
        f"'{sign}x",
    ]


def test_data_has_the_head_the_flow_and_every_idea(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    root = factories.idea(ada, floods, title="Trees")
    idea = factories.idea(ben, floods, title="Willows")
    Link(kind="derived_from", origin=idea.topic, target=root.topic, by=ben).save()
    said = data(as_(None), floods)

    assert (said["format"], said["version"]) == ("groundswell-challenge", 1)
    assert said["challenge"]["purpose"] == "Fewer floods in the lower town"
    assert [stage["name"] for stage in said["stages"]] == ["Open", "Decided", "Done", "Parked"]
    assert [it["title"] for it in said["ideas"]] == ["Trees", "Willows"]
    assert said["ideas"][1]["lineage"] == [
        {"kind": "derived_from", "from": str(idea.topic_id), "to": str(root.topic_id)}
    ]
    assert said["ideas"][1]["credits"] == [
        {
            "name": "Ben",
            "url": f"{said['ideas'][1]['author']['url']}",
            "role": "author",
            "share": None,
        }
    ]


def test_hidden_counts_are_in_no_export(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    idea = factories.idea(ben, floods, title="Willows")
    support_idea(actor=ada, idea=idea)
    Stage.objects.filter(challenge=floods).update(counts="hidden")

    for who, seen in ((None, None), (ben, None), (ada, 1)):
        limits.reset()
        [row] = table(as_(who), floods)
        paper = as_(who).get(f"/t/{floods.topic_id}/print/").content.decode()
        assert row["supporters"] == str(seen or "")
        assert data(as_(who), floods)["ideas"][0]["supporters"] == seen
        assert paper.count("1 supporter") == (1 if seen else 0)


def test_lineage_into_a_closed_space_is_not_told(
    ada: Actor, ben: Actor, floods: Challenge, burrow: Space, as_: Callable[..., Client]
) -> None:
    hidden = factories.idea(ada, factories.challenge(ada, burrow))
    idea = factories.idea(ben, floods)
    Link(kind="derived_from", origin=idea.topic, target=hidden.topic, by=ada).save()

    assert data(as_(None), floods)["ideas"][0]["lineage"] == []
    assert len(data(as_(ada), floods)["ideas"][0]["lineage"]) == 1


def test_paper_shows_what_was_asked_and_answered(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    idea = factories.idea(ben, floods, title="Willows")
    answer_idea(actor=ada, idea=idea, says=Says(verdict="later", text="Next spring."))
    tell_outcome(actor=ada, idea=idea, text="Spring came.")
    page = as_(None).get(f"/t/{floods.topic_id}/print/").content.decode()

    for said in ("Fewer floods in the lower town", "Not now", "Next spring.", "Spring came."):
        assert page.count(said) == 1, said
    assert page.count("<nav") + page.count("<script") == 0


def test_ideas_are_read_in_pieces(ada: Actor, floods: Challenge, monkeypatch: Any) -> None:
    monkeypatch.setattr("groundswell.challenges.selectors.export.PER_PIECE", 50)
    stage, at = Stage.objects.filter(challenge=floods).earliest("position"), now()
    ideas = [
        Brought(
            conversation=Conversation(
                title=f"Idea {number}", messages=[Said(author=ada, text="word " * 400, at=at)]
            ),
            stage=stage,
        )
        for number in range(600)
    ]
    bring_ideas(actor=ada, challenge=floods, source="test", ideas=ideas)
    del ideas
    rows = ideas_of(floods, None)
    few, many = (peak_of(islice(rows, count)) for count in (150, 400))

    assert many < 1.3 * few
    assert next(rows, None) is not None


def peak_of(rows: Iterator[Any]) -> int:
    """The most memory that reading the rows takes, in bytes, without what waits to be freed."""
    tracemalloc.start()
    for number, _row in enumerate(rows):
        if number % 25 == 0:
            gc.collect()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_feeds_of_a_challenge_and_of_a_stage(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    one, two = (factories.idea(ben, floods, title=title) for title in ("Willows", "Pumps"))
    done = Stage.objects.get(challenge=floods, kind="done")
    Idea.objects.filter(topic=two.topic_id).update(stage=done)
    own, browser = f"/t/{floods.topic_id}/ideas/feed.json", as_(None)
    whole, of_stage = browser.get(own), browser.get(f"{own}?stage={done.id}")

    assert [it["title"] for it in whole.json()["items"]] == ["Pumps", "Willows"]
    assert [it["title"] for it in of_stage.json()["items"]] == ["Pumps"]
    assert of_stage.json()["title"] == "Dry cellars: Done"
    again = browser.get(own, headers={"If-None-Match": whole["ETag"]})
    assert again.status_code == 304
    assert browser.get(own.replace("json", "atom")).status_code == 200
    assert browser.get(f"{own}?stage=7").status_code == 404
    assert one.topic_id < two.topic_id
    for query, feed in (("", "feed.atom"), (f"?stage={done.id}", f"feed.atom?stage={done.id}")):
        page = browser.get(f"/t/{floods.topic_id}/ideas/{query}").content.decode()
        assert page.count(f'<a class="plain-link" href="/t/{floods.topic_id}/ideas/{feed}">') == 1


@pytest.mark.parametrize(
    "path", ["export.csv", "export.json", "print/", "ideas/feed.atom", "ideas/feed.json"]
)
def test_nothing_of_a_closed_space_leaves_it(
    ada: Actor, burrow: Space, cyn: Actor, as_: Callable[..., Client], path: str
) -> None:
    challenge = factories.challenge(ada, burrow)

    assert as_(cyn).get(f"/t/{challenge.topic_id}/{path}").status_code == 404


def test_dates_of_stages_are_shown(
    ada: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    Stage.objects.filter(challenge=floods, kind="early").update(
        starts_on=date(2030, 3, 1), ends_on=date(2030, 4, 1)
    )
    page = as_(None).get(f"/t/{floods.topic_id}/").content.decode()

    assert page.count("March 1, 2030 to April 1, 2030") == 1
