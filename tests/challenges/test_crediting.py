"""Credit offered in one tap and taken, and shares that every holder agrees on."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.challenges.actions import (
    agree_shares,
    decline_credit,
    offer_credit,
    propose_shares,
    refuse_shares,
    take_credit,
)
from groundswell.challenges.models import WHOLE, Challenge, CreditOffer, Idea, ShareProposal
from groundswell.challenges.selectors.crediting import credit_of, ledger_page
from groundswell.challenges.shares import equal_shares, shares_in_force
from groundswell.conversations.models import Contribution, Message
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.notifications.models import Notification
from groundswell.spaces.models import Space
from tests import factories

CO_AUTHOR = Contribution.Role.CO_AUTHOR


@pytest.fixture
def willows(ada: Actor, ben: Actor, meadow: Space) -> Idea:
    challenge: Challenge = factories.challenge(ada, meadow, title="Dry cellars")
    return factories.idea(ben, challenge, title="Willows")


@pytest.fixture
def dee(meadow: Space) -> Actor:
    person = factories.person("dee")
    factories.member(person, meadow)
    return person


@pytest.fixture
def said(dee: Actor, willows: Idea) -> Message:
    return factories.reply(dee, willows.topic, text="Alders drink more.")


@pytest.fixture
def shared(ben: Actor, dee: Actor, willows: Idea, said: Message) -> Idea:
    """Ben's idea, in which Dee is a co-author."""
    offer = offer_credit(actor=ben, idea=willows, person=dee, role=CO_AUTHOR, message=said)
    take_credit(actor=dee, offer=offer)
    return willows


def told(kind: str) -> list[tuple[str, str]]:
    while project_pending():
        pass
    rows = Notification.objects.filter(kind=kind).order_by("recipient__handle")
    return list(rows.values_list("recipient__handle", "reason"))


def shares(idea: Idea) -> list[tuple[str, int | None]]:
    return [(it.actor.handle, it.share) for it in credit_of(idea, None).holders]


def test_credit_counts_when_it_is_taken(
    ben: Actor, dee: Actor, willows: Idea, said: Message
) -> None:
    offer = offer_credit(actor=ben, idea=willows, person=dee, role=CO_AUTHOR, message=said)
    before = shares(willows)
    take_credit(actor=dee, offer=offer)

    assert before == [("ben", 1000)]
    assert shares(willows) == [("ben", 500), ("dee", 500)]
    assert Contribution.objects.get(actor=dee).message == said
    assert told("challenges.credit_offered") == [("dee", "credit")]
    assert told("challenges.credit_taken") == [("ben", "credit")]


def test_credit_is_declined_and_may_be_offered_again(ben: Actor, dee: Actor, willows: Idea) -> None:
    offer = offer_credit(actor=ben, idea=willows, person=dee, role=CO_AUTHOR)
    with pytest.raises(Conflict, match="offered to them already"):
        offer_credit(actor=ben, idea=willows, person=dee, role=CO_AUTHOR)
    decline_credit(actor=dee, offer=offer)

    with pytest.raises(Conflict, match="answered this already"):
        take_credit(actor=dee, offer=offer)
    assert offer_credit(actor=ben, idea=willows, person=dee, role=CO_AUTHOR).id != offer.id
    assert shares(willows) == [("ben", 1000)]


def test_only_authors_offer_and_only_the_credited_answer(
    ada: Actor, ben: Actor, cyn: Actor, dee: Actor, willows: Idea
) -> None:
    with pytest.raises(Refused, match="Only the authors"):
        offer_credit(actor=dee, idea=willows, person=ada, role=CO_AUTHOR)
    with pytest.raises(Refused, match="offered to members"):
        offer_credit(actor=ben, idea=willows, person=cyn, role=CO_AUTHOR)
    with pytest.raises(Invalid, match="Choose one of the parts"):
        offer_credit(actor=ben, idea=willows, person=dee, role="king")
    offer = offer_credit(actor=ben, idea=willows, person=dee, role="translated")
    with pytest.raises(Refused, match="somebody else"):
        take_credit(actor=ada, offer=offer)


def test_credit_from_the_conversation_in_one_tap(
    ben: Actor, dee: Actor, willows: Idea, said: Message, as_: Callable[..., Client]
) -> None:
    menu = as_(ben).get(f"/m/{said.id}/acts/").content.decode()
    others = as_(dee).get(f"/m/{said.id}/acts/").content.decode()
    address = f"/t/{willows.topic_id}/credit/offer/"
    tapped = as_(ben).post(address, {"message": said.id})
    offer = CreditOffer.objects.get()
    idea_page = as_(dee).get(willows.get_absolute_url()).content.decode()
    waiting = as_(dee).get("/credit/").content.decode()
    taken = as_(dee).post(f"/credit/offers/{offer.id}/", {"take": "1"})
    page = as_(None).get(taken["Location"]).content.decode()

    assert (menu.count("This came from you"), others.count("This came from you")) == (1, 0)
    assert tapped.status_code == 303
    assert (offer.actor, offer.role, offer.message) == (dee, "co_author", said)
    assert idea_page.count("Something here waits for your answer:") == 1
    assert waiting.count(f'action="/credit/offers/{offer.id}/"') == 1
    assert waiting.count("Ben offers you credit in “Willows”:") == 1
    assert page.count("Co-author") == 1
    assert page.count("50 %") == 2


@pytest.mark.parametrize(
    ("told_", "says"),
    [
        ({"person": "@nobody"}, "Nobody here is called @nobody."),
        ({"person": ""}, "Say who it is."),
        ({"person": "@ben", "role": "author"}, "author"),
    ],
)
def test_refused_offer_says_why(
    ben: Actor, willows: Idea, as_: Callable[..., Client], told_: dict[str, str], says: str
) -> None:
    answer = as_(ben).post(f"/t/{willows.topic_id}/credit/offer/", told_)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert CreditOffer.objects.count() == 0


def test_shares_hold_when_every_holder_agrees(ben: Actor, dee: Actor, shared: Idea) -> None:
    parts = {ben.id: 700, dee.id: 300}
    proposal = propose_shares(actor=ben, idea=shared, parts=parts, reason="My nights")
    before = shares(shared)
    agree_shares(actor=dee, proposal=proposal)

    assert before == [("ben", 500), ("dee", 500)]
    assert shares(shared) == [("ben", 700), ("dee", 300)]
    assert credit_of(shared, None).agreed is True
    assert told("challenges.shares_proposed") == [("dee", "credit")]
    assert told("challenges.shares_settled") == [("ben", "credit")]


def test_one_refusal_ends_a_proposal(ben: Actor, dee: Actor, shared: Idea) -> None:
    parts = {ben.id: 700, dee.id: 300}
    proposal = propose_shares(actor=ben, idea=shared, parts=parts)
    with pytest.raises(Conflict, match="Another proposal waits"):
        propose_shares(actor=dee, idea=shared, parts=parts)
    refuse_shares(actor=dee, proposal=proposal)

    with pytest.raises(Conflict, match="has ended"):
        agree_shares(actor=dee, proposal=proposal)
    assert shares(shared) == [("ben", 500), ("dee", 500)]


@pytest.mark.parametrize("parts", [(700, 200), (1100, -100), (1001, 0)])
def test_parts_come_to_the_whole(
    ben: Actor, dee: Actor, shared: Idea, parts: tuple[int, int]
) -> None:
    told_ = dict(zip((ben.id, dee.id), parts, strict=True))
    with pytest.raises(Invalid, match="100 percent"):
        propose_shares(actor=ben, idea=shared, parts=told_)
    with pytest.raises(Conflict, match="changed meanwhile"):
        propose_shares(actor=ben, idea=shared, parts={ben.id: 1000})


def test_only_holders_have_a_say(ada: Actor, ben: Actor, dee: Actor, shared: Idea) -> None:
    parts = {ben.id: 700, dee.id: 300}
    with pytest.raises(Refused, match="Only those who are credited"):
        propose_shares(actor=ada, idea=shared, parts=parts)
    proposal = propose_shares(actor=ben, idea=shared, parts=parts)
    with pytest.raises(Refused, match="Only those who are credited"):
        refuse_shares(actor=ada, proposal=proposal)


def test_new_holder_ends_a_proposal_and_what_was_agreed(
    ada: Actor, ben: Actor, dee: Actor, shared: Idea
) -> None:
    agreed = propose_shares(actor=ben, idea=shared, parts={ben.id: 700, dee.id: 300})
    agree_shares(actor=dee, proposal=agreed)
    waiting = propose_shares(actor=dee, idea=shared, parts={ben.id: 400, dee.id: 600})
    offer = offer_credit(actor=ben, idea=shared, person=ada, role="translated")
    take_credit(actor=ada, offer=offer)

    with pytest.raises(Conflict, match="has ended"):
        agree_shares(actor=ben, proposal=waiting)
    assert shares(shared) == [("ben", 334), ("dee", 333), ("ada", 333)]
    Contribution.objects.filter(actor=ada).delete()
    assert shares(shared) == [("ben", 700), ("dee", 300)]


@pytest.mark.parametrize("role", ["facilitated", "reviewed"])
def test_who_helped_or_reviewed_is_named_and_takes_no_share(
    role: str,
    ada: Actor,
    ben: Actor,
    dee: Actor,
    shared: Idea,
    as_: Callable[..., Client],
) -> None:
    agreed = propose_shares(actor=ben, idea=shared, parts={ben.id: 700, dee.id: 300})
    agree_shares(actor=dee, proposal=agreed)
    waiting = propose_shares(actor=dee, idea=shared, parts={ben.id: 400, dee.id: 600})
    Contribution.objects.create(topic=shared.topic, actor=ada, role=role)
    page = as_(ada).get(f"/t/{shared.topic_id}/credit/").content.decode()
    agree_shares(actor=ben, proposal=waiting)

    assert shares(shared) == [("ben", 400), ("dee", 600), ("ada", None)]
    assert page.count("Who reviewed or helped is named, and holds none.") == 1
    with pytest.raises(Refused):
        propose_shares(actor=ada, idea=shared, parts={ben.id: 500, dee.id: 500})


def test_shares_in_the_browser(
    ben: Actor, dee: Actor, shared: Idea, as_: Callable[..., Client]
) -> None:
    own = f"/t/{shared.topic_id}/credit/"
    wrong = {f"part_{ben.id}": "70.5", f"part_{dee.id}": "30", "reason": "My nights"}
    refused = as_(ben).post(f"{own}shares/", wrong)
    as_(ben).post(f"{own}shares/", wrong | {f"part_{dee.id}": "29.5"})
    proposal = ShareProposal.objects.get()
    asked = as_(dee).get("/credit/").content.decode()
    as_(dee).post(f"/credit/shares/{proposal.id}/", {"agree": "1"})
    page = as_(None).get(own).content.decode()

    assert refused.status_code == 422
    assert refused.content.decode().count('value="70.5"') == 1
    assert asked.count(f'href="{own}#shares"') == 1
    assert page.count("70.5 %") == 1
    assert page.count("29.5 %") == 1


def test_ledger_tells_every_step_with_who_and_when(ben: Actor, dee: Actor, shared: Idea) -> None:
    proposal = propose_shares(actor=ben, idea=shared, parts={ben.id: 700, dee.id: 300})
    refuse_shares(actor=dee, proposal=proposal)
    events = ledger_page(shared, None).events[::-1]

    assert [(e.activity.kind, e.activity.actor.handle) for e in events] == [
        ("challenges.idea_shared", "ben"),
        ("challenges.credit_offered", "ben"),
        ("challenges.credit_taken", "dee"),
        ("challenges.shares_proposed", "ben"),
        ("challenges.shares_refused", "dee"),
    ]


def test_everybody_credited_stands_beside_the_idea_once(
    ben: Actor, dee: Actor, shared: Idea, as_: Callable[..., Client]
) -> None:
    offer = offer_credit(actor=ben, idea=shared, person=dee, role=Contribution.Role.TRANSLATED)
    take_credit(actor=dee, offer=offer)

    page = as_(None).get(shared.get_absolute_url()).content.decode()

    assert page.count('<li class="face-line">') == 2
    assert page.count("Co-author, Translated") == 1


def test_ledger_calls_the_idea_by_its_title(ben: Actor, shared: Idea) -> None:
    events = ledger_page(shared, ben).events

    began = events[-1].sentence
    assert strip_tags(began) == "Ben shared the idea Willows"


def test_credit_of_a_closed_space_is_not_there_for_strangers(
    ben: Actor, cyn: Actor, burrow: Space, as_: Callable[..., Client]
) -> None:
    hidden = factories.idea(ben, factories.challenge(ben, burrow))

    assert as_(cyn).get(f"/t/{hidden.topic_id}/credit/").status_code == 404


@given(st.integers(1, 3_000))
def test_equal_shares_come_to_the_whole(count: int) -> None:
    parts = equal_shares(count)

    assert (len(parts), sum(parts)) == (count, WHOLE)
    assert max(parts) - min(parts) <= 1


@given(
    st.lists(st.integers(1, 9), unique=True, min_size=1),
    st.dictionaries(st.integers(1, 9), st.integers(0, WHOLE)),
)
def test_shares_in_force_come_to_the_whole(holders: list[int], agreed: dict[int, int]) -> None:
    parts = shares_in_force(holders, agreed)

    assert (list(parts), sum(parts.values())) == (holders, WHOLE)
