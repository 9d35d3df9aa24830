"""Events that people write: asked for at the terminal, or read from the calendars and tables they have."""
