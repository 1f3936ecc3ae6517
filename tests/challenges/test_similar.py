"""Similar ideas while one types: what is found, for whom, and that nothing typed is lost."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client

from groundswell.activity.projector import project_pending, rebuild
from groundswell.actors.models import Actor
from groundswell.challenges.actions import NewIdea, combine_ideas, split_idea, support_idea
from groundswell.challenges.models import Challenge, Idea, Support, Wording
from groundswell.challenges.projections import index
from groundswell.challenges.selectors.listing import idea_list
from groundswell.challenges.selectors.similar import already_shared, similar
from groundswell.challenges.tokens import digest, grams, likeness, rarest, said, tokens
from groundswell.conversations.actions import delete_message, edit_message
from groundswell.conversations.models import Message
from groundswell.spaces.models import Space
from tests import factories

WILLOWS = "Plant willows along the stream so that their roots drink the flood."
KERBS = "Lower the kerbs at every crossing for wheelchairs and prams."
DRAFT = {"title": "Trees by the water", "text": WILLOWS[:45] + " at once", "discipline": "Botany"}


@pytest.fixture
def floods(ada: Actor, meadow: Space) -> Challenge:
    return factories.challenge(ada, meadow, title="Dry cellars")


@pytest.fixture
def willows(ben: Actor, floods: Challenge) -> Idea:
    idea = factories.idea(ben, floods, title="Willows", text=WILLOWS)
    factories.idea(ben, floods, title="Kerbs", text=KERBS)
    project_pending()
    return idea


def names(challenge: Challenge, viewer: Actor | None, text: str) -> list[str]:
    return [it.idea.topic.title for it in similar(challenge, viewer, title="", text=text)]


@pytest.mark.parametrize(
    "typed",
    [
        "plant willows along the stream",
        "PLANT WILLOWS ALONG THE STREAM SO THAT THEIR ROOTS DRINK THE FLOOD!!!",
        "plnat willows alogn the stream so that their rots drink the flood",  # typos: ignore
        "Please, plant willows so that their roots drink",
        "Plánt wíllows along",
    ],
)
def test_idea_is_found_by_what_is_like_it(ada: Actor, willows: Idea, typed: str) -> None:
    assert names(willows.challenge, ada, typed) == ["Willows"]


@pytest.mark.parametrize("typed", ["", "pl", "...", "Quite another matter", "<script>"])
def test_nothing_is_found_for_nothing(ada: Actor, willows: Idea, typed: str) -> None:
    assert names(willows.challenge, ada, typed) == []


def test_parts_and_what_was_written_to_combine_are_found_too(
    ada: Actor, ben: Actor, willows: Idea
) -> None:
    parts = [
        NewIdea(title="Hurdles", text="Weave hurdles of hazel against the bank."),
        NewIdea(title="Butts", text="Sixty water butts at the school."),
    ]
    split = split_idea(actor=ben, idea=willows, parts=parts)
    pond = NewIdea(title="Ponds", text="A pond where cars are parked today.")
    combine_ideas(actor=ada, survivor=pond, sources=[willows, split[1]])
    project_pending()

    assert names(willows.challenge, ada, "weave hurdles of hazel") == ["Hurdles"]
    assert names(willows.challenge, ada, "a pond where cars are parked") == ["Ponds"]
    hazel = idea_list(willows.challenge, sought={"words": "hazel"})
    assert [idea.topic.title for idea in hazel.items] == ["Hurdles"]


def test_other_challenges_are_not_looked_at(ada: Actor, meadow: Space, willows: Idea) -> None:
    other = factories.challenge(ada, meadow)

    assert names(other, ada, WILLOWS) == []


def test_removed_ideas_are_not_found(ada: Actor, willows: Idea) -> None:
    willows.topic.removed_at = willows.topic.published_at
    willows.topic.save(update_fields=["removed_at"])

    assert names(willows.challenge, ada, WILLOWS) == []


def test_ideas_of_a_closed_space_are_found_by_its_members_only(
    ben: Actor, cyn: Actor, burrow: Space
) -> None:
    hidden = factories.challenge(ben, burrow)
    factories.idea(ben, hidden, title="Willows", text=WILLOWS)
    project_pending()

    assert [names(hidden, who, WILLOWS) for who in (ben, cyn, None)] == [["Willows"], [], []]


def test_combined_and_folded_ideas_are_named_by_what_stands_for_them(
    ada: Actor, ben: Actor, willows: Idea
) -> None:
    for field in ("folded_under", "merged_into"):
        twin = factories.idea(ben, willows.challenge, title="Twin", text=WILLOWS)
        root = willows if field == "merged_into" else None
        Idea.objects.filter(topic=twin.topic_id).update(**{field: willows, "root": root})
    project_pending()

    assert names(willows.challenge, ada, WILLOWS) == ["Willows"]


def test_index_follows_edits_and_deletion(ada: Actor, ben: Actor, willows: Idea) -> None:
    opening = Message.objects.get(topic=willows.topic_id, number=1)
    edit_message(actor=ben, message=opening, text="Dig a pond beside the mill", title="Pond")
    project_pending()
    edited = [names(willows.challenge, ada, words) for words in (WILLOWS, "pond beside the mill")]
    delete_message(actor=ben, message=opening)
    project_pending()

    assert edited == [[], ["Pond"]]
    assert names(willows.challenge, ada, "pond beside the mill") == []
    assert Wording.objects.filter(idea=willows).count() == 0


def test_index_made_afresh_is_the_one_that_was_kept(willows: Idea) -> None:
    kept = list(Wording.objects.order_by("idea").values_list("idea", "digest", "words"))
    Wording.objects.all().delete()
    rebuild(index)
    read_again = list(Wording.objects.order_by("idea").values_list("idea", "digest", "words"))
    Wording.objects.all().delete()
    call_command("indexideas")

    assert read_again == kept
    assert list(Wording.objects.order_by("idea").values_list("idea", "digest", "words")) == kept


def test_typing_shows_what_is_like_it(
    ada: Actor, willows: Idea, as_: Callable[..., Client]
) -> None:
    address = f"/t/{willows.challenge_id}/similar/"
    answer = as_(ada).post(address, DRAFT, headers={"HX-Request": "true"})
    page = answer.content.decode()

    assert answer.status_code == 200
    assert page.count(f'href="/t/{willows.topic_id}/" dir="auto">Willows</a>') == 1
    assert page.count("Kerbs") == 0
    assert page.count("<html") == 0


def test_voice_is_added_without_losing_the_draft(
    ada: Actor, willows: Idea, as_: Callable[..., Client]
) -> None:
    address = f"/t/{willows.challenge_id}/similar/"
    page = as_(ada).post(address, {**DRAFT, "voice": willows.topic_id}).content.decode()

    assert list(Support.objects.values_list("idea", "actor")) == [(willows.topic_id, ada.id)]
    assert [page.count(DRAFT[name]) for name in ("title", "discipline")] == [1, 1]
    assert page.count(DRAFT["text"]) == 1
    assert page.count("Your voice is added.") == 1


def test_voice_is_added_from_the_list_by_script(
    ada: Actor, willows: Idea, as_: Callable[..., Client]
) -> None:
    address, htmx = f"/t/{willows.challenge_id}/similar/", {"HX-Request": "true"}
    told = {**DRAFT, "voice": willows.topic_id}
    page = as_(ada).post(address, told, headers=htmx).content.decode()

    assert page.count("You support “Willows” now.") == 1
    assert page.count('name="voice"') == 0
    assert Support.objects.count() == 1


def test_voice_for_an_idea_of_another_challenge_is_not_counted(
    ada: Actor, meadow: Space, willows: Idea, as_: Callable[..., Client]
) -> None:
    other = factories.challenge(ada, meadow)
    as_(ada).post(f"/t/{other.topic_id}/similar/", {**DRAFT, "voice": willows.topic_id})

    assert Support.objects.count() == 0


def test_same_words_lead_to_the_idea_that_is_there(
    ada: Actor, willows: Idea, as_: Callable[..., Client]
) -> None:
    address = f"/t/{willows.challenge_id}/share/"
    told = {"title": "Mine", "text": f"  {WILLOWS.upper()}\n"}
    refused = as_(ada).post(address, told)
    page = refused.content.decode()
    shared = as_(ada).post(address, {**told, "anyway": "1"})

    assert refused.status_code == 422
    assert page.count("This was already shared by Ben.") == 1
    assert page.count(f'name="voice" value="{willows.topic_id}"') == 1
    assert page.count(WILLOWS.upper()) == 1
    assert shared.status_code == 303
    assert Idea.objects.filter(challenge=willows.challenge).count() == 3


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("ben", "You shared this already. Say how this one differs."),
        ("ada", "This was already shared by Ben. Say how yours differs."),
    ],
)
def test_voice_that_is_there_already_is_not_asked_for(
    ada: Actor, willows: Idea, as_: Callable[..., Client], who: str, sentence: str
) -> None:
    support_idea(actor=ada, idea=willows)
    person = Actor.objects.get(handle=who)
    told = {"title": "Mine", "text": WILLOWS}

    page = as_(person).post(f"/t/{willows.challenge_id}/share/", told).content.decode()

    assert (page.count(sentence), page.count('name="voice"')) == (1, 0)
    assert page.count("It differs: share it anyway") == 1


def test_voice_for_what_was_combined_is_not_asked_for_again(
    ada: Actor, ben: Actor, cyn: Actor, willows: Idea
) -> None:
    factories.member(cyn, willows.topic.space)
    rushes = factories.idea(ben, willows.challenge, title="Rushes", text="Rushes along the bank.")
    support_idea(actor=ada, idea=willows)
    support_idea(actor=cyn, idea=rushes)
    combine_ideas(actor=ben, survivor=rushes, sources=[willows])
    project_pending()
    found = [already_shared(willows.challenge, person, WILLOWS) for person in (ada, cyn)]

    assert [(it.idea, it.supports) for it in found if it] == [(rushes, True)] * 2


def test_same_words_are_not_pointed_to_where_one_cannot_see(
    ben: Actor, cyn: Actor, burrow: Space
) -> None:
    hidden = factories.challenge(ben, burrow)
    factories.idea(ben, hidden, text=WILLOWS)
    project_pending()

    assert already_shared(hidden, cyn, WILLOWS) is None


def test_list_asks_as_often_for_three_as_for_one(
    ada: Actor, willows: Idea, as_: Callable[..., Client], django_assert_num_queries: object
) -> None:
    browser, address = as_(ada), f"/t/{willows.challenge_id}/similar/"
    htmx = {"HX-Request": "true"}
    for many in (0, 2):
        for number in range(many):
            text = f"{WILLOWS} {number}"
            factories.idea(willows.topic.author, willows.challenge, text=text)
        project_pending()
        browser.post(address, DRAFT, headers=htmx)
        with django_assert_num_queries(QUERIES):  # type: ignore[operator]
            answer = browser.post(address, DRAFT, headers=htmx)
        assert answer.content.decode().count('class="similar-idea"') == 1 + many


QUERIES = 9


def test_words_are_codes_of_their_challenge() -> None:
    assert said("Plant willows", "Plant willows, now") == "plant willows now"
    assert len(tokens(7, "plant willows now")) == 5
    assert set(tokens(7, "plant willows")) & set(tokens(8, "plant willows")) == set()
    assert digest(7, "Plant, WILLOWS!") == digest(7, "plant willows")
    assert digest(7, "👍") != digest(7, "👎")


def test_rarest_are_chosen_within_a_budget() -> None:
    weighed = [("the", 900), ("willows", 3), ("plant", 40), ("along", 500)]

    assert rarest(weighed, 3, 1_000) == ["willows", "plant", "along"]
    assert rarest(weighed, 9, 100) == ["willows", "plant"]
    assert rarest([("the", 900)], 3, 100) == ["the"]


def test_likeness_is_one_for_the_same_and_grows_with_what_is_shared() -> None:
    mine = grams("plant willows")

    assert likeness(mine, mine) == 1.0
    assert likeness(mine, grams("plant willow")) > likeness(mine, grams("plant oaks")) > 0
    assert likeness(mine, grams("zzz")) == 0.0
