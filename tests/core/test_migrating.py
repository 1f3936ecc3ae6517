"""Several models at once."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from groundswell.core.migrating import CreateModels

PLACE = migrations.CreateModel("Place", [("id", models.BigIntegerField(primary_key=True))])
PATH = migrations.CreateModel(
    "Path",
    [
        ("id", models.BigIntegerField(primary_key=True)),
        ("leads_to", models.ForeignKey("grounds.Place", models.CASCADE)),
    ],
)


def tables() -> list[str]:
    return [name for name in connection.introspection.table_names() if name.startswith("grounds_")]


@pytest.mark.django_db(transaction=True)
def test_models_are_made_together_and_go_together() -> None:
    before, after = ProjectState(), ProjectState()
    together = CreateModels([PLACE, PATH])
    together.state_forwards("grounds", after)

    with connection.schema_editor() as editor:
        together.database_forwards("grounds", editor, before, after)
    made = sorted(tables())
    with connection.schema_editor() as editor:
        together.database_backwards("grounds", editor, after, before)

    assert made == ["grounds_path", "grounds_place"]
    assert tables() == []


def test_models_drawn_before_are_drawn_with_those_that_came() -> None:
    state = ProjectState()
    CreateModels([PLACE]).state_forwards("grounds", state)
    assert [model.__name__ for model in state.apps.get_models()] == ["Place"]

    CreateModels([PATH]).state_forwards("grounds", state)

    assert sorted(model.__name__ for model in state.apps.get_models()) == ["Path", "Place"]
