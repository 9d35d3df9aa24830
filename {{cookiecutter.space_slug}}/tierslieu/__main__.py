"""``python -m tierslieu``: the same as ``./lieu``."""

from tierslieu.cli import main

main()
