"""Messages of the tool, and dates, numbers and plurals in each language."""
