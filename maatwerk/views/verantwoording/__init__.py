"""Verantwoordingen opstellen, controleren, uitgeven."""
