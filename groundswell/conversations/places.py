"""Forms in which one writes at length, by the names under which drafts are kept.

A draft's place is a name and the id of what the form belongs to. Other apps declare theirs when
they are loaded; this one knows none of them.
"""

import re

from groundswell.core.ids import id_in

IN_SPACES = {"space": "new/"}
"""Names of forms that begin something in a space, each with its page below the space's address."""
IN_TOPICS = {"topic": "#reply"}
"""Names of forms that go on from a topic, each with its page below the topic's address."""
OF_MESSAGES = {"edit", "reply"}
_PLACE = re.compile(r"(?P<name>[a-z]{1,20})-(?P<id>[0-9]{1,19})")


def writes_in_space(name: str, page: str) -> None:
    """Declares a form that begins something in a space."""
    IN_SPACES[name] = page


def writes_in_topic(name: str, page: str) -> None:
    """Declares a form that goes on from a topic."""
    IN_TOPICS[name] = page


def is_place(place: str) -> bool:
    """Whether there is a form of this name."""
    found = _PLACE.fullmatch(place)
    known = found is not None and found["name"] in {*IN_SPACES, *IN_TOPICS, *OF_MESSAGES}
    return known and found is not None and id_in(found["id"]) > 0
