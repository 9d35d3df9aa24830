"""New events: composed from answers, or imported from calendars (ICS) and tables (CSV)."""
