"""Pages of challenges and ideas."""
