"""The engine of a tiers-lieu: one set of facts in, a website, documents and open data out."""

__version__ = "0.3.0"
