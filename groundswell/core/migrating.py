"""What migrations do that Django's own operations do not."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState


class CreateModels(Operation):
    """Creates several models, each after those it points to. Django draws every related model anew
    after each one that it creates, which for a hundred that all point to people takes most of the
    time of a first start: here they are drawn once."""

    category = OperationCategory.ADDITION
    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[CreateModel]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # As Django does where it puts off drawing: they are drawn when somebody asks for them.
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: ProjectState
    ) -> None:
        """From the first of two states to the second."""
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, *states)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: ProjectState
    ) -> None:
        """From the second of two states to the first."""
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, *states)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return "CreateModels", [], {"operations": self.operations}

    def describe(self) -> str:
        return f"Create {len(self.operations)} models"
