"""Uren van een week schrijven, indienen en goedkeuren; een opdracht wijzigen."""
