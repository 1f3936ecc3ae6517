"""Groundswell: a place where people solve things together, in the open."""

__version__ = "0.1.0"
