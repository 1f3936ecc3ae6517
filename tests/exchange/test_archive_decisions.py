"""Decisions go into an archive and come back the same, as far as their rules let anybody see."""

from datetime import timedelta
from pathlib import Path

from django.test import Client
from django.utils import timezone

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.decisions.actions import (
    Cast,
    Promise,
    answer_objection,
    cast_as_guest,
    cast_ballot,
    cast_secret,
    close_voting,
    end_commitment,
    give_delegation,
    invite_guest,
    name_voter,
    object_as_guest,
    settle_as_guest,
    state_outcome,
)
from groundswell.decisions.actions.opinion import write_statement
from groundswell.decisions.actions.stances import take_stance
from groundswell.decisions.models import (
    Ballot,
    Commitment,
    Decision,
    Delegation,
    Objection,
    RollEntry,
    Stance,
)
from groundswell.exchange.actions._arriving_decisions import BEGUN_ANEW
from groundswell.exchange.exporters.archive import pack_space
from groundswell.exchange.importers.archive import open_archive
from groundswell.exchange.importers.archive.bring import bring
from groundswell.exchange.importers.tally import Tally
from groundswell.spaces.actions import leave_space
from groundswell.spaces.models import Space
from tests import factories
from tests.exchange.archives import content, empty_site


def trees(ada: Actor, space: Space, people: list[Actor]) -> None:
    """Open, ranked, with a guest, a group, a delegate, an outcome and promises."""
    decision = factories.decision(
        ada, space, method="irv", options=["Oak", "Ash"], title="Trees", results="live"
    )
    oak, ash = decision.options.all()
    guest = invite_guest(actor=ada, decision=decision, name="Gil", group="Authorities")
    name_voter(actor=ada, decision=decision, voter=people[1], group="Tenants")
    cast_as_guest(actor=guest, cast=Cast(marks={ash.id: 1}))
    ranked = Cast(marks={oak.id: 1, ash.id: 2}, reason="Oaks last.")
    cast_ballot(actor=people[1], decision=decision, cast=ranked)
    give_delegation(actor=people[2], space=space, delegate=people[1])
    close_voting(actor=ada, decision=decision)
    day = timezone.localdate() + timedelta(days=9)
    promises = (Promise(who=people[1], what="dig", by_when=day), Promise(who=ada, what="buy"))
    state_outcome(
        actor=ada, decision=decision, text="Oak.", adopts=(oak,), review_on=day, promises=promises
    )
    done = Commitment.objects.get(what="buy")
    end_commitment(actor=ada, commitment=done, state="done", note="Ten of them.")


def ballots(ada: Actor, space: Space, people: list[Actor]) -> str:
    """Secret ones: five that are published, four that never are, one that is still in the box."""
    receipts = []
    for title, voters in (("Many", 5), ("Few", 4), ("Running", 1)):
        decision = factories.decision(
            ada, space, method="plurality", options=["Yes", "No"], secrecy="secret", title=title
        )
        mark = Cast(marks={decision.options.get(number=1).id: 1})
        receipts += [
            cast_secret(actor=one, decision=decision, cast=mark) for one in people[:voters]
        ]
        if title != "Running":
            close_voting(actor=ada, decision=decision)
    return receipts[0]


def maps(ada: Actor, space: Space, people: list[Actor]) -> None:
    """Consent with an objection; an opinion map."""
    path = factories.decision(ada, space, method="consent", title="Path")
    against = Cast(position="objection", reason="Children walk there.")
    cast_ballot(actor=people[1], decision=path, cast=against)
    raised = Objection.objects.get()
    answer_objection(actor=ada, objection=raised, state="heard", note="We look at it.")
    opinions = factories.decision(
        ada, space, method="opinion_map", results="live", title="Opinions"
    )
    for text in ("Quiet", "Green"):
        write_statement(actor=ada, decision=opinions, text=text)
    take_stance(actor=people[1], decision=opinions, number=1, value=1, important=True)
    for one in (ada, *people[2:]):
        take_stance(actor=one, decision=opinions, number=2, value=-1)


def answered_by(people: int, decision: Decision) -> None:
    """So many members agree with the first statement of a map."""
    for at in range(people):
        person = factories.person(f"voter{at}")
        factories.member(person, decision.topic.space)
        take_stance(actor=person, decision=decision, number=1, value=1)


def lines_without_running(path: Path) -> dict[str, object]:
    """An archive without the decisions that ran when it was packed, which arrive as drafts."""
    found = content(path)
    decisions = found.pop("decisions")
    assert isinstance(decisions, list)
    maps = [one for one in decisions if one["method"] == "opinion_map"]
    ended = [one for one in decisions if one["state"] in {"closed", "decided"}]
    return {**found, "decisions": ended + maps}


def test_decisions_come_back_as_they_were(
    ada: Actor, ben: Actor, meadow: Space, tmp_path: Path, client: Client
) -> None:
    people = [ada, ben, *(factories.person(name) for name in ("dot", "eve", "fay"))]
    for one in people[2:]:
        factories.member(one, meadow)
    trees(ada, meadow, people)
    receipt = ballots(ada, meadow, people)
    maps(ada, meadow, people)
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    left_out = pack_space(meadow, first).left_out
    tree = Decision.objects.get(topic__title="Trees")
    result, listed = f"/t/{tree.topic_id}/result/", f"/t/{tree.topic_id}/export/decision.json"
    before = [client.get(result).text.count("<td>"), client.get(listed).json()]

    empty_site()
    tally = Tally()
    with open_archive(first) as archive:
        bring(archive, tally)
    pack_space(Space.objects.get(), second)
    running = [lines_without_running(one) for one in (first, second)]
    many = Decision.objects.get(topic__title="Many")
    after = [client.get(result).text.count("<td>"), client.get(listed).json()]

    assert running[1] == running[0]
    anew = Decision.objects.filter(topic__title__in=["Path", "Running"])
    assert {(one.state, one.opened_at, one.closes_at) for one in anew} == {("draft", None, None)}
    assert not RollEntry.objects.filter(decision__in=anew, voted=1).exists()
    assert tally.remarks["decisions", BEGUN_ANEW] == 2
    assert after == before
    assert left_out == {"who votes for whom": 1, "ballots that nobody may see yet": 5}
    assert receipt in client.get(f"/t/{many.topic_id}/ballots/").text
    assert not Ballot.objects.filter(decision__topic__title__in=["Few", "Running", "Path"]).exists()
    assert not RollEntry.objects.filter(decision__topic__title="Running", voted=1).exists()
    assert not Stance.objects.exclude(entry__actor=None).exists()
    assert Delegation.objects.count() == 0
    assert [one.agrees for one in Decision.objects.get(topic__title="Opinions").options.all()] == [
        1,
        0,
    ]


def test_what_a_guest_objected_to_comes_back_with_what_became_of_it(
    ada: Actor, meadow: Space, tmp_path: Path, client: Client
) -> None:
    path = factories.decision(ada, meadow, method="consent", title="Path")
    for name in ("Gil", "Olga"):
        guest = invite_guest(actor=ada, decision=path, name=name)
        against = Cast(position="objection", reason=f"Zq{name} walks there.")
        raised = object_as_guest(actor=meadow.actor, entry=guest, cast=against)
        answer_objection(actor=ada, objection=raised, state="heard", note="We look at it.")
    guest.refresh_from_db()
    said = {"state": "integrated", "note": "Noon is fine."}
    settle_as_guest(actor=meadow.actor, entry=guest, objection=raised, **said)
    Decision.objects.update(closes_at=timezone.now())
    close_voting(actor=ada, decision=path)
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    pack_space(meadow, first)

    empty_site()
    with open_archive(first) as archive:
        bring(archive, Tally())
    pack_space(Space.objects.get(), second)

    assert content(second)["decisions"] == content(first)["decisions"]
    told = [(one.name, one.words, one.state, one.note) for one in Objection.objects.order_by("at")]
    assert told == [
        ("Gil", "ZqGil walks there.", "heard", "We look at it."),
        ("Olga", "ZqOlga walks there.", "integrated", "Noon is fine."),
    ]
    words = Ballot.objects.order_by("entry__guest").values_list("position", "words")
    assert list(words) == [("objection", "ZqGil walks there."), ("consent", "Noon is fine.")]


def test_who_left_takes_their_ballot_out_of_the_archive(
    ada: Actor, ben: Actor, meadow: Space, tmp_path: Path
) -> None:
    decision = factories.decision(
        ada, meadow, method="plurality", options=["Oak", "Ash"], results="live"
    )
    for person in (ada, ben):
        mark = Cast(marks={decision.options.get(number=1).id: 1})
        cast_ballot(actor=person, decision=decision, cast=mark)
    leave_space(actor=ben, space=meadow)
    project_pending()
    pack_space(meadow, tmp_path / "left.zip")

    (told,) = content(tmp_path / "left.zip")["decisions"]
    assert [one["voter"] for one in told["ballots"]] == [0]
    assert [one.get("voted", 0) for one in told["roll"]] == [1, 0]


def test_who_left_takes_their_answers_out_of_the_archive_of_a_map(
    ada: Actor, ben: Actor, meadow: Space, tmp_path: Path
) -> None:
    decision = factories.decision(
        ada, meadow, method="opinion_map", options=["Oak", "Ash"], results="live"
    )
    answered_by(5, decision)
    take_stance(actor=ben, decision=decision, number=2, value=-1)
    leave_space(actor=ben, space=meadow)
    project_pending()
    pack_space(meadow, tmp_path / "map.zip")

    (told,) = content(tmp_path / "map.zip")["decisions"]
    assert told["participants"] == [{"said": {"1": [1, 1]}}] * 5


def test_archive_tells_nothing_that_fewer_than_five_said_on_a_map(
    ada: Actor, ben: Actor, meadow: Space, tmp_path: Path
) -> None:
    few = factories.decision(ada, meadow, method="opinion_map", options=["Oak"], results="live")
    answered_by(4, few)
    close_voting(actor=ada, decision=few)
    left_out = pack_space(meadow, tmp_path / "few.zip").left_out

    (told,) = content(tmp_path / "few.zip")["decisions"]
    assert "participants" not in told
    assert left_out == {"ballots that nobody may see yet": 4}


def test_archive_tells_no_hash_and_no_number_of_a_few_secret_ballots(
    ada: Actor, meadow: Space, tmp_path: Path
) -> None:
    few, running = (
        factories.decision(
            ada, meadow, method="plurality", options=["Yes", "No"], secrecy="secret", title=title
        )
        for title in ("Few", "Running")
    )
    for decision in (few, running):
        mark = Cast(marks={decision.options.get(number=1).id: 1})
        cast_secret(actor=ada, decision=decision, cast=mark)
    close_voting(actor=ada, decision=few)
    left_out = pack_space(meadow, tmp_path / "few.zip").left_out

    told = content(tmp_path / "few.zip")["decisions"]
    assert [[one["inputs"] for one in it.get("counts", [])] for it in told] == [[""], []]
    assert left_out == {}
