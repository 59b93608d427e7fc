"""Maanden sluiten en heropenen."""
