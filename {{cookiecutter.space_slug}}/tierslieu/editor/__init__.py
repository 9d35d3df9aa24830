"""The whole place in a browser, on this computer: forms whose answers are written to its files."""
