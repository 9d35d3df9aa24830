"""Lists that pages show: agenda, news, search index, downloads."""
