"""What the hooks apply: answers in, ``config/`` out. Standard library, PyYAML, Jinja2 and click alone."""
