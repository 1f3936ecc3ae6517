"""The themes of a challenge, and the runs that find them."""

from dataclasses import dataclass

from groundswell.challenges.models import Challenge, Idea, ThemeRun
from groundswell.challenges.selectors.theme import shown_of

OPPOSITES_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """The last run that came to its end, and the one after it that has not, if there is one."""

    done: ThemeRun | None
    other: ThemeRun | None
    """One that waits, is under way, or failed after the last that did not."""
    since: int
    """Ideas that came after the last run began to read."""

    @property
    def busy(self) -> bool:
        """Whether there is a run now."""
        return self.other is not None and self.other.state in {
            ThemeRun.State.WAITING,
            ThemeRun.State.RUNNING,
        }

    @property
    def seconds(self) -> int:
        """How long the last run took."""
        if self.done is None or self.done.ended_at is None or self.done.started_at is None:
            return 0
        return max(1, round((self.done.ended_at - self.done.started_at).total_seconds()))


def runs_of(challenge: Challenge) -> Runs:
    """What the challenge's page of themes says of its runs."""
    runs = ThemeRun.objects.filter(challenge=challenge).select_related("by").order_by("-id")
    latest = runs.first()
    if latest is None or latest.state == ThemeRun.State.DONE:
        done, other = latest, None
    else:
        done, other = runs.filter(state=ThemeRun.State.DONE).first(), latest
    counted = done.found.get("counted", done.ideas) if done else challenge.idea_count
    since = max(0, challenge.idea_count - counted)
    return Runs(done=done, other=other, since=since)


def opposites_of(run: ThemeRun | None) -> list[list[Idea]]:
    """Ideas that look alike while only some of them say no, a few groups of a few."""
    groups = run.found.get("opposites", [])[:OPPOSITES_SHOWN] if run else []
    wanted = {int(id_) for ids in groups for id_ in ids}
    found = shown_of(wanted)
    shown = [[found[int(id_)] for id_ in ids if int(id_) in found] for ids in groups]
    return [ideas for ideas in shown if len(ideas) > 1]
