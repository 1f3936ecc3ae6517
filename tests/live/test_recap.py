"""The recap by rule, takeaways that a repeat strengthens, and what one can take away."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.conversations.actions import delete_message, react
from groundswell.conversations.growing import Words
from groundswell.conversations.models import Contribution, Message, Topic
from groundswell.core.errors import Conflict, Invalid
from groundswell.live.actions import (
    Answered,
    Rhythm,
    add_takeaway,
    answer_question,
    begin_series,
    begin_session,
    close_session,
    grow_takeaway,
    lift_takeaway,
    say_too,
    write_line,
)
from groundswell.live.models import Question, Session, Takeaway
from groundswell.live.selectors.recap import near_repeat, recap_of, takeaways_of
from groundswell.notifications.models import Notification
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import again, asks, came, guest, own, votes

DYKE = "How high is the dyke at the mill?"
ROAD = "Which road stays open when it floods?"


@pytest.fixture
def past(ada: Actor, ben: Actor, meadow: Space) -> Session:
    session = factories.session(ada, meadow, title="River evening", guests=True)
    begin_session(actor=ada, session=session)
    who = came(ben, session)
    answered, carried = asks(who, session, DYKE), asks(who, session, ROAD)
    votes(came(ada, session), answered)
    guest(session)
    for text in ("See https://example.org/map.", "Thank you"):
        line = write_line(actor=ben, session=own(session), participant=who, text=text)
    react(actor=ada, message=line, sign="👍")
    answer_question(
        actor=ada,
        question=again(answered),
        answered=Answered(how="writing", words="Four metres."),
    )
    close_session(actor=ada, session=own(session))
    del carried
    return own(session)


def test_recap_is_read_off_what_happened(past: Session) -> None:
    recap = recap_of(past)

    assert (recap.pulse.quiet, recap.pulse.peaks) == ([], [])
    assert [one.text for one in recap.answered] == [DYKE]
    assert [one.text for one in recap.carried] == [ROAD]
    assert recap.links == ["https://example.org/map"]
    assert [line.text for line in recap.best] == ["Thank you"]
    assert (recap.present, recap.spoke, recap.only_read) == (3, 2, 1)


def test_no_minute_of_the_recap_is_both_full_and_quiet(
    ada: Actor, past: Session, as_: Callable[..., Client]
) -> None:
    start = past.closed_at - timedelta(minutes=12)
    Session.objects.update(began_at=start)
    for _more in range(4):
        factories.reply(ada, past.topic)
    said = Message.objects.filter(topic=past.topic, kind__in=["reply", "question"])
    seconds = [375, 376, 377, 378, 379, 380, 719, 719, 719][: said.count()]
    for line, second in zip(said.order_by("number"), seconds, strict=True):
        Message.objects.filter(id=line.id).update(published_at=start + timedelta(seconds=second))
    pulse = recap_of(own(past)).pulse

    assert next(one.label for one in pulse.peaks) == "7"
    assert [one.label for one in pulse.quiet] == ["1\N{EN DASH}6", "8\N{EN DASH}11"]


def test_recap_says_when_nobody_wrote_and_when_most_was_said(
    ada: Actor, ben: Actor, past: Session, as_: Callable[..., Client]
) -> None:
    start = past.closed_at - timedelta(hours=1)
    Session.objects.update(began_at=start)
    minutes = [0, 4, 10, *[14] * 3, *[15] * 4, 19, 24, 28, 31, 41, *[45] * 3, 49, 53, 57]
    for _more in range(len(minutes) - 5):
        factories.reply(ada, past.topic)
    said = Message.objects.filter(topic=past.topic, kind__in=["reply", "question"])
    for line, minute in zip(said.order_by("number"), minutes, strict=True):
        Message.objects.filter(id=line.id).update(published_at=start + timedelta(minutes=minute))
    pulse = recap_of(own(past)).pulse
    page = as_(None).get(past.get_absolute_url()).content.decode()

    dash = "\N{EN DASH}"
    assert [(one.first, one.last, one.said) for one in pulse.peaks] == [(15, 16, 7), (46, 46, 3)]
    assert [one.label for one in pulse.quiet] == [f"6{dash}10", f"21{dash}24", f"33{dash}41"]
    assert page.count(f"Most was said in minutes 15{dash}16, 46.") == 1
    assert page.count(f"Nobody wrote in minutes 6{dash}10") == 1


def test_takeaway_leads_to_what_shows_it(
    ada: Actor, ben: Actor, past: Session, as_: Callable[..., Client]
) -> None:
    asked = Question.objects.get(message__text=DYKE)
    line = Message.objects.get(topic=past.topic, text="Thank you")
    own_page = f"{past.get_absolute_url()}takeaways/"
    menu = as_(ben).get(f"/m/{line.id}/acts/")
    offered = as_(ben).get(f"{own_page}?item={line.id}").content.decode()
    as_(ben).post(own_page, {"text": "Keep the boots by the door", "items": [str(line.id)]})
    takeaway = Takeaway.objects.get()
    more = {"act": "too", "words": "Boots by the door", "items": [str(asked.message_id)]}
    as_(ada).post(f"{own_page}{takeaway.message_id}/", more)
    [said] = takeaways_of(past, None)
    pages = [as_(None).get(it).content.decode() for it in (past.get_absolute_url(), own_page)]
    delete_message(actor=ben, message=line)

    assert menu.content.decode().count("Take away from this") == 1
    assert offered.count(f'value="{line.id}" checked') == 1
    assert [one.text for one in said.items] == [DYKE, "Thank you"]
    assert [page.count('class="shown-by"') for page in pages] == [1, 1]
    assert [one.text for one in takeaways_of(past, None)[0].items] == [DYKE]


@pytest.mark.parametrize("what", ["elsewhere", "opening", "gone"])
def test_only_what_was_said_in_the_session_shows_a_takeaway(
    ada: Actor, past: Session, what: str
) -> None:
    line = Message.objects.get(topic=past.topic, text="Thank you")
    item = {
        "elsewhere": lambda: factories.reply(ada, factories.topic(ada, past.topic.space)),
        "opening": lambda: Message.objects.get(topic=past.topic, number=1),
        "gone": lambda: line,
    }[what]()
    if what == "gone":
        delete_message(actor=ada, message=line)
        item.refresh_from_db()

    with pytest.raises(Invalid, match="still stand"):
        add_takeaway(actor=ada, session=past, text="Boots by the door", items=[item])
    assert Takeaway.objects.count() == 0


def test_recap_stands_on_the_page_of_the_session(past: Session, as_: Callable[..., Client]) -> None:
    page = as_(None).get(past.get_absolute_url()).content.decode()

    assert page.count("3 people came") == 1
    assert page.count("Four metres.") >= 1
    assert page.count("https://example.org/map") >= 1


def test_who_says_it_too_strengthens_it(ada: Actor, ben: Actor, past: Session) -> None:
    takeaway = add_takeaway(actor=ada, session=past, text="Keep the boots by the door")
    say_too(actor=ben, takeaway=takeaway, words="Boots belong by the door")
    project_pending()
    [said] = takeaways_of(past, ben)

    assert (said.takeaway.said_count, said.mine) == (2, True)
    assert [it.words for it in said.wordings] == ["", "Boots belong by the door"]
    assert Notification.objects.filter(recipient=ada, reason="credit").count() == 1
    with pytest.raises(Conflict, match="already"):
        say_too(actor=ben, takeaway=takeaway)


def test_near_repeat_is_offered_to_be_said_too(
    ada: Actor, ben: Actor, past: Session, as_: Callable[..., Client]
) -> None:
    first = add_takeaway(actor=ada, session=past, text="Keep the boots by the door")
    address = f"{past.get_absolute_url()}takeaways/"
    offered = as_(ben).post(address, {"text": "Keep your boots by the door"})
    taken = as_(ben).post(
        f"{address}{first.message_id}/", {"act": "too", "words": "Keep your boots by the door"}
    )

    assert near_repeat(past, "Sandbags are in the shed") is None
    assert (offered.status_code, offered.content.decode().count("Say it too")) == (422, 1)
    assert taken.status_code == 303
    assert (Takeaway.objects.count(), Takeaway.objects.get().said_count) == (1, 2)


def test_topic_grows_out_of_a_takeaway_with_everybody_credited(
    ada: Actor, ben: Actor, past: Session
) -> None:
    takeaway = add_takeaway(actor=ben, session=past, text="Keep the boots by the door")
    say_too(actor=ada, takeaway=takeaway)
    held = {"actor": ada, "takeaway": takeaway, "ground": f"space-{past.topic.space_id}"}
    topic = grow_takeaway(**held, words=Words(title="Boots", text="By the door"))
    project_pending()
    takeaway.refresh_from_db()

    assert (topic.title, takeaway.became) == ("Boots", topic)
    assert set(Contribution.objects.filter(topic=topic).values_list("actor", "role")) == {
        (ada.id, "author"),
        (ben.id, "co_author"),
    }
    assert list(topic.links_out.values_list("kind", "target")) == [("derived_from", past.topic_id)]
    assert Notification.objects.filter(recipient=ben, topic_id=topic.id).count() == 1
    with pytest.raises(Conflict):
        grow_takeaway(**held, words=Words(title="Again", text="By the door"))
    assert Topic.objects.filter(title="Again").count() == 0


def test_seven_takeaways_are_lifted_and_stand_first(ada: Actor, past: Session) -> None:
    all_of_them = [
        add_takeaway(actor=ada, session=past, text=f"Statement number {number}")
        for number in range(8)
    ]
    for one in all_of_them[1:]:
        lift_takeaway(actor=ada, takeaway=one)

    with pytest.raises(Conflict, match="Seven"):
        lift_takeaway(actor=ada, takeaway=all_of_them[0])
    lift_takeaway(actor=ada, takeaway=all_of_them[3], lifted=False)
    ids = [one.takeaway.message_id for one in takeaways_of(past, ada)]
    assert [all_of_them.index(one) for one in all_of_them if one.message_id in ids[6:]] == [0, 3]


def test_session_is_taken_away_in_four_forms(
    ada: Actor, past: Session, as_: Callable[..., Client]
) -> None:
    add_takeaway(actor=ada, session=past, text="=Keep the boots by the door")
    browser, base = as_(None), f"{past.get_absolute_url()}recap."
    found = {form: browser.get(base + form) for form in ("json", "csv", "md", "html")}
    data = json.loads(found["json"].content)
    texts = {form: answer.content.decode() for form, answer in found.items()}

    assert [one["text"] for one in data["questions"]] == [DYKE, ROAD]
    assert data["figures"]["present"] == 3
    assert data["takeaways"][0]["said_by"] == 1
    assert data["lines"] == [{"author": "Ben", "text": "Thank you"}]
    assert [texts[form].count("Thank you") for form in ("csv", "md", "html")] == [1, 1, 1]
    assert texts["csv"].count("'=Keep the boots") == 1
    assert texts["md"].startswith("# River evening\n")
    assert [text.count("Four metres.") >= 1 for text in texts.values()] == [True] * 4
    assert browser.get(base + "exe").status_code == 404


def test_takeaway_that_never_was_is_not_there(
    ada: Actor, past: Session, as_: Callable[..., Client]
) -> None:
    addresses = [f"{past.get_absolute_url()}takeaways/{number}/" for number in (7, 10**30)]

    assert [as_(ada).post(one, {"act": "too"}).status_code for one in addresses] == [404, 404]


def test_deleted_takeaway_is_taken_up_no_more(
    ada: Actor, past: Session, as_: Callable[..., Client]
) -> None:
    takeaway = add_takeaway(actor=ada, session=past, text="Keep the boots by the door")
    begin_series(actor=ada, session=past, rhythm=Rhythm(title="River", weeks=1, hosts=[ada]))
    delete_message(actor=ada, message=takeaway.message)
    address = f"{past.get_absolute_url()}takeaways/{takeaway.message_id}/"
    acts = ("next", "grow", "lift", "too")

    assert [as_(ada).post(address, {"act": act}).status_code for act in acts] == [404] * 4
