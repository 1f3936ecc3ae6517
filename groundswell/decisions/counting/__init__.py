"""Counting ballots: pure functions of rules, options and ballots; standard library alone."""
