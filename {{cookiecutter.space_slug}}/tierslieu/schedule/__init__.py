"""Recurrence rules, occurrences of activities, holidays."""
