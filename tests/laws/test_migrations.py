"""The models and their migrations say the same."""

from io import StringIO

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_migration_is_missing():
    said = StringIO()

    call_command("makemigrations", check_changes=True, dry_run=True, stdout=said, no_color=True)

    assert said.getvalue() == "No changes detected\n"
