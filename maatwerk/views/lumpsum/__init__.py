"""De lumpsum van een jaar: standen, boekingen, begroting en toelichting."""
