"""What several outputs share: Markdown, addresses, security headers, the cache of compiled templates, the map."""
