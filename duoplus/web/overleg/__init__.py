"""De bladzijden van vergaderingen: plannen, de agenda, en wat er in de vergadering gebeurt."""
