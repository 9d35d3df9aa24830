"""Messages of the engine, and dates, numbers and plurals in each language."""
