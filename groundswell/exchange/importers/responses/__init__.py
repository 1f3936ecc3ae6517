"""Responses to a challenge, as a table of one row each."""
