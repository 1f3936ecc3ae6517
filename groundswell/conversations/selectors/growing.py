"""Where something that was said can go on, as a form offers it."""

from groundswell.actors.models import Actor
from groundswell.conversations.growing import grounds_for
from groundswell.spaces.models import Space


def where_it_grows(person: Actor, said_in: Space) -> list[tuple[str, list[tuple[str, str]]]]:
    """The choices of where something can be made of it, by what it becomes."""
    return [
        (
            str(growth.label),
            [
                (
                    one.code,
                    one.name if one.space.id == said_in.id else f"{one.name} · {one.space.name}",
                )
                for one in grounds
            ],
        )
        for growth, grounds in grounds_for(person, said_in)
    ]
