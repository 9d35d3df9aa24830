"""What web hosts are told: one list, the same on every host, and nothing in the site that it would refuse."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from unit.site.test_site import papers, space

from tierslieu.documents import html_page
from tierslieu.rendering import security_headers
from tierslieu.site.hosting import build as hosting
from tierslieu.site.pages_build import build_pages

DOCUMENT = b"<head><style>b{}</style></head>"


def directives(policy: str) -> dict[str, str]:
    found = [directive.strip().partition(" ") for directive in policy.split(";")]
    assert len(found) == len({name for name, _, _ in found})
    return {name: value for name, _, value in found}


def test_nothing_is_allowed_that_is_not_a_file_of_the_site() -> None:
    told = directives(security_headers.header_policy())
    assert told["default-src"] == told["base-uri"] == told["frame-ancestors"] == "'none'"
    # The search field leads to a page of the site.
    assert told["form-action"] == "'self'"
    allowed = {source for value in told.values() for source in value.split()}
    assert allowed == {"'none'", "'self'", "data:"}
    assert told["script-src"] == told["style-src"] == "'self'"


def test_a_page_says_only_what_a_page_can_say() -> None:
    inside, header = directives(security_headers.page_policy()), directives(security_headers.header_policy())
    assert set(header) - set(inside) == {"frame-ancestors"}
    of_documents = {"font-src": "'self' data:"}  # what pages do without
    assert inside | of_documents == {name: header[name] for name in inside}


def test_styles_inside_documents_are_allowed_one_by_one() -> None:
    files = {"documents/a.html": DOCUMENT, "documents/b.html": DOCUMENT, "index.html": b"<style>i{}</style>"}
    mark = "'sha256-" + base64.b64encode(hashlib.sha256(b"b{}").digest()).decode() + "'"
    assert security_headers.document_style_hashes(files) == [mark]
    told = directives(security_headers.site_headers(files, secure=False)["Content-Security-Policy"])
    assert told["style-src"] == f"'self' {mark}"


def test_the_policy_of_a_document_allows_its_own_style() -> None:
    told = directives(security_headers.document_policy("b{}"))
    assert told["style-src"] == security_headers.style_hash(b"b{}")
    assert "script-src" not in told and told["default-src"] == "'none'"


@pytest.mark.parametrize(
    ("written", "given"),
    [
        ('<col style="width: 16%" />', '<col class="w16" />'),
        ('<table style="width:100%;">', '<table class="w100">'),
        ('<th scope="col" style="text-align: right;">', '<th scope="col" class="right">'),
        ('<p>&lt;td style="text-align: right;"&gt;</p>', '<p>&lt;td style="text-align: right;"&gt;</p>'),
    ],
)
def test_sides_and_widths_of_tables_are_classes(written: str, given: str) -> None:
    assert html_page.with_classes(written) == given


def test_https_is_remembered_only_where_the_site_has_it() -> None:
    assert "Strict-Transport-Security" in security_headers.site_headers({}, secure=True)
    assert "Strict-Transport-Security" not in security_headers.site_headers({}, secure=False)
    for website, secure in (("https://a.fr", True), ("HTTPS://a.fr", True), ("http://a.fr", False), (None, False)):
        of = space(identity={"contact": {"website": website}})
        told = hosting.public_files(of, {}) | hosting.server_files(of, {})
        hosts = [path for path, text in told.items() if b"Content-Security-Policy" in text]
        assert len(hosts) == 4
        assert all((b"Strict-Transport-Security" in told[path]) == secure for path in hosts)


@pytest.mark.long
def test_every_host_is_told_every_header() -> None:
    of = space(documents=papers("charte"))
    files = build_pages(of, {"charte.html": DOCUMENT})
    told = hosting.public_files(of, files) | hosting.server_files(of, files)
    for name, value in security_headers.site_headers(files, secure=True).items():
        for path in (".htaccess", "_headers", "caddy/Caddyfile", "nginx/site.conf"):
            text = told[path].decode()
            assert len(re.findall(rf"\b{name}\b", text)) == 1, (path, name)
            assert value in text, (path, name)


def test_no_header_stands_in_two_rules_that_meet() -> None:
    """Netlify and Cloudflare would join the values."""
    text = hosting.public_files(space(), {})["_headers"].decode()
    rules: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("/"):
            rules[line] = []
        elif line.startswith("  "):
            rules[list(rules)[-1]].append(line.split(":")[0].strip())
            assert len(line) < 2000  # the longest that Cloudflare reads
    names = [name for rule in rules.values() for name in rule if rule is not rules["/manifest.webmanifest"]]
    assert len(names) == len(set(names))


def test_the_path_of_the_site_is_where_hosts_need_it() -> None:
    of = space(identity={"contact": {"website": "https://exemple.fr/l'été"}})
    told = hosting.public_files(of, {}) | hosting.server_files(of, {})
    assert b'ErrorDocument 404 "/l%27%C3%A9t%C3%A9/404.html"' in told[".htaccess"]
    assert "/l'été/404.html" in told["nginx/site.conf"].decode()
    assert "/srv/l'été/\"" in told["caddy/Containerfile"].decode()


class _Inline(HTMLParser):
    """What a strict policy refuses in a page."""

    def __init__(self, html: bytes):
        super().__init__()
        self.found: list[str] = []
        self.meta: list[str] = []
        self.feed(html.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.found += [name for name in values if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in values and values.get("type") != "application/ld+json"):
            self.found.append(tag)
        if tag == "meta" and (values.get("http-equiv") or "").lower() == "content-security-policy":
            self.meta.append(values["content"] or "")


@pytest.mark.long
def test_every_page_carries_the_policy_and_nothing_that_it_refuses() -> None:
    for path, data in build_pages(space()).items():
        if path.endswith(".html"):
            page = _Inline(data)
            assert page.found == [], path
            assert page.meta == [security_headers.page_policy()], path


def test_serve_answers_as_a_careful_host() -> None:
    from tierslieu.build.live_site import LiveSite

    site = LiveSite()
    site.replace({"documents/a.html": DOCUMENT})
    assert security_headers.style_hash(b"b{}") in site.headers["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in site.headers


def test_what_is_kept_for_ever_is_named_with_what_it_holds() -> None:
    from tierslieu.site import assets

    files = {
        "static/a.css": b'@font-face{src:url("f/x.woff2")}b{background:url(data:image/svg+xml,x) url( y.svg )}',
        "static/f/x.woff2": b"font",
        "static/z.svg": b"",
    }
    css = assets.with_fingerprints(files)["static/a.css"].decode()
    mark = hashlib.sha256(b"font").hexdigest()[:8]
    assert css == f"@font-face{{src:url(f/x.woff2?v={mark})}}b{{background:url(data:image/svg+xml,x) url( y.svg )}}"


def test_serve_shows_the_page_not_found_of_a_site_with_a_path() -> None:
    import http.client
    import threading

    from tierslieu.build.dev_server import DevServer
    from tierslieu.build.live_site import LiveSite

    site = LiveSite()
    site.replace({"static/site.css": b"b{}", "index.html": b"<body></body>"}, "/l%27%C3%A9t%C3%A9/")
    with DevServer(0, site, "", "") as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
        for path in ("/static/site.css", "/l'%C3%A9t%C3%A9/static/site.css", "/l'%C3%A9t%C3%A9/", "/"):
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, path
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        connection.close()
        server.shutdown()
