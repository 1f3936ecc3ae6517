"""Pages that several parts make together: the start, and a space's front."""
