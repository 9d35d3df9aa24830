"""The commands of ``./lieu``: one module each, named as the command is typed, which defines ``command``."""
