"""The manual of the place, in ``docs/``: its pages, the search in them, and their HTML for ``./lieu serve``."""
