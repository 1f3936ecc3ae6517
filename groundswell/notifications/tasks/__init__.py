"""What the worker does about alerts: mail, digests, push, replies by mail."""
