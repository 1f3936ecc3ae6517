"""Live signals to open pages, and the worker that follows every write."""
