"""What every app stands on: ids, time, errors, text, the outside world. No models."""
