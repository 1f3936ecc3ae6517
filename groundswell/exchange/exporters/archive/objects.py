"""One row as one object in ActivityStreams terms. Nothing here that a reader could not see."""

from collections.abc import Container
from datetime import datetime
from typing import Any

from groundswell.actors.models import Actor, Organisation
from groundswell.conversations.models import (
    Attachment,
    Contribution,
    Link,
    Message,
    Reaction,
    Reshare,
    Topic,
    Version,
)
from groundswell.exchange.archives import MEDIA
from groundswell.exchange.exporters.archive.names import Names
from groundswell.spaces.models import Guideline, Membership, Space

Object = dict[str, Any]

ACTOR_TYPES = {"person": "Person", "group": "Group", "service": "Service"}
PLACES = {"", "local", "archive"}


def when(moment: datetime | None) -> str | None:
    """To the microsecond, in UTC."""
    return moment.isoformat() if moment else None


def lean(**terms: Any) -> Object:
    """Without what is not there."""
    return {name: value for name, value in terms.items() if value not in (None, "", [], {})}


def actor_object(actor: Actor, names: Names) -> Object:
    """Handle and name; an address, an account and a profile are nobody else's business."""
    return lean(
        type=ACTOR_TYPES[actor.kind],
        id=names.actor(actor),
        preferredUsername=actor.handle,
        host=actor.host,
        name=actor.name,
        published=when(actor.created_at),
        deleted=when(actor.left_at),
        icon=picture_object(actor),
    )


def picture_object(actor: Actor) -> Object:
    """The picture, when it was uploaded here."""
    if "/" not in actor.picture:
        return {}
    return {"type": "Image", "url": f"{MEDIA}{actor.picture}"}


def space_object(space: Space, names: Names) -> Object:
    """The space, its purpose, and how it is run."""
    return lean(
        type="Group",
        id=names.space(space),
        preferredUsername=space.handle,
        name=space.name,
        summary=space.purpose,
        published=when(space.created_at),
        visibility=space.visibility,
        joining=space.joining,
        writing=space.writing,
        licence=space.licence_under(Organisation.current()),
        reactions=space.reactions,
        answerDays=space.answer_days,
        delegateCap=space.delegate_cap,
        icon=picture_object(space.actor),
        closed=_closed(space, names),
    )


def _closed(space: Space, names: Names) -> Object:
    closing = getattr(space, "closing", None)
    if closing is None:
        return {}
    return lean(by=names.actor(closing.by), at=when(closing.at), summary=closing.reason)


def membership_object(membership: Membership, names: Names) -> Object:
    """Who looks after the space, which of its writers belong to it, and for whom they speak."""
    speaks_for = getattr(membership, "affiliation", None)
    return lean(
        type="Relationship",
        subject=names.actor(membership.actor),
        object=names.space(membership.space),
        relationship=membership.role,
        startTime=when(membership.since),
        affiliation=lean(
            organisation=speaks_for.organisation,
            department=speaks_for.department,
            sector=speaks_for.sector,
        )
        if speaks_for
        else None,
    )


def guideline_object(guideline: Guideline, names: Names) -> Object:
    """One version of the guidelines."""
    return lean(
        type="Note",
        number=guideline.number,
        attributedTo=names.actor(guideline.by),
        published=when(guideline.created_at),
        source=markdown(guideline.source),
    )


def topic_object(topic: Topic, names: Names, inside: Container[int]) -> Object:
    """Title, author and state; the text is the first message's."""
    return lean(
        type="Article",
        id=names.topic(topic),
        name=topic.title,
        kind=topic.kind,
        attributedTo=names.actor(topic.author),
        audience=names.space(topic.space),
        published=when(topic.published_at),
        provenance="" if topic.source in PLACES else topic.source,
        meToo=sorted(
            (lean(actor=names.actor(too.actor), at=when(too.at)) for too in topic.me_toos.all()),
            key=lambda too: (too["at"], too["actor"]),
        ),
        **_care(topic, names, inside),
    )


def _care(topic: Topic, names: Names, inside: Container[int]) -> Object:
    """What stewards did for it: each with who and when."""
    found: Object = {}
    if lock := getattr(topic, "lock", None):
        found["locked"] = lean(by=names.actor(lock.by), at=when(lock.at), summary=lock.reason)
    if pin := getattr(topic, "pin", None):
        found["pinned"] = lean(by=names.actor(pin.by), at=when(pin.at))
    if closing := getattr(topic, "closing", None):
        source = markdown(closing.source)
        found["closed"] = lean(by=names.actor(closing.by), at=when(closing.at), source=source)
    accepted = getattr(topic, "accepted", None)
    if accepted is not None and accepted.message_id in inside:
        found["accepted"] = lean(
            object=names.message(accepted.message_id),
            by=names.actor(accepted.by),
            at=when(accepted.at),
        )
    found["holding"] = [
        lean(
            object=names.message(holding.message_id),
            by=names.actor(holding.by),
            dueOn=holding.due_on.isoformat(),
            kept=when(holding.kept_at),
        )
        for holding in sorted(topic.holding_replies.all(), key=lambda it: it.message_id)
        if holding.message_id in inside
    ]
    return found


def markdown(text: str) -> Object:
    """A text as it was typed."""
    return {"content": text, "mediaType": "text/markdown"}


def message_object(
    message: Message, names: Names, *, tags: list[Object], files: list[Object], inside: bool
) -> Object:
    """What was said, or where something stood that was deleted."""
    common = lean(
        id=names.message(message),
        context=names.topic(message.topic_id),
        number=message.number,
        kind=message.kind,
        attributedTo=names.actor(message.author),
        inReplyTo=names.message(message.parent_id) if message.parent_id and inside else None,
        published=when(message.published_at),
        updated=when(message.edited_at),
        alignment=message.alignment,
        provenance="" if message.source in PLACES else message.source,
    )
    if message.tombstoned_at is not None:
        by = names.actor(message.tombstoned_by) if message.tombstoned_by else None
        gone = lean(deleted=when(message.tombstoned_at), deletedBy=by)
        return {"type": "Tombstone", "formerType": "Note", **common, **gone}
    return {
        "type": "Note",
        **common,
        **lean(content=message.html, tag=tags, attachment=files),
        "source": markdown(message.text),
    }


def attachment_object(attachment: Attachment, names: Names) -> Object:
    """A file, which lies in the archive."""
    kind = attachment.content_type.partition("/")[0]
    return lean(
        type={"image": "Image", "audio": "Audio", "video": "Video"}.get(kind, "Document"),
        name=attachment.name,
        file=str(attachment.id),
        url=f"{MEDIA}{attachment.path}",
        mediaType=attachment.content_type,
        attributedTo=names.actor(attachment.owner),
        published=when(attachment.created_at),
        size=attachment.size,
        width=attachment.width,
        height=attachment.height,
        summary=attachment.description,
    )


def version_object(version: Version, names: Names) -> Object:
    """An earlier wording."""
    return {
        "type": "Note",
        "formerly": names.message(version.message_id),
        "source": markdown(version.text),
        **lean(
            number=version.number,
            name=version.title,
            attributedTo=names.actor(version.by),
            published=when(version.written_at),
            deleted=when(version.replaced_at),
            summary=version.reason,
        ),
    }


def contribution_object(contribution: Contribution, names: Names) -> Object:
    """Credit."""
    message = contribution.message_id
    return lean(
        type="Relationship",
        subject=names.actor(contribution.actor),
        object=names.topic(contribution.topic_id),
        relationship=contribution.role,
        instrument=names.message(message) if message else None,
        share=contribution.share,
        published=when(contribution.at),
    )


def link_object(link: Link, names: Names) -> Object:
    """Lineage between two topics of the archive."""
    return lean(
        type="Relationship",
        subject=names.topic(link.origin_id),
        object=names.topic(link.target_id),
        relationship=link.kind,
        attributedTo=names.actor(link.by),
        published=when(link.at),
    )


def reaction_object(reaction: Reaction, names: Names) -> Object:
    """A sign given to a message."""
    return lean(
        type="Like",
        actor=names.actor(reaction.actor),
        object=names.message(reaction.message_id),
        content=reaction.sign,
        published=when(reaction.at),
    )


def reshare_object(reshare: Reshare, names: Names, space: Space, *, inside: bool) -> Object:
    """A message passed on, to followers or into this very space, and by which way it came."""
    return lean(
        type="Announce",
        id=names.reshare(reshare),
        actor=names.actor(reshare.actor),
        object=names.message(reshare.message_id),
        target=names.space(space) if reshare.into_id else None,
        instrument=names.reshare(reshare.via) if reshare.via and inside else None,
        summary=reshare.text,
        published=when(reshare.at),
    )
