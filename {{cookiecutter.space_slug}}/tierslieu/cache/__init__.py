"""What a build leaves in ``.cache/`` for the next one, and whether anything has changed since."""
