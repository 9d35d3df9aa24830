"""The files of a place read into one ``Space``, or into the list of all their problems."""
