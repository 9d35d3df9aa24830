"""Publishing to an ordinary host: only what changed is sent, nothing of others is touched, and no break leaves half a site."""

from __future__ import annotations

import logging
import re
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import fake_hosts
from support.fake_hosts import PASSWORD, USER, Memory

from tierslieu import publish
from tierslieu.cli import publish as desk
from tierslieu.cli.console import Console
from tierslieu.core.problems import Problems
from tierslieu.publish import PublishedFiles, SyncPlan, ftps, sftp, synchronise
from tierslieu.publish.sync_plan import FOLDER, NOTE

OLD = {"index.html": b"ancien", "tarifs/index.html": b"15", "static/a.css": b"a{}", "vieux/index.html": b"v"}
NEW = {"index.html": b"nouveau", "tarifs/index.html": b"16", "static/a.css": b"a{}", "b/c/index.html": b"16"}
OTHERS = {"blog/wp.php": b"autre", "vieux/photo.jpg": b"photo"}


def publish_to(remote: Any, files: dict[str, bytes]) -> SyncPlan:
    before = PublishedFiles.read(remote.read(NOTE))
    todo = publish.plan(files, before, remote.names)
    synchronise(remote, todo, before, files, lambda path: None)
    return todo


def site_of(files: dict[str, bytes]) -> dict[str, bytes]:
    """What visitors can find, without the notes of the command."""
    return {path: data for path, data in files.items() if not path.startswith(f"{FOLDER}/")}


def test_only_what_changed_is_sent_and_only_its_own_is_erased() -> None:
    remote = Memory(OTHERS)
    first = publish_to(remote, OLD)
    assert first.sent == ("static/a.css", "index.html", "tarifs/index.html", "vieux/index.html")
    assert site_of(remote.files) == OLD | OTHERS
    second = publish_to(remote, NEW)
    assert (second.new, second.changed) == (("b/c/index.html",), ("index.html", "tarifs/index.html"))
    assert (second.gone, second.same) == (("vieux/index.html",), ("static/a.css",))
    assert site_of(remote.files) == NEW | OTHERS
    assert set(remote.files) - set(NEW) - set(OTHERS) == {NOTE}
    assert "vieux" in remote.folders
    third = publish.plan(NEW, PublishedFiles.read(remote.read(NOTE)), remote.names)
    assert third.nothing


def test_empty_folders_of_its_own_go_too() -> None:
    remote = Memory()
    publish_to(remote, OLD)
    publish_to(remote, {"index.html": b"x"})
    assert not {"vieux", "tarifs"} & remote.folders


def test_files_of_others_in_the_way_are_told() -> None:
    remote = Memory({"index.html": b"Bienvenue"})
    todo = publish.plan(OLD, PublishedFiles(), remote.names)
    assert todo.others == ("index.html",)


@pytest.mark.parametrize("after", range(30))
def test_a_line_that_breaks_leaves_whole_files_and_the_next_try_ends_the_work(after: int) -> None:
    remote = Memory(OTHERS)
    publish_to(remote, OLD)
    remote.patience = after
    try:
        publish_to(remote, NEW)
    except OSError:
        seen = site_of(remote.files)
        assert {path: seen[path] for path in OTHERS} == OTHERS
        for path, data in seen.items():
            assert data in {OLD.get(path), NEW.get(path), OTHERS.get(path)}, path
        # No page is older than the files that it names, nor missing while it should be there.
        assert set(OLD) - {"vieux/index.html"} <= set(seen)
    remote.patience = 10**9
    publish_to(remote, NEW)
    assert site_of(remote.files) == NEW | OTHERS
    assert set(remote.files) - set(NEW) - set(OTHERS) == {NOTE}


def test_what_has_arrived_before_a_break_is_not_sent_again() -> None:
    remote = Memory()
    remote.patience = 8
    with pytest.raises(OSError):
        publish_to(remote, OLD)
    arrived = set(remote.names(f"{FOLDER}/new")) - {"part"}
    assert arrived
    sent: list[str] = []
    remote.patience = 10**9
    write = remote.write
    remote.write = lambda path, data: (sent.append(path), write(path, data))[1]  # type: ignore[method-assign]
    publish_to(remote, OLD)
    assert sent.count(f"{FOLDER}/new/part") == len(OLD) - len(arrived)


@pytest.mark.parametrize(
    "note", [b"", b"{}", b'{"files": []}', b'{"files": {"../../etc/passwd": ""}}', b'{"files": {"/a": ""}}']
)
def test_a_note_that_makes_no_sense_erases_nothing(note: bytes) -> None:
    with pytest.raises((ValueError, KeyError)):
        PublishedFiles.read(note)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("ftp://u@h/www", "publish.in_clear"),
        ("sftp://u:secret@h/www", "publish.password_written"),
        ("sftp://h/www", "publish.address"),
        ("https://u@h/www", "publish.address"),
        ("www", "publish.address"),
        ("sftp://u@h:port/", "publish.address"),
    ],
)
def test_an_address_that_will_not_do_is_told_without_its_password(address: str, code: str) -> None:
    with pytest.raises(Problems) as raised:
        publish.target(address)
    (problem,) = raised.value.problems
    assert problem.code == code
    assert "secret" not in str(problem.values)


def test_an_address_says_all_that_is_needed() -> None:
    found = publish.target("sftp://jeanne%40exemple.fr@ssh.exemple.fr:2222/home/lieu/www/")
    assert (found.user, found.host, found.port, found.folder) == (
        "jeanne@exemple.fr", "ssh.exemple.fr", 2222, "home/lieu/www",
    )  # fmt: skip
    assert publish.target("ftps://u@h").port == 21


# --- Real hosts ---


class Asker:
    """Somebody at the keyboard."""

    def __init__(self, password: str = PASSWORD, trusts: bool = True):
        self._password, self._trusts, self.asked = password, trusts, 0

    def password(self, target: publish.Target) -> str:
        self.asked += 1
        return self._password

    def trusts(self, target: publish.Target, fingerprint: str) -> bool:
        assert re.match("SHA256:.{40}", fingerprint)
        return self._trusts


@pytest.fixture
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an account at a host, which holds the folder of the site and something else."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    root = tmp_path / "account"
    for path, data in OTHERS.items():
        (root / "www" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "www" / path).write_bytes(data)
    for name in ("pyftpdlib", "paramiko"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return root


def on_disk(root: Path) -> dict[str, bytes]:
    www = root / "www"
    return site_of({path.relative_to(www).as_posix(): path.read_bytes() for path in www.rglob("*") if path.is_file()})


def twice(connect: Any, target: publish.Target, account: Path) -> None:
    for files in (OLD, NEW):
        with connect(target, Asker()) as remote:
            publish_to(remote, files)
        assert on_disk(account) == files | OTHERS


def refused(connect: Any, target: publish.Target, asker: Asker) -> str:
    with pytest.raises(Problems) as raised, connect(target, asker):
        pass
    (problem,) = raised.value.problems
    return problem.code


@pytest.fixture
def ftps_port(account: Path, tmp_path: Path) -> Iterator[int]:
    with fake_hosts.ftps(account, fake_hosts.certificate(tmp_path)) as port:
        yield port


def test_a_host_that_speaks_ftp_inside_tls(account: Path, tmp_path: Path, ftps_port: int) -> None:
    trusting = ssl.create_default_context(cafile=str(tmp_path / "host.pem"))

    def connect(target: publish.Target, asker: Asker) -> Any:
        return ftps.connect(target, asker, trusting)

    target = publish.target(f"ftps://{USER}@127.0.0.1:{ftps_port}/www")
    twice(connect, target, account)
    assert refused(connect, target, Asker("faux")) == "publish.login"
    nowhere = publish.target(f"ftps://{USER}@127.0.0.1:{ftps_port}/wwww")
    assert refused(connect, nowhere, Asker()) == "publish.folder"
    assert refused(ftps.connect, target, Asker()) == "publish.certificate"


def test_a_host_that_speaks_sftp(account: Path) -> None:
    with fake_hosts.sftp(account) as (port, key):
        target = publish.target(f"sftp://{USER}@127.0.0.1:{port}/www")
        assert refused(sftp.connect, target, Asker(trusts=False)) == "publish.unknown_host"
        twice(sftp.connect, target, account)
        # Once trusted, it is known, to ssh as well.
        known = Path("~/.ssh/known_hosts").expanduser().read_text(encoding="ascii")
        assert known == f"[127.0.0.1]:{port} {key.get_name()} {key.get_base64()}\n"
        with sftp.connect(target, Asker(trusts=False)) as remote:
            assert "blog" in remote.names("")
        assert refused(sftp.connect, target, Asker("faux")) == "publish.login"
        nowhere = publish.target(f"sftp://{USER}@127.0.0.1:{port}/wwww")
        assert refused(sftp.connect, nowhere, Asker()) == "publish.folder"
    with fake_hosts.sftp(account) as (other, _):
        path = Path("~/.ssh/known_hosts").expanduser()
        path.write_text(known.replace(str(port), str(other)), encoding="ascii")
        target = publish.target(f"sftp://{USER}@127.0.0.1:{other}/www")
        assert refused(sftp.connect, target, Asker()) == "publish.other_host"


def test_a_host_that_is_not_there(account: Path) -> None:
    for scheme, connect in (("sftp", sftp.connect), ("ftps", ftps.connect)):
        assert refused(connect, publish.target(f"{scheme}://u@127.0.0.1:9/www"), Asker()) == "publish.connect"


def test_the_command_shows_its_plan_and_does_nothing_unasked(
    account: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "place"
    for path, data in OLD.items():
        (place / "public" / path).parent.mkdir(parents=True, exist_ok=True)
        (place / "public" / path).write_bytes(data)
    voice = Console(place)

    def run(address: str | None, **options: bool) -> str:
        settings = {"only_plan": False, "agreed": False, "replace": False} | options
        desk.publish(place, address, voice=voice, **settings)
        return capsys.readouterr().out

    monkeypatch.setenv(desk.PASSWORD, PASSWORD)
    with fake_hosts.sftp(account) as (port, key):
        known = Path("~/.ssh/known_hosts").expanduser()
        known.parent.mkdir()
        known.write_text(f"[127.0.0.1]:{port} {key.get_name()} {key.get_base64()}\n", encoding="ascii")
        address = f"sftp://{USER}@127.0.0.1:{port}/www"
        said = run(address, only_plan=True)
        assert voice.text("publish.plan_new", count=4) in said and "  tarifs/index.html" in said
        assert voice.text("publish.not_done") in run(address)
        assert on_disk(account) == OTHERS
        assert voice.text("publish.done", sent=4, gone=0, to=publish.target(address)) in run(address, agreed=True)
        assert on_disk(account) == OLD | OTHERS
        assert voice.text("publish.plan_none", count=4) in run(address, agreed=True)
        # What others put there in the meantime is not written over unasked.
        (place / "public/blog").mkdir()
        (place / "public/blog/wp.php").write_bytes(b"du site")
        for options, code in (({"agreed": True}, "publish.others"), ({}, "publish.others")):
            with pytest.raises(Problems) as raised:
                run(address, **options)
            assert [one.code for one in raised.value.problems] == [code]
        run(address, agreed=True, replace=True)
        assert on_disk(account)["blog/wp.php"] == b"du site"
    monkeypatch.delenv(desk.PASSWORD)
    for target, code in ((None, "publish.nowhere"), ("ftp://u@h/", "publish.in_clear")):
        with pytest.raises(Problems) as raised:
            run(target)
        assert [one.code for one in raised.value.problems] == [code]
    (place / "public/index.html").unlink()
    with pytest.raises(Problems) as raised:
        run("sftp://u@h/")
    assert [one.code for one in raised.value.problems] == ["publish.nothing"]
