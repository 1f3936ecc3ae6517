"""The demonstration community: a story told as data, and what brings it to life."""
