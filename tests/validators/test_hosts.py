"""The site behind real web servers, with the configuration that is made for each: what a visitor's browser is told."""

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
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from support.built_places import HOSTILE, config_value
from support.requirements import require_program, skip_or_fail

from tierslieu.rendering import security_headers

pytestmark = [pytest.mark.validators, pytest.mark.slow]

#: From the start of a server to its first answer.
PATIENCE = 15.0  # seconds

Answer = tuple[int, dict[str, str], bytes]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[Callable[[str], Answer]]:
    """Run a server in the foreground for as long as the block lasts; yields a way to ask it for a path."""
    with (folder / "said").open("wb") as said:
        # Its own group: some servers start others, which must end with them.
        server = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said, start_new_session=True)
        try:
            wait(server, port, folder / "said")
            yield lambda path: ask(port, path)
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(PATIENCE)


def wait(server: subprocess.Popen[bytes], port: int, said: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    pytest.fail(f"{server.args}: {said.read_text(errors='replace')}")


def ask(port: int, path: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", path)
    answer = connection.getresponse()
    try:
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


@contextmanager
def caddy(place: Path, root: Path, folder: Path) -> Iterator[Callable[[str], Answer]]:
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
def nginx(place: Path, root: Path, folder: Path) -> Iterator[Callable[[str], Answer]]:
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
def apache(place: Path, root: Path, folder: Path) -> Iterator[Callable[[str], Answer]]:
    """As a shared host that lets people set nothing but what files are told (``AllowOverride FileInfo``)."""
    port, program = free_port(), require_program("apache2", "/usr/sbin/apache2", "httpd")
    modules = Path("/usr/lib/apache2/modules")
    if not modules.is_dir():
        skip_or_fail("the modules of Apache are not where Debian puts them")
    wanted = ("mpm_event", "authz_core", "dir", "mime", "headers", "filter", "deflate")
    lines = [f"LoadModule {name}_module {modules}/mod_{name}.so" for name in wanted]
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
    """A folder that a server which gives up its rights may enter: those of pytest are closed to others."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "root"


@pytest.mark.parametrize("host", [caddy, nginx, apache])
@pytest.mark.parametrize("name", ["fil-numerique", HOSTILE])
def test_a_host_says_all_that_it_should(
    built_place: Callable[[str], Path],
    root: Path,
    tmp_path: Path,
    host: Callable[..., Iterator[Callable[[str], Answer]]],
    name: str,
) -> None:
    made = built_place(name)
    public = made / "public"
    website = str(config_value(made, "space", "contact", "website"))
    path = urlsplit(website).path.rstrip("/") + "/"
    shutil.copytree(public, root / path.strip("/"), dirs_exist_ok=True)
    files = {one.relative_to(public).as_posix(): one.read_bytes() for one in public.rglob("*") if one.is_file()}
    told = security_headers.everywhere(files, secure=website.startswith("https") and host is not apache)

    with host(made, root, tmp_path) as get:
        base = quote(path)
        for address, status, kind, cache in (
            ("", 200, "text/html; charset=utf-8", security_headers.CHANGING),
            ("404.html", 200, "text/html; charset=utf-8", security_headers.CHANGING),
            ("static/site.css?v=1", 200, "text/css; charset=utf-8", security_headers.STATIC),
            ("agenda.ics", 200, "text/calendar; charset=utf-8", security_headers.CHANGING),
            ("documents/charte.html", 200, "text/html; charset=utf-8", security_headers.CHANGING),
            ("documents/charte.pdf", 200, "application/pdf", security_headers.CHANGING),
            ("manifest.webmanifest", 200, "application/manifest+json", security_headers.CHANGING),
            ("nulle/part/", 404, "text/html; charset=utf-8", None),
            ("static/rien.css", 404, "text/html; charset=utf-8", None),
        ):
            answer, found, body = get(base + address)
            assert answer == status, address
            # Apache says no charset where it does not know one; the others say it for every text.
            assert found.get("content-type", "").lower() in {kind, kind + "; charset=utf-8"}, address
            assert {title: found.get(title.lower()) for title in told} == told, address
            if cache:
                assert found["cache-control"] == cache, address
            else:
                assert body == files["404.html"], address
                assert "immutable" not in found.get("cache-control", ""), address
        assert get(base + ".htaccess")[0] in {403, 404}
        assert get(base + ".well-known/security.txt")[0] == (200 if base == "/" else 404)
        # A page without its slash is found, at an address that visitors can reach.
        answer, found, _ = get(base + "contact")
        assert answer in {301, 302, 307, 308} and found["location"].endswith("/contact/")
