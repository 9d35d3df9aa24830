"""A place is made in the browser: questions in six steps, its home page beside them, then its folder."""
