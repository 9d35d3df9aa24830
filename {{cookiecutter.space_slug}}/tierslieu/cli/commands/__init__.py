"""The commands of ``./lieu``: one module each, named as the command is typed, which defines ``command``.

A module imports what it runs inside its functions, for start-up time: ``./lieu --help`` imports every module.
"""
