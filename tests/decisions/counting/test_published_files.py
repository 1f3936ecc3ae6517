"""Elections of which others published ballots and every stage of the count, stage by stage.

`GROUNDSWELL_ELECTIONS` names a folder with `blt/` and `ref/dump/` as the tests of the open counter
Droop have them (its folder `test`). What it holds is not ours, so nothing of it stands here.
"""

import os
from fractions import Fraction
from pathlib import Path

import pytest

from groundswell.decisions.counting import count, read_blt

# The statute cuts values at five places; we keep fractions, and a pile holds thousands of ballots.
AS_MUCH_AS_CUTTING = Fraction(1, 40)
WARDS = [
    *("Anderston-City", "Baillieston", "Calton", "Canal", "Craigton", "Drumchapel-Anniesland"),
    *("East-Centre", "Garscadden-Scotsounhill", "Govan", "Greater-Pollock", "Hillhead"),
    *("Langside", "Linn", "Maryhill-Kelvin", "Newlands-Auldburn", "North-East", "Partick-West"),
    *("Pollokshields", "Shettleston", "Southside-Central", "Springburn"),
]


@pytest.fixture
def elections() -> Path:
    folder = os.environ.get("GROUNDSWELL_ELECTIONS", "")
    if not folder:
        pytest.skip("GROUNDSWELL_ELECTIONS names no folder with published elections.")
    return Path(folder)


def named(name: str) -> str:
    return " ".join(name.split())


def published(path: Path) -> tuple[list[dict[str, Fraction]], set[str]]:
    """Votes by name after each transfer, and who was elected in the end."""
    stages, elected = [], set[str]()
    for line in path.read_text(encoding="utf-8").splitlines():
        _round, act, *cells = line.split("\t")
        if act in {"begin", "transfer"}:
            places = range(2, len(cells), 3)
            stages.append({named(cells[at]): Fraction(cells[at + 2]) for at in places})
        elif act == "end":
            elected = {named(cells[at]) for at in range(2, len(cells), 3) if cells[at + 1] == "E"}
    return stages, elected


@pytest.mark.parametrize("ward", WARDS)
def test_ward_of_glasgow_2007_is_counted_as_it_was_published(elections: Path, ward: str) -> None:
    text = (elections / f"blt/scotland/{ward}-2007.blt").read_text(encoding="utf-8")
    dump = elections / f"ref/dump/scotland/{ward}-2007-scotland-fixed-p5-d5.txt"
    stages, elected = published(dump)

    counted = count(read_blt(text, method="stv"))

    ours = [
        {named(row[0]): _exact(row[1]) for row in one.table.rows} for one in counted.tally.rounds
    ]
    assert {named(counted.names[key]) for key in counted.winners} == elected
    assert len(ours) >= len(stages)
    for theirs, mine in zip(stages, ours, strict=False):
        apart = {name: abs(mine[name] - votes) for name, votes in theirs.items()}
        assert {name: by for name, by in apart.items() if by > AS_MUCH_AS_CUTTING} == {}


def _exact(cell: object) -> Fraction:
    return Fraction(str(cell))
