"""Drawings in SVG: governance, the euro, the locator map."""
