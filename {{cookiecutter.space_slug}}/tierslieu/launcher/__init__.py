"""What ``./lieu`` starts before any library is installed: standard library alone, any Python from 3.6."""
