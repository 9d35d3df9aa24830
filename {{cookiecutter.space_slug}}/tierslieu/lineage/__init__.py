"""Where a place comes from, and how it takes the kit's later improvements."""
