"""A file can say anything of a decision: what is here is counted, what cannot be is refused."""

import json
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from groundswell.actors.models import Actor
from groundswell.decisions.actions import Cast, cast_ballot, cast_secret, close_voting
from groundswell.decisions.actions.opinion import write_statement
from groundswell.decisions.actions.stances import take_stance
from groundswell.decisions.models import Ballot, Decision, Result, RollEntry, ShownCount
from groundswell.exchange.exporters.archive import pack_space
from groundswell.exchange.importers.archive import open_archive
from groundswell.exchange.importers.archive.bring import bring
from groundswell.exchange.importers.shapes import SourceError
from groundswell.exchange.importers.tally import Tally
from groundswell.spaces.models import Space
from tests import factories
from tests.exchange.archives import empty_site

Told = dict[str, Any]
HUGE = '["{a:>2000000000}", {"a": 1}]'


def brought(space: Space, folder: Path, change: Callable[[Told], object]) -> None:
    """The only decision of the space, as a file that somebody changed says it was."""
    pack_space(space, folder / "good.zip")
    empty_site()
    with (
        zipfile.ZipFile(folder / "good.zip") as packed,
        zipfile.ZipFile(folder / "bad.zip", "w") as out,
    ):
        manifest = json.loads(packed.read("manifest.json"))
        for entry in manifest["files"]:
            data = packed.read(entry["path"])
            if entry["path"] == "decisions.jsonl":
                told = json.loads(data)
                change(told)
                data = json.dumps(told).encode() + b"\n"
                entry |= {"sha256": sha256(data).hexdigest()}
            out.writestr(entry["path"], data)
        out.writestr("manifest.json", json.dumps(manifest))
    with open_archive(folder / "bad.zip") as archive:
        bring(archive, Tally())


def voted(ada: Actor, space: Space, *, voters: int = 1, secrecy: str = "open") -> Decision:
    """Closed, with ballots for Oak."""
    decision = factories.decision(
        ada, space, method="plurality", options=["Oak", "Ash"], quorum=10, secrecy=secrecy
    )
    mark = Cast(marks={decision.options.get(number=1).id: 1})
    cast = cast_secret if secrecy == "secret" else cast_ballot
    for person in [ada, *(factories.person(f"voter{at}") for at in range(1, voters))]:
        if person != ada:
            factories.member(person, space)
        cast(actor=person, decision=decision, cast=mark)
    close_voting(actor=ada, decision=decision)
    return decision


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"marks": {"9" * 5000: 1}}, "marks is not about options of the decision"),
        ({"marks": {"1": 1, "2": 1}}, "marks is not a ballot by the rules of the decision"),
        ({"cast": "2999-01-01T00:00:00+00:00"}, "cast is not a moment that has passed"),
        ({"people": 900}, "people is not how many of the roll it spoke for"),
    ],
)
def test_untrue_ballots_are_refused(
    ada: Actor, meadow: Space, tmp_path: Path, said: Told, sentence: str
) -> None:
    voted(ada, meadow)

    with pytest.raises(SourceError, match=sentence):
        brought(meadow, tmp_path, lambda told: told["ballots"][0].update(said))


def test_count_beside_ballots_is_not_believed(
    ada: Actor, ben: Actor, meadow: Space, tmp_path: Path, client: Client
) -> None:
    decision = voted(ada, meadow)
    counted = Result.objects.get().counted

    def change(told: Told) -> None:
        told["shown"]["main"] |= {"winners": ["9"], "says": [HUGE]}
        told["counts"][0]["counted"] |= {"winners": ["2"], "cast": 99}
        told["counts"][0]["inputs"] = "made up"
        for one in told["roll"]:
            one["voted"] = 1

    brought(meadow, tmp_path, change)

    assert Result.objects.get().counted == counted
    assert ShownCount.objects.get().told["main"]["winners"] == ["1"]
    assert RollEntry.objects.filter(voted=1).count() == Decision.objects.get().ballot_count == 1
    assert client.get(f"/t/{decision.topic_id}/result/").status_code == 200


def test_winner_among_few_secret_ballots_is_an_option(
    ada: Actor, meadow: Space, tmp_path: Path
) -> None:
    voted(ada, meadow, secrecy="secret")

    with pytest.raises(SourceError, match="winners is not a list of options of the decision"):
        brought(meadow, tmp_path, lambda told: told["shown"]["main"].update(winners=["9"]))


def test_words_of_a_file_fill_no_sentence(
    ada: Actor, meadow: Space, tmp_path: Path, client: Client
) -> None:
    decision = voted(ada, meadow, secrecy="secret")

    def change(told: Told) -> None:
        main = told["shown"]["main"]
        main |= {"says": [HUGE], "tests": [{**one, "says": HUGE} for one in main["tests"]]}

    brought(meadow, tmp_path, change)
    main = ShownCount.objects.get().told["main"]

    assert ([one["says"] for one in main["tests"]], main["says"]) == (['["", {}]'], [])
    assert client.get(f"/t/{decision.topic_id}/result/").status_code == 200


def test_few_secret_ballots_come_to_one_count(ada: Actor, meadow: Space, tmp_path: Path) -> None:
    voted(ada, meadow, secrecy="secret")

    brought(meadow, tmp_path, lambda told: told.update(counts=told["counts"] * 3))

    assert Result.objects.count() == 1


def test_two_secret_ballots_of_one_id_are_two(ada: Actor, meadow: Space, tmp_path: Path) -> None:
    voted(ada, meadow, voters=5, secrecy="secret")

    brought(meadow, tmp_path, lambda told: [one.update(id="7") for one in told["ballots"]])

    assert Ballot.objects.count() == 5


@pytest.mark.parametrize("said", [{"1": [[], 1]}, {"1": [True, 1]}, {"9" * 5000: [1, 1]}])
def test_stance_that_is_none_is_refused(
    ada: Actor, meadow: Space, tmp_path: Path, said: Told
) -> None:
    opinions = factories.decision(ada, meadow, method="opinion_map", results="live")
    write_statement(actor=ada, decision=opinions, text="Quiet")
    for person in [ada, *(factories.person(f"voter{at}") for at in range(4))]:
        if person != ada:
            factories.member(person, meadow)
        take_stance(actor=person, decision=opinions, number=1, value=1)

    with pytest.raises(SourceError, match="said is not about statements of the map"):
        brought(meadow, tmp_path, lambda told: told["participants"][0].update(said=said))
