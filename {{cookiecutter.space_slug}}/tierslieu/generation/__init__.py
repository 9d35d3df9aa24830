"""From the answers to ``config/``, as the hooks run it: with the standard library, PyYAML, Jinja2 and click alone."""
