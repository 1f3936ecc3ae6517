"""One run: ideas are read, folded, laid out by themes, and what came of it is written back."""
