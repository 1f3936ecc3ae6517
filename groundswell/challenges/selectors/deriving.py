"""What the forms for building on an idea and for splitting one begin with."""

from groundswell.challenges.models import Idea
from groundswell.conversations.models import Message

LONGEST_TITLE = 80


def opening_of(idea: Idea) -> Message | None:
    """The message with the idea's own words; none where they were deleted."""
    return Message.objects.standing().filter(topic=idea.topic_id, number=1).first()


def words_of(idea: Idea) -> str:
    """The words of the idea as its author typed them; none where they were deleted."""
    opening = opening_of(idea)
    return opening.text if opening else ""


def halves_of(idea: Idea) -> list[tuple[str, str]]:
    """A proposal for two parts: its paragraphs shared out between them, each with a title."""
    paragraphs = [part for part in words_of(idea).split("\n\n") if part.strip()]
    middle = (len(paragraphs) + 1) // 2
    halves = ["\n\n".join(paragraphs[:middle]), "\n\n".join(paragraphs[middle:])]
    return [(_title_of(half), half) for half in halves]


def _title_of(text: str) -> str:
    first = text.strip().partition("\n")[0].lstrip("#*-> ").rstrip()
    if len(first) <= LONGEST_TITLE:
        return first
    return first[:LONGEST_TITLE].rpartition(" ")[0]
