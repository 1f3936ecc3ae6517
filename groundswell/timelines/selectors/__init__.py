"""What was said, by person, by tag and as feeds: each only as far as the viewer can see it."""
