"""What people write: taken in clean, rendered once, excerpted and compared."""
