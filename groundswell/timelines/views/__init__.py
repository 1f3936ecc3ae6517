"""Pages of people and tags, and feeds of everything public."""
