"""The public site: everything that a space shows the world, as plain files."""
