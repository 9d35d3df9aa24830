"""The saved versions of a place: saving one, listing them, going back, for people who do not know git."""
