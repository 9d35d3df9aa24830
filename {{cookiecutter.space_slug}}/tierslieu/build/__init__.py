"""Builds the whole place: once to disk, as a dry run, or in memory at each change while it is served."""
