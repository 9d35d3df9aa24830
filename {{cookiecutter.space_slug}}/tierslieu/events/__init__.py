"""New events: from the answers at the terminal, from calendars (iCalendar) or from tables (CSV)."""
