"""Uren, grootboek en begroting uit de systemen die er al zijn."""
