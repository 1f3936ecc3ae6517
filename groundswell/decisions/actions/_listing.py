"""Writing options. Called by actions, inside them."""

from dataclasses import dataclass
from unicodedata import normalize

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from groundswell.actors.models import Actor
from groundswell.conversations.models import Link, Topic
from groundswell.core.errors import Conflict
from groundswell.core.text.clean import one_line
from groundswell.decisions.models import Decision, Option
from groundswell.decisions.models.decision import LONGEST_OPTION


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An option as it was typed: its words, what it costs, the idea it stands for."""

    text: str
    cost: int | None = None
    topic: Topic | None = None


def key_of(text: str) -> str:
    """The words without what does not make them others: case, spaces, a full stop."""
    folded = normalize("NFKC", text).casefold()
    return " ".join(folded.rstrip(" .!").split())[:LONGEST_OPTION]


def add_option(
    decision: Decision,
    listed: Listed,
    *,
    author: Actor | None,
    moderation: str = Option.Moderation.SHOWN,
) -> Option:
    """Lists one more option; the same words are refused."""
    text = one_line(listed.text, most=LONGEST_OPTION, least=1, field="options")
    Decision.objects.filter(topic=decision.topic_id).update(option_count=F("option_count") + 1)
    decision.refresh_from_db(fields=["option_count"])
    option = Option(
        decision=decision,
        number=decision.option_count,
        text=text,
        key=key_of(text),
        author=author,
        topic=listed.topic,
        cost=listed.cost,
        moderation=moderation,
    )
    try:
        with transaction.atomic():
            option.save(force_insert=True)
    except IntegrityError as error:
        said = _("“%(text)s” is there already. The same words stand once.") % {"text": text}
        raise Conflict(said) from error
    if listed.topic is not None and author is not None:
        Link.objects.get_or_create(
            kind=Link.Kind.DECIDES,
            origin=decision.topic,
            target=listed.topic,
            defaults={"by": author},
        )
    return option
