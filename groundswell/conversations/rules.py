"""Who may do what in a conversation. Each `require_` raises with the reason in plain words."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from groundswell.activity.log import Origin, moment, origin
from groundswell.actors.models import Account, Actor, Organisation
from groundswell.conversations.kinds import OWNED
from groundswell.conversations.models import (
    REACTIONS,
    Attachment,
    Case,
    Closing,
    Lock,
    Message,
    Report,
    Topic,
)
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.core.limits import POST, POST_WHEN_NEW, Rule
from groundswell.core.prepared import Prepared
from groundswell.people.rules import is_new
from groundswell.spaces.models import Membership, Space
from groundswell.spaces.rules import (
    is_organiser,
    is_steward,
    require_accepted,
    require_may_start,
    require_member,
    require_open,
    require_steward,
)

MEBIBYTE = 1024 * 1024
LARGEST_FILE = 25 * MEBIBYTE
ROOM = 200 * MEBIBYTE
ROOM_WHEN_NEW = 20 * MEBIBYTE
TO_APPEAL = timedelta(days=30)
FARTHEST_PROMISE = timedelta(days=90)
PLAIN_KINDS = (
    Topic.Kind.DISCUSSION,
    Topic.Kind.QUESTION,
    Topic.Kind.ARTICLE,
    Topic.Kind.ANNOUNCEMENT,
)
"""What one opens as a topic; other kinds are opened by the app that owns them."""
CARRIED_KINDS = (Message.Kind.OPENING, Message.Kind.REPLY, Message.Kind.HOLDING, Message.Kind.NOTE)
"""What may go to another topic; a suggestion or an answer stays with the idea it is about."""


def pace_of(person: Actor) -> Rule:
    """How often the person may say something."""
    return POST_WHEN_NEW if is_new(person) else POST


def require_room_for(person: Actor, size: int) -> None:
    """One file has a largest size, and a person's files together have a room."""
    if size > LARGEST_FILE:
        raise Invalid(
            _("This file is larger than %(most)d MB. Please make it smaller and try again.")
            % {"most": LARGEST_FILE // MEBIBYTE}
        )
    used = Attachment.objects.filter(owner=person).aggregate(sum=Sum("size"))["sum"] or 0
    room = ROOM_WHEN_NEW if is_new(person) else ROOM
    if used + size > room:
        raise Refused(
            _("Your files fill the %(most)d MB that you have. Delete a message with a file first.")
            % {"most": room // MEBIBYTE}
        )


def require_may_open(person: Actor, space: Space, kind: str) -> None:
    """Members open topics; announcements, and all topics where the space says so, are stewards'."""
    require_may_start(person, space)
    if kind not in PLAIN_KINDS:
        raise Invalid(_("Choose one of the kinds that are offered."), "kind")
    if kind == Topic.Kind.ANNOUNCEMENT and not is_steward(person, space):
        raise Refused(_("Only stewards of %(space)s can open this.") % {"space": space.name})
    require_accepted(person, space)


def require_may_reply(person: Actor, topic: Topic) -> None:
    """Members reply, unless a steward locked or closed the topic."""
    require_member(person, topic.space)
    require_unlocked(person, topic)
    if topic.kind in OWNED:
        OWNED[topic.kind].require_reply(person, topic)
    require_accepted(person, topic.space)


def require_may_run(person: Actor, topic: Topic) -> None:
    """What a topic puts up, such as a challenge or a decision, is run by the stewards of its space
    and by who opened it, while it is open."""
    if topic.author_id == person.id:
        require_member(person, topic.space)
        return
    require_steward(person, topic.space)
    require_open(topic.space)


def require_unlocked(person: Actor, topic: Topic) -> None:
    """Nothing is added to what a steward closed, nor, but by stewards, to what one locked."""
    if _CLOSED(topic=topic.id):
        raise Conflict(_("This topic is closed. Its summary says what came of it."))
    locked = _LOCKED(topic=topic.id)
    if locked and not is_steward(person, topic.space):
        raise Conflict(_("This topic is locked: %(reason)s") % {"reason": locked[0][0]})


def _closed(topic: int) -> QuerySet[Closing, Any]:
    return Closing.objects.filter(topic=topic).values_list("topic")


def _locked(topic: int) -> QuerySet[Lock, Any]:
    return Lock.objects.filter(topic=topic).values_list("reason")


_CLOSED, _LOCKED = Prepared(_closed), Prepared(_locked)


def require_may_edit(person: Actor, message: Message) -> None:
    """People edit their own words where they may write. What is brought in from elsewhere is
    brought by an operator, for whoever said it there."""
    if message.author_id != person.id:
        raise Refused(_("Only the person who wrote this can edit it."))
    if message.kind == Message.Kind.NOTE:
        raise Refused(_("This line says what was done here. It stays as it is."))
    if message.tombstoned_at is not None:
        raise Conflict(_("This message was deleted and cannot be edited."))
    if origin() == Origin():
        require_member(person, message.topic.space)


def require_may_delete(person: Actor, message: Message) -> None:
    """People delete their own words, also where they can no longer write; stewards anybody's in
    their space, also when it is closed."""
    own = message.author_id == person.id and message.kind != Message.Kind.NOTE
    if not own and not is_steward(person, message.topic.space) and not looks_after(person, message):
        raise Refused(_("Only the person who wrote this, or a steward, can delete it."))


def signs_of(space: Space) -> list[str]:
    """The reactions one can give here: the space's own set, the organisation's, or ours."""
    chosen = space.reactions or Organisation.current().reactions
    return chosen.split() or list(REACTIONS)


def require_may_react(person: Actor, message: Message, sign: str) -> None:
    """Members react, with the signs of the space, to words that still stand."""
    space = message.topic.space
    require_member(person, space)
    if message.tombstoned_at is not None:
        raise Conflict(_("This message was deleted."))
    if sign not in signs_of(space):
        raise Refused(_("%(space)s does not use this reaction.") % {"space": space.name})


def require_may_report(person: Actor, message: Message) -> None:
    """Whoever reads somebody else's words may say that something is wrong with them."""
    require_still_stands(message)
    if message.author_id == person.id:
        raise Conflict(_("These are your own words. You can change or delete them."))


def appealable(person: Actor, message: Message) -> Case | None:
    """What was decided last about the person's words, where they may still ask for another look:
    once, for a month."""
    if message.author_id != person.id:
        return None
    cases = Case.objects.filter(message=message)
    if cases.filter(reports__actor=person, reports__about=Report.About.APPEAL).exists():
        return None
    return cases.told().filter(settled_at__gte=moment() - TO_APPEAL).order_by("-id").first()


def has_other_eyes(person: Actor, case: Case) -> bool:
    """Whether an appeal against what the person decided is for somebody else to decide: another
    steward, or one of the organisation. Where nobody else is, it is not."""
    appealed = case.reports.filter(about=Report.About.APPEAL).exists()
    earlier = Case.objects.told().filter(message=case.message_id, settled_by=person)
    if not appealed or not earlier.exists():
        return False
    space, apart = case.message.topic.space, [person.id, case.message.author_id]
    if Membership.objects.filter(space=space).stewards().exclude(actor__in=apart).exists():
        return True
    return Account.objects.filter(is_staff=True, is_active=True).exclude(actor__in=apart).exists()


def require_still_stands(message: Message) -> None:
    """Nothing is done with words that are gone."""
    if message.tombstoned_at is not None:
        raise Conflict(_("This message was deleted."))


def looks_after(person: Actor | None, message: Message) -> bool:
    """Who reads what was reported: the stewards, but for the author of the words. Where nobody else
    is a steward, those of the organisation, once it was reported; where those who decided are the
    only stewards, once its author asks for another look."""
    if person is None or message.author_id == person.id:
        return False
    return is_steward(person, message.topic.space) or (
        is_organiser(person) and Case.objects.visible_to(person).filter(message=message).exists()
    )


def stewarded_by_author_alone(message: Message) -> bool:
    """Whether nobody but its author looks after the space."""
    stewards = Membership.objects.filter(space=message.topic.space_id).stewards()
    return not stewards.exclude(actor=message.author_id).exists()


def require_looks_after(person: Actor, message: Message) -> None:
    """Reports are read by those who look after the space."""
    if message.author_id == person.id:
        require_steward(person, message.topic.space)
        raise Refused(_("These are your own words, so another steward looks at the reports."))
    if not looks_after(person, message):
        require_steward(person, message.topic.space)


def require_may_reshare(person: Actor, message: Message, into: Space | None) -> None:
    """What everyone can read may travel; what was said among members stays there."""
    if message.tombstoned_at is not None:
        raise Conflict(_("This message was deleted."))
    if message.topic.space.visibility != Space.Visibility.PUBLIC:
        raise Refused(_("This was said among members, so it cannot be passed on."))
    if into is not None:
        require_member(person, into)
        if into.id == message.topic.space_id:
            raise Conflict(_("The message is in this space already."))


def require_question(topic: Topic) -> None:
    """Only questions have answers."""
    if topic.kind != Topic.Kind.QUESTION:
        raise Conflict(_("This topic is not a question."))


def require_near(due_on: date) -> None:
    """A promise names a day that people can wait for."""
    today = moment().date()
    if not today <= due_on <= today + FARTHEST_PROMISE:
        raise Invalid(_("Choose a day from today on, within three months."), "due_on")


def require_may_accept(person: Actor, topic: Topic) -> None:
    """The asker or a steward says what answers the question."""
    require_question(topic)
    if not _is_authors_or_stewards(person, topic):
        raise Refused(_("Only the person who asked, or a steward, can accept an answer."))


def require_may_close(person: Actor, topic: Topic) -> None:
    """The author or a steward ends a topic."""
    if not _is_authors_or_stewards(person, topic):
        raise Refused(_("Only the author, or a steward, can close this topic."))


def _is_authors_or_stewards(person: Actor, topic: Topic) -> bool:
    """Who may say how a topic ends, while its space is open: its author as long as they belong to
    it, and stewards."""
    if is_steward(person, topic.space):
        require_open(topic.space)
        return True
    if topic.author_id == person.id:
        require_member(person, topic.space)
        return True
    return False


def require_plain(topic: Topic) -> None:
    """Stewards merge and move plain topics; other kinds stay as they are."""
    if topic.kind in OWNED:
        if topic.kind == Topic.Kind.IDEA:
            raise Conflict(
                _("An idea stays with its challenge. Ideas are combined from their own page.")
            )
        raise Conflict(_("Challenges, decisions and sessions stay as they were opened."))


def require_goes_on(topic: Topic) -> None:
    """Nothing is added to what was summed up: nobody could answer it, and the summary says nothing
    of it. Nor does a topic leave its summary behind by going into another."""
    if Closing.objects.filter(topic=topic).exists():
        said = _("“%(title)s” is closed with a summary of what came of it. Reopen it first.")
        raise Conflict(said % {"title": topic.title})


def require_carried(messages: list[Message]) -> None:
    """Only words of the conversation itself go to another topic."""
    if any(message.kind not in CARRIED_KINDS for message in messages):
        raise Conflict(_("Suggested changes and official answers stay with their idea."))


def require_may_arrange(person: Actor, space: Space) -> None:
    """Stewards look after the topics of a space while it is open."""
    require_steward(person, space)
    require_open(space)
