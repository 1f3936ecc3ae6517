"""Reads of this app, each from a viewer's side."""
