"""What people fill in to open a decision, to vote, and to see to its life."""
