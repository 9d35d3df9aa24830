"""Reads the files of a place: into one ``Space``, or into the list of all their problems."""
