"""A space with one of everything in it, for the laws that walk all addresses.

Whatever people wrote here begins with `zq`, so that a law can tell it from the interface's words.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from itertools import count
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor, Organisation
from groundswell.challenges import actions as ideas
from groundswell.challenges.actions import Asks
from groundswell.challenges.models import Idea, Stage, Theme, ThemeEdit
from groundswell.conversations import actions as talk
from groundswell.conversations.actions.attachment import Brought
from groundswell.conversations.models import Bookmark, Hashtag, Topic
from groundswell.conversations.rules import signs_of
from groundswell.core import images
from groundswell.core.clock import now
from groundswell.core.signing import RECEIPT, sign
from groundswell.decisions import actions as decide
from groundswell.decisions.actions import opinion, stances
from groundswell.decisions.links import token_of
from groundswell.exchange.models import Export
from groundswell.live import actions as live
from groundswell.live.models import Session
from groundswell.notifications.models import Notification, PushSubscription
from groundswell.people import actions as people
from groundswell.people.models import Presence
from groundswell.spaces import actions as spaces
from groundswell.spaces.models import JoinRequest, Membership, Removal, Space
from tests import factories

# Where rows are counted from 1, a number that stands nowhere by chance.
_rows = count(2_000_000_017)


@dataclass
class World:
    """The cast, and what fills the blanks of an address: several values for one name."""

    olu: Actor
    ada: Actor
    ben: Actor
    cyn: Actor
    key: Actor
    space: Space
    topic: Topic
    blanks: dict[str, list[Any]] = field(default_factory=dict)
    fitting: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    """What fits the blanks of some addresses best, by the address or by where its view stands."""

    def at(self, route: str, view: str) -> dict[str, list[Any]]:
        """The values for an address, those first at which it shows something."""
        keys = [key for key in self.fitting if key == route or view.startswith(key)]
        first = self.fitting[max(keys, key=len)] if keys else {}
        rest = {
            name: [one for one in values if one not in first.get(name, ())]
            for name, values in self.blanks.items()
        }
        return {name: [*first.get(name, ()), *values] for name, values in rest.items()}


def cast() -> dict[str, Actor]:
    """Olu organises the site, Ada stewards, Ben belongs, Cyn is a stranger to the space.

    Key has a passkey, of which nothing is there but its name.
    """
    names = ("ada", "ben", "cyn", "key")
    long_here = {"date_joined": now() - timedelta(days=90)}
    found = {name: factories.person(f"zq{name}", name=f"Zq{name}", **long_here) for name in names}
    found["olu"] = factories.person("zqolu", name="Zqolu", is_staff=True, **long_here)
    return found


def furnished(
    *,
    olu: Actor,
    ada: Actor,
    ben: Actor,
    cyn: Actor,
    key: Actor,
    handle: str = "zqburrow",
    **choices: Any,
) -> World:
    """A space with everything that an address can name; closed to strangers afterwards.

    It was public first, so that words of it were passed on and its parts may be known outside.
    """
    about = {"name": f"Zq{handle}", "purpose": f"Zqpurpose {handle}", "guidelines": "Zqrule"}
    space = factories.space(ada, handle, **about)
    for person in (ada, ben, olu):
        if person != ada:
            factories.member(person, space)
        spaces.accept_guidelines(actor=person, space=space, number=1)
    topic = factories.topic(
        ada,
        space,
        kind="question",
        title=f"Zqtitle {handle}",
        text=f"Zqopening #{handle}tag @{ben.handle}",
    )
    world = World(olu, ada, ben, cyn, key, space, topic)
    world.blanks = {
        "handle": [space.handle],
        "topic_id": [topic.id],
        "tag": [f"{handle}tag"],
        "number": [1],
        "form": ["atom", "json"],
        "address": [ada.handle],
    }
    _talk(world)
    _challenges(world)
    _decisions(world)
    _ways_in(world)
    _own_things(world)
    choices = {"visibility": "invitation", "joining": "approval"} | choices
    if choices["visibility"] != space.visibility:
        spaces.change_space(actor=ada, space=space, **choices)
        space.refresh_from_db()
    while project_pending():
        pass
    alert = Notification.objects.filter(recipient=ben, topic_id=topic.id).first()
    world.blanks["alert_id"] = [alert.id] if alert else []
    return world


def _talk(world: World) -> None:
    ada, ben, space, topic = world.ada, world.ben, world.space, world.topic
    opening = topic.messages.get(number=1)
    answer = factories.reply(ben, topic, text=f"Zqanswer {space.handle}", parent=opening)
    file = Brought(name="zqfile.txt", content=BytesIO(b"Zq"), content_type="text/plain", size=2)
    picture = Brought(
        name="zqpicture.png",
        content=BytesIO(png()),
        content_type="image/png",
        size=len(png()),
        width=8,
        height=6,
    )
    files = [talk.keep_file(actor=ada, file=brought, space=space) for brought in (file, picture)]
    marked = " ".join(f"[zqlink](/media/a/{kept.id}/{kept.name})" for kept in files)
    with_files = factories.reply(ada, topic, text=f"Zqfiles {marked}", parent=answer)
    talk.edit_message(actor=ben, message=answer, text=f"Zqbetter {space.handle}", reason="Zqwhy")
    talk.accept_answer(actor=ada, message=answer)
    talk.react(actor=ada, message=answer, sign=signs_of(space)[0])
    talk.ask_too(actor=ben, topic=topic)
    passed_on = talk.reshare(actor=ada, message=answer, text="Zqcomment")
    talk.bookmark(actor=ben, message=answer, note="Zqnote")
    reported = talk.report_message(actor=ada, message=answer, about="other", words="Zqwrong")
    talk.settle_reports(
        actor=ada, case=reported.case, outcome="talked", reason="Zqplease", note="Zqamong"
    )
    talk.report_message(actor=ada, message=answer, about="harm")
    talk.follow_topic(actor=ben, topic=topic, level="all")
    talk.save_draft(actor=ben, place=f"topic-{topic.id}", text="Zqdraft")
    gone = factories.reply(ben, topic, text="Zqgone")
    talk.delete_message(actor=ben, message=gone)
    for number, arrange in enumerate(
        (
            lambda it: talk.lock_topic(actor=ada, topic=it, reason="Zqlocked"),
            lambda it: talk.close_topic(actor=ada, topic=it, summary="Zqsummary"),
            lambda it: talk.pin_topic(actor=ada, topic=it),
        )
    ):
        other = factories.topic(ada, space, title=f"Zqother {number}", text="Zqtext")
        arrange(other)
        world.blanks["topic_id"].append(other.id)
    world.blanks |= {
        "message_id": [opening.id, answer.id, with_files.id, gone.id],
        "attachment_id": [kept.id for kept in files],
        "reshare_id": [passed_on.id],
        "bookmark_id": [Bookmark.objects.get(actor=ben, message=answer).id],
    }


def _sessions(world: World) -> None:
    session = factories.session(
        world.ada,
        world.space,
        title="Zqsession",
        text="Zqprogramme",
        purpose="Zqpurpose",
        guests=True,
    )
    own = Session.objects.with_topic().get(topic=session.topic_id)
    asker = live.enter_session(actor=world.ben, session=own)
    question = live.ask_question(
        actor=world.ben,
        session=own,
        participant=asker,
        asked=live.Asked(words="Zqquestion zqeverybody"),
    )
    taken = live.add_takeaway(actor=world.ben, session=own, text="Zqtakeaway")
    world.blanks.setdefault("message_id", []).append(taken.message_id)
    live.write_line(actor=world.ben, session=own, participant=asker, text="Zqline")
    world.blanks["topic_id"].append(session.topic_id)
    world.blanks["question_id"] = [question.id]
    asks = live.Asks(words="Zqpoll", options="Zqnorth\nZqsouth")
    poll = live.prepare_poll(actor=session.host, session=own, asks=asks)
    live.open_poll(actor=session.host, poll=poll)
    world.blanks["poll_id"] = [poll.id]
    world.blanks["code"] = [session.code]
    rhythm = live.Rhythm(title="Zqseries", weeks=1, hosts=[session.host])
    series = live.begin_series(actor=session.host, session=own, rhythm=rhythm)
    world.blanks["series_id"] = [series.id]


def _challenges(world: World) -> None:
    _answered(world)
    _flow(world)
    _sessions(world)


def _answered(world: World) -> None:
    """A challenge with an idea that was answered, and what became of it."""
    ada, ben, space = world.ada, world.ben, world.space
    challenge = factories.challenge(
        ada,
        space,
        title=f"Zqchallenge {space.handle}",
        text="Zqdetail",
        asks=Asks(purpose="Zqpurpose", plain="Zqplain", asked_by="Zqasker", promise="Zqpromise"),
        template="idea_board",
    )
    idea = factories.idea(ben, challenge, title=f"Zqidea {space.handle}", text="Zqideatext")
    ideas.support_idea(actor=ada, idea=idea)
    says = ideas.Says(verdict="accepted", text="Zqreason", owner=ada, next_step="Zqstep")
    ideas.answer_idea(actor=ada, idea=idea, says=says)
    ideas.tell_outcome(actor=ada, idea=idea, text=f"Zqoutcome {space.handle}")
    ideas.start_pilot(
        actor=ada, idea=idea, trial=ideas.Trial(hypothesis="Zqhypothesis", measure="Zqmeasure")
    )
    world.blanks["topic_id"] += [challenge.topic_id, idea.topic_id]


def _decisions(world: World) -> None:
    """Consent that has come to its last step, with an objection, a guest and a count that is shown
    meanwhile; and people who vote for one another."""
    ada, ben, olu, space = world.ada, world.ben, world.olu, world.space
    tag = Hashtag.objects.get(key=world.blanks["tag"][0])
    decide.give_delegation(actor=ben, space=space, delegate=ada)
    decide.give_delegation(actor=olu, space=space, delegate=ben, tag=tag)
    rules = {"method": "consent", "results": "live", "steps": True}
    decision = factories.decision(
        ada, space, title="Zqconsent", text=f"Zqpath #{tag.name}", **rules
    )
    for step in ("questions", "reactions", "objections"):
        decide.take_step(actor=ada, decision=decision, step=step)
    against = decide.Cast(position="objection", reason="Zqagainst")
    decide.cast_ballot(actor=ben, decision=decision, cast=against)
    guest = decide.invite_guest(actor=ada, decision=decision, name="Zqguest", group="Zqgroup")
    world.blanks["topic_id"].append(decision.topic_id)
    world.fitting["groundswell.decisions"] = {
        "topic_id": [decision.topic_id],
        "token": [token_of(guest)],
    }
    _opinions(world)


def _opinions(world: World) -> None:
    """An opinion map with statements of a member and a guest, and what people said to them."""
    ada, ben, space = world.ada, world.ben, world.space
    rules = {"method": "opinion_map", "results": "live", "writers": "voters"}
    asked = factories.decision(
        ada, space, title=f"Zqmap {space.handle}", text="Zqask", options=["Zqseed"], **rules
    )
    guest = decide.invite_guest(actor=ada, decision=asked, name="Zqvisitor")
    opinion.write_statement(actor=ben, decision=asked, text="Zqstatement")
    opinion.write_statement_as_guest(actor=guest, text="Zqthought")
    for person, value in ((ada, 1), (ben, -1)):
        stances.take_stance(actor=person, decision=asked, number=1, value=value)
    world.blanks["topic_id"].append(asked.topic_id)
    own = {"topic_id": [asked.topic_id], "token": [token_of(guest)]}
    views = ("groundswell.decisions.views.opinion", "groundswell.decisions.views.statement")
    guests = ("/ballot/<str:token>/statements/", "/ballot/<str:token>/map/")
    world.fitting |= dict.fromkeys((*views, *guests), own)


def _ways_in(world: World) -> None:
    space, ada = world.space, world.ada
    link = spaces.make_invitation_link(actor=ada, space=space)
    mailed = spaces.invite_by_email(actor=ada, space=space, email=f"zq{space.handle}@zq.zq")
    asking, leaving = (factories.person(f"zq{name}{space.handle}") for name in ("ask", "off"))
    request = JoinRequest.objects.create(space=space, actor=asking, note="Zqplease")
    spaces.remove_member(actor=ada, membership=factories.member(leaving, space), reason="Zqreason")
    report = talk.report_as_guest(
        actor=space.actor,
        message=world.topic.messages.get(number=1),
        about="rules",
        words="Zqwrong",
    )
    export = Export.objects.create(
        space=space, by=ada, ready_at=now(), path=f"{space.id}.zip", size=3
    )
    folder = settings.DATA_DIR / "exports"
    folder.mkdir(exist_ok=True)
    (folder / export.path).write_bytes(b"Zq.")
    world.blanks |= {
        "invitation_id": [link.id, mailed.id],
        "request_id": [request.id],
        "removal_id": [Removal.objects.get(space=space).id],
        "member_id": [Membership.objects.get(space=space, actor=world.ben).id],
        "export_id": [export.id],
        "token": [link.token, sign(RECEIPT, report.id)],
    }


def _flow(world: World) -> None:
    """A challenge with ideas that have moved, and what its flow is made of."""
    ada, ben, space = world.ada, world.ben, world.space
    asks = Asks(purpose="Zqpurpose", plain="Zqplain", asked_by="Zqasker", promise="Zqpromise")
    challenge = factories.challenge(
        ada, space, title=f"Zqflow {space.handle}", text="Zqexpert", asks=asks
    )
    idea = factories.idea(
        ben, challenge, title=f"Zqmoving {space.handle}", text="Zqmovingtext", sector="Zqsector"
    )
    stage = Stage.objects.get(challenge=challenge, kind="emerging")
    criterion = ideas.add_criterion(actor=ada, challenge=challenge, name="Zqcriterion")
    seen = {idea.topic_id: idea.stage_id}
    moved = ideas.move_ideas(actor=ada, challenge=challenge, ideas=seen, to=stage, reason="Zqmoved")
    _credit(world, idea)
    _theme(world, idea)
    world.blanks["topic_id"] += [challenge.topic_id, idea.topic_id]
    world.blanks |= {
        "stage_id": [stage.id],
        "criterion_id": [criterion.id],
        "move_id": [moved.move.id],
    }


def _theme(world: World, idea: Idea) -> None:
    """A theme as a run leaves it, which Ada has given a name."""
    theme = Theme.objects.create(
        challenge=idea.challenge, label="Zqlabel", idea_count=1, coverage=1.0
    )
    Idea.objects.filter(topic=idea.topic_id).update(theme=theme)
    ideas.rename_theme(actor=world.ada, theme=theme, name="Zqtheme")
    edit = ThemeEdit.objects.get(theme=theme)
    world.blanks |= {"theme_id": [theme.id], "edit_id": [edit.id]}


def _credit(world: World, idea: Idea) -> None:
    """A change that Ada suggests for Ben's idea, credit that waits for her, and shares."""
    ada, ben = world.ada, world.ben
    words = ideas.Words(title="Zqchanged", text="Zqsuggested")
    change = ideas.suggest_change(actor=ada, idea=idea, words=words, why="Zqbecause")
    taken = ideas.offer_credit(actor=ben, idea=idea, person=ada, role="co_author")
    ideas.take_credit(actor=ada, offer=taken)
    parts = {ben.id: 600, ada.id: 400}
    proposal = ideas.propose_shares(actor=ben, idea=idea, parts=parts, reason="Zqnights")
    waits = ideas.offer_credit(actor=ben, idea=idea, person=ada, role="reviewed")
    world.blanks["message_id"].append(change.message_id)
    world.blanks |= {"offer_id": [waits.id], "proposal_id": [proposal.id]}


def _own_things(world: World) -> None:
    ben = world.ben
    waiting = factories.person(f"zqwait{world.space.handle}", approved_at=None)
    people.change_profile(
        actor=ben,
        words=people.ProfileWords(
            name="Zqben",
            pronouns="zqthey",
            source="Zqabout",
            skills=["Zqskill"],
            organisation="Zqorg",
        ),
    )
    world.blanks |= {
        "account_id": [waiting.account.id],
        "name": [_picture_of(world.space)],
        "file": ["zq.log"],
    }
    _machines(world)


def _picture_of(space: Space) -> str:
    """Gives the space a picture; the name it is fetched by."""
    folder = "pictures"
    name = f"{space.handle}.webp"
    prepared = images.prepare(BytesIO(png()), shape="avatar")
    path = default_storage.save(f"{folder}/{name}", ContentFile(prepared.data))
    Actor.objects.filter(id=space.actor_id).update(picture=path)
    return path.removeprefix(f"{folder}/")


def _machines(world: World) -> None:
    """What one signs in with, and where."""
    ben = world.ben
    key = Authenticator.objects.create(
        id=next(_rows),
        user=world.key.account,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Zqkey", "credential": {}},
    )
    world.blanks |= {
        "presence_id": [
            Presence.objects.create(
                actor=ben, label="zqpage", url=f"https://zq.zq/{world.space.handle}"
            ).id
        ],
        "session_id": [
            UserSession.objects.create(
                id=next(_rows),
                user=ben.account,
                ip="127.0.0.1",
                user_agent="zq",
                session_key=world.space.handle,
            ).id
        ],
        "subscription_id": [
            PushSubscription.objects.create(
                actor=ben,
                endpoint=f"https://zq.zq/{world.space.handle}",
                public_key="k",
                secret="s",
                browser="Zqbrowser",
            ).id
        ],
        "pk": [key.pk],
    }


def organised() -> None:
    """The organisation says who it is, in words of its own."""
    Organisation.objects.update_or_create(
        id=Organisation.current().id,
        defaults={"name": "Zqsite", "purpose": "Zqaim", "guidelines": "Zqsiterule"},
    )


def png(width: int = 8, height: int = 6) -> bytes:
    """A small picture."""
    data = BytesIO()
    Image.new("RGB", (width, height), "teal").save(data, "PNG")
    return data.getvalue()
