"""Position: everyone takes one of a few positions on the proposal itself."""

from groundswell.decisions.counting.election import STEP_NAMES, STEPS, Election
from groundswell.decisions.counting.said import Said, say
from groundswell.decisions.counting.tally import COUNTED, FAILED, PASSED, Round, Table, Tally

IN_FAVOUR = {
    "sense_check": ("agree",),
    "consent": ("consent", "concern"),
    "consensus": ("agree",),
    "gradients": ("wholehearted", "good_enough", "reservations"),
}
AGAINST = {
    "sense_check": ("disagree",),
    "consent": ("objection",),
    "consensus": ("block",),
    "gradients": ("block",),
}


def count_positions(election: Election) -> Tally:
    """Counts the positions; consent and consensus pass or do not."""
    method = election.rules.method
    steps = STEPS[method]
    totals = dict.fromkeys(steps, 0)
    for vote in election.votes:
        totals[vote.position] += vote.weight
    favour = sum(totals[step] for step in IN_FAVOUR[method])
    against = sum(totals[step] for step in AGAINST[method])
    verdict, says = _judged(election, favour, against)
    rows = tuple((STEP_NAMES[step], totals[step]) for step in steps)
    table = Table(title="Positions", heading=("Position", "People"), rows=rows)
    if method == "gradients" and election.cast:
        says += (say("The middle position is “{step}”.", step=STEP_NAMES[_middle(totals)]),)
    return Tally(
        verdict=verdict,
        totals=totals,
        support={"": favour},
        against=against,
        says=says,
        rounds=(Round(says=says, table=table),),
    )


def _middle(totals: dict[str, int]) -> str:
    """The position of the person in the middle; of two, the one less in favour."""
    half, seen = sum(totals.values()) // 2, 0
    for step, number in totals.items():
        seen += number
        if seen > half:
            return step
    raise ValueError("nobody voted")


def _judged(election: Election, favour: int, against: int) -> tuple[str, tuple[Said, ...]]:
    method = election.rules.method
    if method in {"sense_check", "gradients"}:
        told = "{favour} of {cast} are in favour, {against} against."
        told = (
            "{favour} of {cast} are in favour, {against} block it."
            if method == ("gradients")
            else told
        )
        return COUNTED, (say(told, favour=favour, cast=election.cast, against=against),)
    # Where a ceiling is set, the test of it decides.
    if against and election.rules.ceiling is None:
        word = {
            "consent": "Objections: {against}. It does not go ahead while one stands.",
            "consensus": "Blocks: {against}. There is no consensus.",
        }[method]
        return FAILED, (say(word, against=against),)
    if not favour:
        return FAILED, (say("Nobody is in favour."),)
    word = {
        "consent": "Nobody objects. It goes ahead.",
        "consensus": "Nobody blocks it. There is consensus.",
    }[method]
    if against:
        word = "{against} stand against it, which the rules allow up to a part."
    return PASSED, (say(word, against=against),)
