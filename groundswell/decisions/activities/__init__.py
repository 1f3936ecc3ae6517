"""What can happen with decisions, and who is told."""

from groundswell.decisions.activities.decision import (
    DECISION_PROPOSED,
    PROPOSAL_CHANGED,
    RULES_CHANGED,
    STEP_TAKEN,
    VOTE_CHANGED,
    VOTED,
    VOTING_CLOSED,
    VOTING_END_SET,
    VOTING_ENDS_SOON,
    VOTING_EXTENDED,
    VOTING_OPENED,
    VOTING_REOPENED,
)
from groundswell.decisions.activities.delegation import (
    DELEGATION_DECLINED,
    DELEGATION_GIVEN,
    DELEGATION_REVOKED,
)
from groundswell.decisions.activities.ending import (
    COMMITMENT_DUE,
    COMMITMENT_ENDED,
    GUEST_OBJECTED,
    GUEST_OBJECTION_SETTLED,
    OBJECTION_ANSWERED,
    OBJECTION_SETTLED,
    OUTCOME_STATED,
    REVIEW_DUE,
)
from groundswell.decisions.activities.roll import (
    GUEST_INVITED,
    LINK_RENEWED,
    VOTER_NAMED,
    VOTER_WITHDRAWN,
)

__all__ = [
    "COMMITMENT_DUE",
    "COMMITMENT_ENDED",
    "DECISION_PROPOSED",
    "DELEGATION_DECLINED",
    "DELEGATION_GIVEN",
    "DELEGATION_REVOKED",
    "GUEST_INVITED",
    "GUEST_OBJECTED",
    "GUEST_OBJECTION_SETTLED",
    "LINK_RENEWED",
    "OBJECTION_ANSWERED",
    "OBJECTION_SETTLED",
    "OUTCOME_STATED",
    "PROPOSAL_CHANGED",
    "REVIEW_DUE",
    "RULES_CHANGED",
    "STEP_TAKEN",
    "VOTED",
    "VOTER_NAMED",
    "VOTER_WITHDRAWN",
    "VOTE_CHANGED",
    "VOTING_CLOSED",
    "VOTING_ENDS_SOON",
    "VOTING_END_SET",
    "VOTING_EXTENDED",
    "VOTING_OPENED",
    "VOTING_REOPENED",
]
