"""Drawings in SVG: governance, where a euro goes, the locator map."""
