"""schema.org data of the pages as JSON-LD, from the same facts as the pages; unknown facts are left out.

What Google reads and requires:
https://developers.google.com/search/docs/appearance/structured-data/search-gallery
"""
