"""A network of places: their ``lieu.json`` files become a static directory that loads nothing from other sites.

``sources`` reads the list of places, ``fetch`` downloads (no other module of the engine uses the network),
``place_descriptions`` validates each file and ``build`` renders the pages. A file that can't be read is listed as such.
"""
