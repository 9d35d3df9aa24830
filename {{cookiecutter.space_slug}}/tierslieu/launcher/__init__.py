"""What ``./lieu`` runs before any library is installed: standard library only, any Python from 3.6."""
