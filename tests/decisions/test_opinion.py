"""Opinion maps in the browser: statements, stances, the map that the worker draws."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from zipfile import ZipFile

import numpy as np
import pytest
from django.test import Client

from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.decisions import charting
from groundswell.decisions.actions import close_voting
from groundswell.decisions.actions.opinion import moderate_statement, write_statement
from groundswell.decisions.actions.stances import take_stance
from groundswell.decisions.models import (
    Decision,
    OpinionSnapshot,
    Option,
    RollEntry,
    Stance,
)
from groundswell.decisions.opinion import OpinionMap
from groundswell.decisions.opinion.folder import read_folder
from groundswell.decisions.selectors.opinion import report_of
from groundswell.decisions.tasks import draw_maps
from groundswell.notifications.models import Notification
from groundswell.spaces.models import Space
from tests import factories
from tests.decisions.opinion.crowds import planted

As = Callable[..., Client]
SEEDS = ["More trees", "Fewer cars", "Later buses", "A market hall"]


@pytest.fixture
def streets(ada: Actor, meadow: Space) -> Decision:
    charting.forget()
    return factories.decision(
        ada,
        meadow,
        method="opinion_map",
        options=SEEDS,
        title="Our streets",
        results="live",
        reasons="off",
    )


def crowd(decision: Decision, people: int = 40, statements: int = 12) -> None:
    """Two groups with lines of their own, as people of a file."""
    votes, _ = planted(people=people, statements=statements, groups=2, unseen=0.1)
    options = [
        Option(decision=decision, number=100 + n, text=f"Line {n}", key=f"line {n}")
        for n in range(statements)
    ]
    Option.objects.bulk_create(options)
    rows = [RollEntry(decision=decision, guest=str(n), voted=1) for n in range(people)]
    RollEntry.objects.bulk_create(rows)
    Decision.objects.filter(pk=decision.pk).update(ballot_count=people)
    columns = (votes.person.tolist(), votes.statement.tolist(), votes.value.tolist())
    Stance.objects.bulk_create(
        Stance(decision=decision, entry=rows[one], option=options[what], value=value)
        for one, what, value in zip(*columns, strict=True)
    )


def tally(decision: Decision, number: int) -> tuple[int, int, int]:
    one = Option.objects.get(decision=decision, number=number)
    return one.agrees, one.disagrees, one.passes


def test_map_is_opened_with_first_statements(ben: Actor, meadow: Space, as_: As) -> None:
    page = as_(ben).post(
        f"/s/{meadow.handle}/opinions/",
        {
            "title": "Our streets",
            "text": "What matters?",
            "statements": "More trees\n\nFewer cars\n",
            "moderation": "before",
            "results": "live",
        },
    )

    decision = Decision.objects.get()
    assert (page.status_code, page["Location"]) == (303, f"/t/{decision.pk}/think/")
    assert [one.text for one in decision.options.all()] == ["More trees", "Fewer cars"]
    assert (decision.method, decision.moderation) == ("opinion_map", "before")


def test_stance_is_taken_once_and_changed(ben: Actor, streets: Decision) -> None:
    take_stance(actor=ben, decision=streets, number=1, value=1)
    take_stance(actor=ben, decision=streets, number=1, value=1)
    assert tally(streets, 1) == (1, 0, 0)

    take_stance(actor=ben, decision=streets, number=1, value=-1, important=True)

    assert tally(streets, 1) == (0, 1, 0)
    assert Stance.objects.values_list("value", "weight").get() == (-1, 2)
    streets.refresh_from_db()
    assert streets.ballot_count == 1


def test_stance_after_the_end_is_refused(ada: Actor, ben: Actor, streets: Decision) -> None:
    close_voting(actor=ada, decision=streets)

    with pytest.raises(Conflict, match="Voting has ended"):
        take_stance(actor=ben, decision=streets, number=1, value=1)

    assert tally(streets, 1) == (0, 0, 0)


def test_strangers_take_no_stance(cyn: Actor, streets: Decision) -> None:
    with pytest.raises(Refused):
        take_stance(actor=cyn, decision=streets, number=1, value=1)


def test_statements_come_one_at_a_time(ben: Actor, streets: Decision, as_: As) -> None:
    reader, own = as_(ben), f"/t/{streets.pk}/think/"
    for voted in range(4):
        page = reader.get(own).content.decode()
        [text] = [text for text in SEEDS if f'id="statement" dir="auto">{text}</p>' in page]
        assert reader.get(own).content.decode().count(f'dir="auto">{text}</p>') == 1
        sent = {"statement": SEEDS.index(text) + 1, "value": "agree"}
        assert reader.post(own, sent)["Location"] == f"{own}?said={sent['statement']}"
        assert Stance.objects.count() == voted + 1

    assert "You have answered everything" in reader.get(own).content.decode()


def test_one_may_stop_after_a_dozen(ben: Actor, streets: Decision, as_: As) -> None:
    for number in range(5, 15):
        write_statement(actor=ben, decision=streets, text=f"Thing {number}")
    for number in range(1, 13):
        take_stance(actor=ben, decision=streets, number=number, value=0)
    reader, own = as_(ben), f"/t/{streets.pk}/think/"

    assert "You answered 12 statements. Thank you." in reader.get(own).content.decode()
    assert 'id="statement"' in reader.get(f"{own}?go=on").content.decode()


def test_statement_is_written_once(ben: Actor, streets: Decision, as_: As) -> None:
    write_statement(actor=ben, decision=streets, text="Quiet nights")

    with pytest.raises(Invalid, match="as statement 5"):
        write_statement(actor=ben, decision=streets, text="quiet  nights.")

    kinds = Activity.objects.filter(topic_id=streets.pk).values_list("kind", flat=True)
    assert list(kinds.order_by("id"))[1:] == ["decisions.statement_written"]
    page = as_(ben).post(f"/t/{streets.pk}/statements/", {"text": "Quiet nights"})
    assert page.status_code == 422
    assert "as statement 5" in page.content.decode()


def test_near_statements_are_shown_while_one_writes(ben: Actor, streets: Decision, as_: As) -> None:
    page = as_(ben).post(f"/t/{streets.pk}/statements/near/", {"text": "Many more trees"})

    assert page.content.decode().count("More trees") == 1


def test_statement_waits_and_its_author_reads_why_not(
    ada: Actor, ben: Actor, streets: Decision, as_: As
) -> None:
    Decision.objects.filter(pk=streets.pk).update(moderation="before")
    option = write_statement(actor=ben, decision=streets, text="Buy my shoes")
    assert option.moderation == "waiting"
    assert "Buy my shoes" not in as_(None).get(f"/t/{streets.pk}/statements/").content.decode()
    assert "Buy my shoes" in as_(ada).get(f"/t/{streets.pk}/statements/").content.decode()

    with pytest.raises(Invalid, match="Say why"):
        moderate_statement(actor=ada, decision=streets, option=option, take=False)
    own = f"/t/{streets.pk}/statements/{option.number}/"
    as_(ada).post(own, {"because": "It is an advertisement."})
    project_pending()

    assert (
        "It is an advertisement." in as_(ben).get(f"/t/{streets.pk}/statements/").content.decode()
    )
    assert Notification.objects.filter(recipient=ben).count() == 1


def test_only_who_runs_it_moderates(ben: Actor, streets: Decision, as_: As) -> None:
    page = as_(ben).post(f"/t/{streets.pk}/statements/1/", {"because": "No."})

    assert page.status_code == 403
    assert Option.objects.get(decision=streets, number=1).moderation == "shown"


def test_map_is_drawn_by_the_worker_and_read_by_everyone(streets: Decision, as_: As) -> None:
    crowd(streets)
    assert "No map yet" in as_(None).get(f"/t/{streets.pk}/map/").content.decode()

    draw_maps()

    page = as_(None).get(f"/t/{streets.pk}/map/").content.decode()
    assert "There are 2 groups that think alike." in page
    assert page.count("The ring is you") == 0
    assert "Group A" in page
    made_at = OpinionSnapshot.objects.get().made_at
    draw_maps()
    assert OpinionSnapshot.objects.get().made_at == made_at


def test_of_fewer_than_five_it_is_not_told_who_said_what(
    ada: Actor, ben: Actor, streets: Decision, as_: As
) -> None:
    for number in (1, 2, 3, 4):
        take_stance(actor=ben, decision=streets, number=number, value=1)
    draw_maps()
    own = streets.get_absolute_url()
    page, list_page, one = (
        as_(ada).get(f"{own}{path}").content.decode()
        for path in ("map/", "statements/", "statements/1/")
    )
    close_voting(actor=ada, decision=streets)

    assert ("No map yet" in page, "% agree" in page) == (True, False)
    assert "What people said is shown from five people on" in list_page
    assert ["1 agree" in text for text in (list_page, one)] == [False, False]
    assert as_(ada).get(f"{own}export/opinions.zip").status_code == 409
    assert "As data" not in as_(ada).get(f"{own}map/").content.decode()


def test_group_says_more_only_what_the_others_do_not_say_as_much(streets: Decision) -> None:
    crowd(streets)
    draw_maps()
    kept = OpinionSnapshot.objects.get()
    group = next(one for one in kept.shown["groups"] if one["letter"] == "A")
    number, side = group["says"][0]
    everybody, own = kept.shown["tallies"][str(number)], group["tallies"][str(number)]
    everybody[:2] = [own[0] * 2, own[1] * 2]
    everybody[2] = own[2] * 2
    kept.save()

    report = report_of(streets, None)
    assert report is not None

    said = {
        one.letter: [(line.statement.number, line.side) for line in one.says]
        for one in report.groups
    }
    assert [number, side] in group["says"]
    assert said["A"] == [tuple(one) for one in group["says"][1:]]


def test_one_sees_where_one_stands_oneself(
    ada: Actor, ben: Actor, streets: Decision, as_: As
) -> None:
    crowd(streets)
    for number in range(100, 112):
        take_stance(actor=ben, decision=streets, number=number, value=1)
    draw_maps()

    page = as_(ben).get(f"/t/{streets.pk}/map/").content.decode()

    assert page.count('class="here"') == 1
    assert as_(ada).get(f"/t/{streets.pk}/map/").content.decode().count('class="here"') == 0
    entry = RollEntry.objects.get(decision=streets, actor=ben)
    assert str(entry.id) not in page


def test_who_stands_as_near_to_another_group_is_between_the_two() -> None:
    points = np.array([[-1.0, 0.0]] * 9 + [[1.0, 0.0]] * 9 + [[0.0, 0.1]])
    groups = [
        SimpleNamespace(letter=letter, members=np.array(members))
        for letter, members in (("A", [*range(9), 18]), ("B", range(9, 18)))
    ]
    made = SimpleNamespace(distinct=True, groups=groups, people=np.arange(19), points=points)

    assert charting.others_of(cast("OpinionMap", made)) == [""] * 18 + ["B"]


def test_who_stands_between_groups_is_told_so_and_nobody_else(
    ada: Actor, ben: Actor, streets: Decision, as_: As
) -> None:
    crowd(streets)
    for person in (ada, ben):
        for number in range(100, 112):
            take_stance(actor=person, decision=streets, number=number, value=1)
    draw_maps()
    kept = OpinionSnapshot.objects.get()
    for person, other in ((ada, ""), (ben, "B")):
        kept.places[str(RollEntry.objects.get(decision=streets, actor=person).id)][3] = other
    kept.save()

    told = "You stand between it and group B"
    pages = [as_(who).get(f"/t/{streets.pk}/map/").text for who in (ben, ada, None)]
    assert [told in page for page in pages] == [True, False, False]


def test_map_after_closing_is_not_shown_before(ben: Actor, streets: Decision, as_: As) -> None:
    Decision.objects.filter(pk=streets.pk).update(results="after_close")
    crowd(streets)
    draw_maps()

    assert as_(ben).get(f"/t/{streets.pk}/map/").status_code == 409
    assert "agree," not in as_(ben).get(f"/t/{streets.pk}/statements/").content.decode()


def test_letters_stay_after_the_worker_was_restarted(streets: Decision) -> None:
    crowd(streets)
    draw_maps()
    before = OpinionSnapshot.objects.get().places
    charting.forget()
    OpinionSnapshot.objects.update(until=streets.opened_at)

    draw_maps()

    assert OpinionSnapshot.objects.get().places == before


def test_topic_leads_to_the_statements(streets: Decision, as_: As) -> None:
    page = as_(None).get(streets.get_absolute_url()).content.decode()

    assert f'href="/t/{streets.pk}/map/"' in page
    assert f'href="/t/{streets.pk}/statements/"' in page
    assert "Nobody sees who answered how" in page
    assert page.count("Sign in to") == page.count("Sign in to say") + page.count("Sign in to reply")
    assert as_(None).get(f"/t/{streets.pk}/vote/")["Location"] == f"/t/{streets.pk}/think/"


def test_export_is_read_again_as_it_was(
    ada: Actor, streets: Decision, as_: As, tmp_path: Path
) -> None:
    crowd(streets)
    where = f"/t/{streets.pk}/export/opinions.zip"
    assert as_(None).get(where).status_code == 409
    close_voting(actor=ada, decision=streets)
    draw_maps()

    answer = as_(None).get(where)

    with ZipFile(BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path)
    again = read_folder(tmp_path)
    assert (len(again.votes.people), len(again.votes)) == (40, Stance.objects.count())
    assert again.about["topic"] == "Our streets"
    assert {one.text for one in again.statements} >= set(SEEDS)
    shown = OpinionSnapshot.objects.get().shown
    assert sorted(map(len, again.groups.values())) == sorted(g["people"] for g in shown["groups"])


def test_bloc_is_named_in_words_on_the_report(streets: Decision, as_: As) -> None:
    crowd(streets)
    rows = [RollEntry(decision=streets, guest=f"bot{n}", voted=1) for n in range(10)]
    RollEntry.objects.bulk_create(rows)
    lines = list(streets.options.filter(number__gte=100))
    Stance.objects.bulk_create(
        Stance(decision=streets, entry=one, option=line, value=1 if line.number % 2 else -1)
        for one in rows
        for line in lines
    )
    draw_maps()

    page = as_(None).get(f"/t/{streets.pk}/map/").content.decode()

    assert "10 people (20 %) answered exactly alike." in page
    assert "Counted as one person, there are distinct groups all the same." in page
    assert "It may be a campaign, a class, or one person with several names." in page
    shown = OpinionSnapshot.objects.get().shown
    letters = [one["letter"] for one in shown["blocs"] if one["people"] == 10]
    assert [f"They are most of group {letter}." in page for letter in letters if letter] in (
        [],
        [True],
    )
