"""The responses of real web servers with the configuration that the kit writes for each."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from support.built_places import HOSTILE, config_value
from support.fixtures import BuiltPlace
from support.requirements import require_program, skip_or_fail
from support.web_host import free_port

from tierslieu.rendering import security_headers

pytestmark = [pytest.mark.validators, pytest.mark.slow]

#: The longest time from the start of a server to its first response, in seconds.
PATIENCE = 15.0

#: Status, headers, body.
Response = tuple[int, dict[str, str], bytes]
Get = Callable[[str], Response]


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[Get]:
    """Run a server in the foreground for the time of the block; yields a function that gets a path."""
    with (folder / "output").open("wb") as output:
        # A process group of its own, as some servers start other processes, which must end too.
        server = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, start_new_session=True)
        try:
            wait_for(server, port, folder / "output")
            yield lambda path: get(port, path)
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(PATIENCE)


def wait_for(server: subprocess.Popen[bytes], port: int, output: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    pytest.fail(f"{server.args!r}: {output.read_text(errors='replace')}")


def get(port: int, path: str) -> Response:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", path)
    response = connection.getresponse()
    try:
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    finally:
        connection.close()


@contextmanager
def caddy(place: Path, root: Path, folder: Path) -> Iterator[Get]:
    port = free_port()
    text = (place / "hosting/caddy/Caddyfile").read_text(encoding="utf-8")
    assert text.count("root * /srv\n") == text.count(":8080 {") == 1
    text = text.replace("root * /srv\n", f"root * {root}\n").replace(":8080 {", f"http://127.0.0.1:{port} {{")
    (folder / "Caddyfile").write_text(text, encoding="utf-8")
    program = require_program("caddy")
    command = ["env", f"HOME={folder}", program, "run", "--adapter", "caddyfile", "--config", "Caddyfile"]
    with running(command, port, folder) as server:
        yield server


@contextmanager
def nginx(place: Path, root: Path, folder: Path) -> Iterator[Get]:
    port = free_port()
    text = (place / "hosting/nginx/site.conf").read_text(encoding="utf-8")
    assert text.count("root /usr/share/nginx/html;") == text.count("listen 8080;") == 1
    text = text.replace("root /usr/share/nginx/html;", f"root {root};").replace("8080;", f"127.0.0.1:{port};")
    (folder / "site.conf").write_text(text, encoding="utf-8")
    paths = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = (
        f"daemon off; master_process off; pid {folder}/pid; error_log stderr;\n"
        f"events {{}}\nhttp {{ include /etc/nginx/mime.types; access_log off; {paths} include {folder}/site.conf; }}\n"
    )
    (folder / "nginx.conf").write_text(main, encoding="utf-8")
    command = [
        require_program("nginx", "/usr/sbin/nginx"),
        "-p",
        str(folder),
        "-e",
        "stderr",
        "-c",
        str(folder / "nginx.conf"),
    ]
    with running(command, port, folder) as server:
        yield server


@contextmanager
def apache(place: Path, root: Path, folder: Path) -> Iterator[Get]:
    """Apache as a shared host sets it up: ``.htaccess`` may set headers and types (``AllowOverride FileInfo``)."""
    port, program = free_port(), require_program("apache2", "/usr/sbin/apache2", "httpd")
    modules = Path("/usr/lib/apache2/modules")
    if not modules.is_dir():
        skip_or_fail("the modules of Apache are not where Debian puts them")
    names = ("mpm_event", "authz_core", "dir", "mime", "headers", "filter", "deflate")
    lines = [f"LoadModule {name}_module {modules}/mod_{name}.so" for name in names]
    lines += [
        f"ServerRoot {folder}", f"PidFile {folder}/pid", f"Listen 127.0.0.1:{port}", "ServerName localhost",
        f"DefaultRuntimeDir {folder}", "ErrorLog /dev/stderr", "TypesConfig /etc/mime.types", f"DocumentRoot {root}",
        f"<Directory {root}>", "AllowOverride FileInfo", "Require all granted", "</Directory>",
        '<FilesMatch "^\\.ht">', "Require all denied", "</FilesMatch>",
    ]  # fmt: skip
    if os.geteuid() == 0:
        lines += ["LoadModule unixd_module " + str(modules / "mod_unixd.so")] * (modules / "mod_unixd.so").exists()
        lines += ["User nobody", "Group nogroup"]
    (folder / "apache.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with running([program, "-f", str(folder / "apache.conf"), "-DFOREGROUND"], port, folder) as server:
        yield server


@pytest.fixture
def root() -> Iterator[Path]:
    """A folder that servers can read as another user, unlike those of pytest."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "root"


@pytest.mark.parametrize("host", [caddy, nginx, apache])
@pytest.mark.parametrize("name", ["fil-numerique", HOSTILE])
def test_a_web_server_sends_the_right_headers(
    built_place: BuiltPlace,
    root: Path,
    tmp_path: Path,
    host: Callable[[Path, Path, Path], AbstractContextManager[Get]],
    name: str,
) -> None:
    place = built_place(name)
    public = place / "public"
    website = str(config_value(place, "space", "contact", "website"))
    path = urlsplit(website).path.rstrip("/") + "/"
    shutil.copytree(public, root / path.strip("/"), dirs_exist_ok=True)
    files = {file.relative_to(public).as_posix(): file.read_bytes() for file in public.rglob("*") if file.is_file()}
    expected = security_headers.site_headers(files, secure=website.startswith("https") and host is not apache)

    with host(place, root, tmp_path) as get:
        base = quote(path)
        for address, status, kind, cache in (
            ("", 200, "text/html; charset=utf-8", security_headers.REVALIDATE),
            ("404.html", 200, "text/html; charset=utf-8", security_headers.REVALIDATE),
            ("static/site.css?v=1", 200, "text/css; charset=utf-8", security_headers.CACHE_FOR_EVER),
            ("agenda.ics", 200, "text/calendar; charset=utf-8", security_headers.REVALIDATE),
            ("documents/charte.html", 200, "text/html; charset=utf-8", security_headers.REVALIDATE),
            ("documents/charte.pdf", 200, "application/pdf", security_headers.REVALIDATE),
            ("manifest.webmanifest", 200, "application/manifest+json", security_headers.REVALIDATE),
            ("nulle/part/", 404, "text/html; charset=utf-8", None),
            ("static/rien.css", 404, "text/html; charset=utf-8", None),
        ):
            actual, headers, body = get(base + address)
            assert actual == status, address
            # Apache sends no charset for some types; the others send it for every text.
            assert headers.get("content-type", "").lower() in {kind, kind + "; charset=utf-8"}, address
            assert {header: headers.get(header.lower()) for header in expected} == expected, address
            if cache:
                assert headers["cache-control"] == cache, address
            else:
                assert body == files["404.html"], address
                assert "immutable" not in headers.get("cache-control", ""), address
        assert get(base + ".htaccess")[0] in {403, 404}
        assert get(base + ".well-known/security.txt")[0] == (200 if base == "/" else 404)
        # A page without its slash is redirected to an address that visitors can reach.
        actual, headers, _ = get(base + "contact")
        assert actual in {301, 302, 307, 308} and headers["location"].endswith("/contact/")
