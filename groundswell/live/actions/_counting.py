"""Counting votes again, where more than one of them came or went. Called by actions, inside them,
with the question's row held."""

from groundswell.live.models import Question, QuestionVote
from groundswell.live.rules import family_of


def count_again(question: Question) -> None:
    """How many different people want it or what was merged into it."""
    votes = QuestionVote.objects.filter(question__in=family_of(question))
    question.vote_count = votes.values("participant").distinct().count()
    question.save(update_fields=["vote_count"])
