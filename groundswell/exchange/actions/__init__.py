"""Every write of the importers and exporters."""
