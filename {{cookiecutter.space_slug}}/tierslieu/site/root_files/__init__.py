"""Files at the root of the site for programs: sitemap, robots.txt, web app manifest, security.txt."""
