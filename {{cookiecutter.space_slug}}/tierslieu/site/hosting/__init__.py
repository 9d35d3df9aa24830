"""Configuration files for web hosts: one module for each kind of host."""
