"""Who may do what with challenges and ideas. Each `require_` raises with the reason."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from groundswell.actors.models import Actor, Organisation
from groundswell.challenges.models import (
    Answer,
    Challenge,
    Idea,
    Merge,
    Opens,
    Reviewer,
    Stage,
    Support,
)
from groundswell.conversations import rules as conversations
from groundswell.conversations.models import Contribution, Topic, Version
from groundswell.conversations.rules import require_may_reply, require_unlocked
from groundswell.core.errors import Conflict, Refused
from groundswell.people.rules import require_may_meet
from groundswell.spaces.models import Space
from groundswell.spaces.rules import (
    membership_of,
    require_accepted,
    require_may_start,
    require_member,
    stewards_as,
)

AUTHORS = (Contribution.Role.AUTHOR, Contribution.Role.CO_AUTHOR, Contribution.Role.MERGED_FROM)
MAKERS = (*AUTHORS, Contribution.Role.SUGGESTED, Contribution.Role.TRANSLATED)
"""Whose words are in it: they hold shares. Who reviewed or helped is named, and holds none."""


def require_may_open_challenge(person: Actor, space: Space) -> None:
    """Who opens topics in a space opens challenges in it."""
    require_may_start(person, space)
    require_accepted(person, space)


def require_may_run(person: Actor, challenge: Challenge) -> None:
    """A challenge is run by the stewards of its space and by who opened it, while it is open."""
    conversations.require_may_run(person, challenge.topic)


@dataclass(frozen=True, slots=True)
class Footing:
    """How somebody stands to a challenge and its ideas, for what a page offers."""

    member: bool
    """Belongs to its space while that is open."""
    runs: bool


def footing_on(challenge: Challenge, person: Actor | None) -> Footing:
    """Both at once, of one membership."""
    space = challenge.topic.space
    membership = membership_of(person, space)
    opened = person is not None and challenge.topic.author_id == person.id
    return Footing(
        member=membership is not None and not hasattr(space, "closing"),
        runs=opened or stewards_as(person, space, membership),
    )


def may_run(person: Actor | None, challenge: Challenge) -> bool:
    """Whether the person runs it: its opener and the stewards of its space do."""
    return footing_on(challenge, person).runs


def stages_of(challenge: Challenge) -> list[Stage]:
    """The stages of its flow, in order."""
    return list(Stage.objects.filter(challenge=challenge, retired_at=None))


def entry_of(stages: list[Stage]) -> Stage | None:
    """The stage in which new ideas begin: the first that takes any."""
    return next((stage for stage in stages if stage.allows(Opens.ADD)), None)


def require_may_share(person: Actor, challenge: Challenge) -> Stage:
    """Members share ideas while a stage takes new ones; gives the stage they begin in."""
    require_member(person, challenge.topic.space)
    require_may_reply(person, challenge.topic)
    stage = entry_of(stages_of(challenge))
    if stage is None:
        raise Conflict(
            _("This challenge takes no new ideas now. Comment on one that is there, or wait.")
        )
    return stage


def sees_counts(person: Actor | None, idea: Idea) -> bool:
    """Whether this person sees how many support the idea, and who: its stage may hide it from all
    but those who run the challenge, so that the first do not decide for the rest."""
    return idea.stage.shows_counts or may_run(person, idea.challenge)


def require_allowed(idea: Idea, act: Opens) -> None:
    """The stage of the idea lets people do this."""
    if idea.stage.allows(act):
        return
    sentences = {
        Opens.ADD: _("No ideas are added while the challenge is in “%(stage)s”."),
        Opens.COMMENT: _("There are no comments while an idea is in “%(stage)s”."),
        Opens.SUPPORT: _("Support is not counted while an idea is in “%(stage)s”."),
        Opens.SUGGEST: _("No changes are suggested while an idea is in “%(stage)s”."),
        Opens.REVIEW: _("Ideas are not reviewed while they are in “%(stage)s”."),
        Opens.DECIDE: _("Ideas are not answered while they are in “%(stage)s”."),
    }
    raise Conflict(sentences[act] % {"stage": idea.stage.name})


def require_may_comment(person: Actor, topic: Topic) -> None:
    """What the stage of an idea says to replies; a challenge's own conversation is always open."""
    if topic.kind != Topic.Kind.IDEA:
        return
    idea = Idea.objects.select_related("stage", "challenge__topic").get(topic=topic)
    if not idea.stage.allows(Opens.COMMENT) and not may_run(person, idea.challenge):
        require_allowed(idea, Opens.COMMENT)


def require_may_support(person: Actor, idea: Idea) -> None:
    """Members support ideas of others and their own, once, where the stage counts support."""
    require_member(person, idea.topic.space)
    require_may_meet(person, idea.topic.author)
    require_allowed(idea, Opens.SUPPORT)


def family_of(idea: Idea) -> QuerySet[Idea]:
    """The idea and everything that was combined into it, near and far."""
    return Idea.objects.filter(Q(topic=idea.topic_id) | Q(root=idea.topic_id))


def support_of(person: Actor | None, idea: Idea) -> QuerySet[Support]:
    """The person's support for the idea or anything combined into it."""
    mine = Support.objects.filter(actor=person) if person else Support.objects.none()
    return mine.filter(idea__in=family_of(idea).values("topic"))


def _authorship(topic: Topic) -> QuerySet[Contribution]:
    return Contribution.objects.filter(topic=topic, role__in=AUTHORS)


def authors_of(topic: Topic) -> set[int]:
    """Who wrote it, alone or with others, and who wrote something combined into it."""
    return {topic.author_id, *_authorship(topic).values_list("actor_id", flat=True)}


def is_author(person: Actor | None, topic: Topic) -> bool:
    """Whether the person is one of them."""
    if person is None:
        return False
    return topic.author_id == person.id or _authorship(topic).filter(actor=person).exists()


def require_author(person: Actor, idea: Idea) -> None:
    """Only authors of an idea say what goes into it."""
    require_member(person, idea.topic.space)
    if not is_author(person, idea.topic):
        raise Refused(_("Only the authors of this idea can do this."))


def sees_to(person: Actor | None, answer: Answer | None) -> bool:
    """Whether the answer names the person as who sees to the idea from then on."""
    return person is not None and answer is not None and answer.owner_id == person.id


def require_may_tell_outcome(person: Actor, idea: Idea) -> None:
    """Whoever runs the challenge, and who sees to the idea, say what became of it."""
    if sees_to(person, Answer.objects.filter(idea=idea).first()) or may_run(person, idea.challenge):
        require_member(person, idea.topic.space)
        return
    require_may_run(person, idea.challenge)


def wording_of(answer: Answer) -> str:
    """Tells one wording of an answer from the next."""
    earlier = Version.objects.filter(message=answer.message_id).count()
    return f"{answer.message_id}-{earlier}"


def require_standing(*ideas: Idea) -> None:
    """What was combined into another idea goes its way with that one."""
    for idea in ideas:
        if idea.root is not None:
            raise Conflict(
                _("“%(title)s” was combined into “%(into)s” already. Open that one instead.")
                % {"title": idea.topic.title, "into": idea.root.topic.title}
            )


def require_present(ideas: list[Idea]) -> None:
    """Removed ideas are combined with nothing."""
    if any(idea.topic.removed_at is not None for idea in ideas):
        raise Conflict(_("One of these ideas is not there any more. Reload and look again."))


def may_combine(person: Actor | None, *ideas: Idea) -> bool:
    """Whoever runs the challenges that the ideas are for, and authors of all of them."""
    return all(may_run(person, idea.challenge) for idea in ideas) or all(
        is_author(person, idea.topic) for idea in ideas
    )


def require_may_combine(person: Actor, *ideas: Idea) -> None:
    """The same, with the reason; authors as long as the ideas are still being changed."""
    if not may_combine(person, *ideas):
        raise Refused(
            _("Ideas are combined by whoever runs their challenge, or by an author of all of them.")
        )
    for idea in ideas:
        if may_run(person, idea.challenge):
            require_may_run(person, idea.challenge)
        else:
            require_member(person, idea.topic.space)
            require_allowed(idea, Opens.SUGGEST)


def require_may_split(person: Actor, idea: Idea) -> None:
    """Whoever runs the challenge, and the idea's authors while it is still being changed."""
    if not may_combine(person, idea):
        raise Refused(_("An idea is split by whoever runs its challenge, or by its authors."))
    require_may_combine(person, idea)


def require_same_terms(ideas: list[Idea]) -> None:
    """Ideas of two spaces are combined where both give the same: to the same readers, under the
    same licence. What only members read stays with the members it was written for."""
    first = ideas[0].topic.space
    organisation = Organisation.current()
    for space in (idea.topic.space for idea in ideas[1:]):
        if space.id == first.id:
            continue
        names = {"first": first.name, "other": space.name}
        if not (space.is_public and first.is_public):
            raise Conflict(
                _(
                    "“%(first)s” and “%(other)s” are not read by the same people, so their ideas "
                    "cannot be combined. Share the idea anew where it should go on, with a link."
                )
                % names
            )
        if space.licence_under(organisation) != first.licence_under(organisation):
            raise Conflict(
                _(
                    "What is written in “%(first)s” and in “%(other)s” is under different "
                    "licences, so their ideas cannot be combined."
                )
                % names
            )


def may_part(person: Actor | None, merge: Merge) -> bool:
    """Who combined, who runs one of the challenges, and the authors of what was combined."""
    if person is None:
        return False
    runs = may_run(person, merge.source.challenge) or may_run(person, merge.survivor.challenge)
    return runs or merge.by_id == person.id or is_author(person, merge.source.topic)


def require_may_part(person: Actor, merge: Merge) -> None:
    """The same, with the reason, for those who belong to the space while it is open."""
    if not may_part(person, merge):
        raise Refused(
            _("This is undone by who combined it, who runs the challenge, or its authors.")
        )
    if may_run(person, merge.source.challenge):
        require_may_run(person, merge.source.challenge)
    else:
        require_member(person, merge.source.topic.space)


def require_accepted_idea(idea: Idea) -> None:
    """Only what was accepted is tried."""
    yes = [Answer.Verdict.ACCEPTED, Answer.Verdict.PARTLY, Answer.Verdict.UNDER_WAY]
    if not Answer.objects.filter(idea=idea, verdict__in=yes).exists():
        raise Conflict(_("Only an accepted idea is tried. Answer it first."))


def require_may_suggest(person: Actor, idea: Idea) -> None:
    """Members suggest changes of an idea that stands, where its stage lets them."""
    require_member(person, idea.topic.space)
    require_accepted(person, idea.topic.space)
    require_may_meet(person, idea.topic.author)
    require_standing(idea)
    require_allowed(idea, Opens.SUGGEST)
    require_unlocked(person, idea.topic)


def require_may_settle(person: Actor, idea: Idea) -> None:
    """Authors say what becomes of a suggested change."""
    require_author(person, idea)
    require_standing(idea)


def require_may_review(person: Actor, idea: Idea) -> None:
    """Invited reviewers judge ideas of others, where the stage asks for it."""
    require_member(person, idea.topic.space)
    if not Reviewer.objects.filter(challenge=idea.challenge_id, actor=person).exists():
        raise Refused(_("Only its reviewers judge ideas; whoever runs the challenge invites them."))
    if is_author(person, idea.topic):
        raise Refused(_("This idea is yours, alone or with others: somebody else judges it."))
    if idea.merged_into_id is not None:
        raise Conflict(_("This idea was combined with another one. Review that one."))
    require_allowed(idea, Opens.REVIEW)
