"""What is done for decisions outside of requests."""
