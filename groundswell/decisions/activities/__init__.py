"""What can happen with decisions, and who is told."""

from groundswell.decisions.activities.decision import DECISION_PROPOSED

__all__ = ["DECISION_PROPOSED"]
