from django.utils.translation import gettext_lazy

from groundswell.core.errors import Conflict, DomainError, Invalid, Refused


def test_message_is_what_the_reader_is_told():
    assert str(Refused("Only stewards can lock a topic.")) == "Only stewards can lock a topic."


def test_message_may_be_translated_late():
    assert str(Conflict(gettext_lazy("This topic was closed."))) == "This topic was closed."


def test_invalid_points_at_its_field():
    assert (Invalid("Too long.", "title").field, Invalid("Too long.").field) == ("title", None)


def test_every_error_is_a_domain_error():
    assert [issubclass(kind, DomainError) for kind in (Refused, Invalid, Conflict)] == [True] * 3
