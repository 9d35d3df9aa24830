"""The whole place built at once, watched and served."""
