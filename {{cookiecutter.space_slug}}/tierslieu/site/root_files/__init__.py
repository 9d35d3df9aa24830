"""Files at the root of the site for machines: sitemap, web app manifest, security.txt."""
