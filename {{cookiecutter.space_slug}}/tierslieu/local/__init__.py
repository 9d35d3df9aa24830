"""What the hooks apply: answers in, ``config/`` out.

Runs in cookiecutter's own environment: the standard library, PyYAML, Jinja2 and click only. ``run`` is the one entry,
for the post-generation hook and for ``./lieu apply`` alike.
"""

from .run import run

__all__ = ["run"]
