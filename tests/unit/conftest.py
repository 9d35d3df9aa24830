"""Settings of the unit tests."""

from hypothesis import settings

# The same examples at each run, nothing written to disk, no failure because the machine was busy.
settings.register_profile("kit", derandomize=True, database=None, deadline=None)
settings.load_profile("kit")
