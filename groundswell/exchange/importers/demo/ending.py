"""How the story leaves people: whom and what they follow, and how far they have read."""

from groundswell.conversations.actions import follow_topic, mark_read
from groundswell.conversations.models import Topic
from groundswell.exchange.actions import _cast
from groundswell.exchange.importers.demo.made import Made


def follow(telling: Made) -> None:
    """What people keep an eye on."""
    for wanted in telling.story.follows:
        person = telling.people[wanted.by]
        if wanted.kind == "person":
            _cast.write_person_follow(person, telling.people[wanted.target], wanted.level)
        elif wanted.kind == "space":
            _cast.write_space_follow(person, telling.spaces[wanted.target], wanted.level)
        elif wanted.kind == "topic":
            topic = telling.topic_now(wanted.target)
            follow_topic(actor=person, topic=topic, level=wanted.level)
        else:
            _cast.write_tag_follow(person, wanted.target, wanted.level)


def leave_off(telling: Made) -> None:
    """How far people have read: to the end, where the story does not say otherwise."""
    kept = {(reading.by, reading.topic): reading.up_to for reading in telling.story.readings}
    for person in telling.story.people:
        for key, made in telling.topics.items():
            if (person.handle, key) in kept:
                number = _number(telling, key, kept[person.handle, key])
            elif person.sign_in:
                number = Topic.objects.get(id=made.id).last_number
            else:
                continue
            if number:
                topic = Topic.objects.get(id=made.id)
                mark_read(actor=telling.people[person.handle], topic=topic, number=number)


def _number(telling: Made, topic: str, up_to: str | None) -> int:
    """The number of the message that was read last; 0 for a topic never opened."""
    read = telling.messages.get((topic, up_to)) if up_to else None
    return telling.message_now(read).number if read else 0
