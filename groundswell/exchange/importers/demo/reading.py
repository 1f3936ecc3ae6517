"""From tables to the story's nouns: one function for each, in the order of the files."""

from typing import Final

from groundswell.exchange.importers.demo.nouns import (
    OPENING,
    Accepted,
    Act,
    Affiliation,
    Closing,
    Edit,
    Follow,
    Followed,
    Holding,
    JoinPolicy,
    Level,
    Member,
    Message,
    Move,
    Person,
    PresenceLink,
    Reaction,
    Reading,
    Reshare,
    Role,
    Space,
    Split,
    Topic,
    TopicKind,
    Visibility,
)
from groundswell.exchange.importers.demo.tables import StoryError, Table

_FOLLOWED: Final[tuple[Followed, ...]] = ("topic", "tag", "person", "space")


def read_people(file: Table) -> tuple[tuple[Person, ...], tuple[Follow, ...], tuple[Reading, ...]]:
    """The people, what they keep an eye on, and where they left off."""
    with file.reading():
        return (
            tuple(_person(table) for table in file.tables("people")),
            tuple(_follow(table) for table in file.tables("follows")),
            tuple(_reading(table) for table in file.tables("readings")),
        )


def _person(table: Table) -> Person:
    with table.reading():
        return Person(
            handle=table.text("handle"),
            name=table.text("name"),
            pronouns=table.text("pronouns", ""),
            bio=table.text("bio"),
            affiliation=table.maybe("affiliation", _affiliation),
            skills=table.texts("skills"),
            languages=table.texts("languages"),
            time_zone=table.text("time_zone"),
            links=tuple(_link(link) for link in table.tables("links")),
            role=table.choice("role", Role),
            joined=table.moment("joined"),
            sign_in=table.text("sign_in", ""),
        )


def _affiliation(table: Table) -> Affiliation:
    with table.reading():
        return Affiliation(
            organisation=table.text("organisation"),
            department=table.text("department", ""),
            sector=table.text("sector"),
        )


def _link(table: Table) -> PresenceLink:
    with table.reading():
        return PresenceLink(label=table.text("label"), url=table.text("url"))


def _follow(table: Table) -> Follow:
    with table.reading():
        kinds = [kind for kind in _FOLLOWED if table.has(kind)]
        if len(kinds) != 1:
            raise StoryError(f"{table.where}: follows one of {', '.join(_FOLLOWED)}")
        return Follow(
            by=table.text("by"),
            kind=kinds[0],
            target=table.text(kinds[0]),
            level=table.choice("level", Level),
        )


def _reading(table: Table) -> Reading:
    with table.reading():
        return Reading(
            by=table.text("by"),
            topic=table.text("topic"),
            up_to=table.text("up_to", "") or None,
        )


def read_space(file: Table) -> Space:
    """A space with everything said in it."""
    with file.reading():
        return Space(
            handle=file.text("handle"),
            name=file.text("name"),
            purpose=file.text("purpose"),
            guidelines=file.words("guidelines"),
            visibility=file.choice("visibility", Visibility),
            join_policy=file.choice("join_policy", JoinPolicy),
            licence=file.text("licence"),
            parent=file.text("parent", "") or None,
            tags=file.texts("tags"),
            reactions=file.texts("reactions"),
            stewards=file.texts("stewards"),
            members=_members(file.table("members")),
            founded=_act(file.table("founded")),
            topics=tuple(_topic(table) for table in file.tables("topics")),
        )


def _members(table: Table) -> tuple[Member, ...]:
    return tuple(Member(handle, table.moment(handle)) for handle in table.names())


def _act(table: Table) -> Act:
    with table.reading():
        return _act_inside(table)


def _act_inside(table: Table) -> Act:
    return Act(by=table.text("by"), at=table.moment("at"), reason=table.text("reason", ""))


def _topic(table: Table) -> Topic:
    with table.reading():
        return Topic(
            key=table.text("key"),
            kind=table.choice("kind", TopicKind),
            title=table.text("title"),
            messages=(
                _message_inside(table, OPENING),
                *(_message(message) for message in table.tables("messages")),
            ),
            me_too=table.texts("me_too"),
            accepted=table.maybe("accepted", _accepted),
            pin=table.maybe("pin", _act),
            lock=table.maybe("lock", _act),
            closing=table.maybe("closing", _closing),
            split=table.maybe("split", _split),
        )


def _message(table: Table) -> Message:
    with table.reading():
        return _message_inside(table, table.text("key"))


def _message_inside(table: Table, key: str) -> Message:
    """A message's own keys; a topic's table carries those of its opening beside its own."""
    return Message(
        key=key,
        author=table.text("author"),
        at=table.moment("at"),
        body=table.words("body"),
        reply_to=table.text("reply_to", "") or None,
        language=table.text("language", "en"),
        reactions=_reactions(table),
        reshares=tuple(_reshare(reshare) for reshare in table.tables("reshares")),
        bookmarks=table.texts("bookmarks"),
        edits=tuple(_edit(edit) for edit in table.tables("edits")),
        holding=table.maybe("holding", _holding),
        removed=table.maybe("removed", _act),
        moved=table.maybe("moved", _move),
    )


def _reactions(table: Table) -> tuple[Reaction, ...]:
    if not table.has("reactions"):
        return ()
    given = table.table("reactions")
    return tuple(Reaction(emoji, given.texts(emoji)) for emoji in given.names())


def _reshare(table: Table) -> Reshare:
    with table.reading():
        return Reshare(
            by=table.text("by"),
            at=table.moment("at"),
            into=table.text("into", "") or None,
            comment=table.text("comment", ""),
            via=table.text("via", "") or None,
        )


def _edit(table: Table) -> Edit:
    with table.reading():
        return Edit(at=table.moment("at"), body=table.words("body"), reason=table.text("reason"))


def _holding(table: Table) -> Holding:
    with table.reading():
        return Holding(due=table.day("due"), answered_by=table.text("answered_by", "") or None)


def _accepted(table: Table) -> Accepted:
    with table.reading():
        return Accepted(message=table.text("message"), act=_act_inside(table))


def _closing(table: Table) -> Closing:
    with table.reading():
        by, at = table.text("by"), table.moment("at")
        return Closing(by=by, at=at, summary=table.words("summary").strip())


def _move(table: Table) -> Move:
    with table.reading():
        return Move(source=table.text("source"), act=_act_inside(table))


def _split(table: Table) -> Split:
    with table.reading():
        return Split(
            source=table.text("source"),
            messages=table.texts("messages"),
            act=_act_inside(table),
        )
