"""Made-up crowds: groups with lines of their own, and noise."""

import numpy as np

from groundswell.decisions.opinion import Votes


def votes_of(table):
    """From a table of people by statements, where nan is unseen."""
    person, statement = np.nonzero(~np.isnan(table))
    return Votes.of_arrays(
        (person, statement, table[person, statement]),
        people=[str(one) for one in range(table.shape[0])],
        statements=[str(one) for one in range(table.shape[1])],
    )


def planted(*, people=200, statements=40, groups=2, unseen=0.3, noise=0.1, seed=0):
    """People who follow the line of their group but for some noise; and who is in which."""
    rng = np.random.default_rng(seed)
    line = rng.choice([-1.0, 1.0], (groups, statements))
    group = np.arange(people) % groups
    table = line[group]
    stray = rng.random(table.shape) < noise
    table = np.where(stray, rng.integers(-1, 2, table.shape), table).astype(float)
    table[rng.random(table.shape) < unseen] = np.nan
    return votes_of(table), group


def noise(*, people=120, statements=30, unseen=0.3, seed=0):
    """Every statement has its own popularity, and nobody has a line."""
    rng = np.random.default_rng(seed)
    popular = rng.random(statements)
    table = np.where(rng.random((people, statements)) < popular, 1.0, -1.0)
    table[rng.random(table.shape) < 0.1] = 0
    table[rng.random(table.shape) < unseen] = np.nan
    return votes_of(table)


def group_of(made):
    """The group of everybody on the map, by their own order."""
    group = np.full(len(made.votes.people), -1, np.int64)
    for number, one in enumerate(made.groups):
        group[one.members] = number
    return group
