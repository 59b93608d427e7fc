"""Het voorbeeldjaar: organisaties, mensen met rolnamen, en dertig aanvragen met hun verloop."""
