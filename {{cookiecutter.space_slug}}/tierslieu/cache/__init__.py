"""What a build keeps in ``.cache/`` for the next one."""
