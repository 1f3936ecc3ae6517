"""Measurements, each beside its budget; `python -m benchmarks` runs the site's."""
