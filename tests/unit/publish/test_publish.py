"""Publishing to a web host: which files are uploaded and deleted, and what an interrupted transfer leaves behind."""

from __future__ import annotations

import logging
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from support import fake_hosts
from support.fake_hosts import PASSWORD, USER, MemoryRemote

from tierslieu.cli.commands import publish as publish_command
from tierslieu.cli.console import Console
from tierslieu.core.problems import Problems
from tierslieu.publish import ftps, sftp
from tierslieu.publish.remote import Credentials, Remote, Target, parse_target
from tierslieu.publish.sync import synchronise
from tierslieu.publish.sync_plan import FOLDER, MANIFEST, STAGING, PublishedFiles, SyncPlan, plan_sync

Connect = Callable[[Target, Credentials], AbstractContextManager[Remote]]

OLD = {"index.html": b"ancien", "tarifs/index.html": b"15", "static/a.css": b"a{}", "vieux/index.html": b"v"}
NEW = {"index.html": b"nouveau", "tarifs/index.html": b"16", "static/a.css": b"a{}", "b/c/index.html": b"16"}
#: Files on the host that the command did not upload.
OTHERS = {"blog/wp.php": b"autre", "vieux/photo.jpg": b"photo"}


def publish_to(remote: Remote, files: dict[str, bytes]) -> SyncPlan:
    published = PublishedFiles.from_json(remote.read(MANIFEST))
    plan = plan_sync(files, published, remote.names)
    synchronise(remote, plan, published, files, lambda path: None)
    return plan


def site_of(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files that visitors can reach: all but those of the command itself."""
    return {path: data for path, data in files.items() if not path.startswith(f"{FOLDER}/")}


def test_only_changed_files_are_uploaded_and_only_uploaded_files_are_deleted() -> None:
    remote = MemoryRemote(OTHERS)
    first = publish_to(remote, OLD)
    assert first.uploads == ("static/a.css", "index.html", "tarifs/index.html", "vieux/index.html")
    assert site_of(remote.files) == OLD | OTHERS
    second = publish_to(remote, NEW)
    assert (second.new, second.changed) == (("b/c/index.html",), ("index.html", "tarifs/index.html"))
    assert (second.deleted, second.unchanged) == (("vieux/index.html",), ("static/a.css",))
    assert site_of(remote.files) == NEW | OTHERS
    assert set(remote.files) - set(NEW) - set(OTHERS) == {MANIFEST}
    assert "vieux" in remote.folders
    third = plan_sync(NEW, PublishedFiles.from_json(remote.read(MANIFEST)), remote.names)
    assert third.is_empty


def test_folders_that_become_empty_are_deleted() -> None:
    remote = MemoryRemote()
    publish_to(remote, OLD)
    publish_to(remote, {"index.html": b"x"})
    assert not {"vieux", "tarifs"} & remote.folders


def test_the_plan_lists_foreign_files_that_would_be_overwritten() -> None:
    remote = MemoryRemote({"index.html": b"Bienvenue"})
    plan = plan_sync(OLD, PublishedFiles(), remote.names)
    assert plan.overwritten == ("index.html",)


@pytest.mark.parametrize("changes", range(30))
def test_an_interrupted_transfer_leaves_complete_files_and_the_next_run_completes_it(changes: int) -> None:
    remote = MemoryRemote(OTHERS)
    publish_to(remote, OLD)
    remote.changes_left = changes
    try:
        publish_to(remote, NEW)
    except OSError:
        site = site_of(remote.files)
        assert {path: site[path] for path in OTHERS} == OTHERS
        for path, data in site.items():
            assert data in {OLD.get(path), NEW.get(path), OTHERS.get(path)}, path
        # No page is older than the files it links to, nor missing if it was there before.
        assert set(OLD) - {"vieux/index.html"} <= set(site)
    remote.changes_left = 10**9
    publish_to(remote, NEW)
    assert site_of(remote.files) == NEW | OTHERS
    assert set(remote.files) - set(NEW) - set(OTHERS) == {MANIFEST}


def test_files_uploaded_before_an_interruption_are_not_uploaded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    remote = MemoryRemote()
    remote.changes_left = 8
    with pytest.raises(OSError):
        publish_to(remote, OLD)
    staged = set(remote.names(STAGING)) - {"part"}
    assert staged
    written: list[str] = []
    write = remote.write

    def recording_write(path: str, data: bytes) -> None:
        written.append(path)
        write(path, data)

    remote.changes_left = 10**9
    monkeypatch.setattr(remote, "write", recording_write)
    publish_to(remote, OLD)
    assert written.count(f"{STAGING}/part") == len(OLD) - len(staged)


@pytest.mark.parametrize(
    "manifest", [b"", b"{}", b'{"files": []}', b'{"files": {"../../etc/passwd": ""}}', b'{"files": {"/a": ""}}']
)
def test_an_invalid_manifest_is_refused(manifest: bytes) -> None:
    with pytest.raises((ValueError, KeyError)):
        PublishedFiles.from_json(manifest)


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
def test_an_invalid_address_is_reported_without_its_password(address: str, code: str) -> None:
    with pytest.raises(Problems) as raised:
        parse_target(address)
    (problem,) = raised.value.problems
    assert problem.code == code
    assert "secret" not in str(problem.values)


def test_an_address_holds_user_host_port_and_folder() -> None:
    target = parse_target("sftp://jeanne%40exemple.fr@ssh.exemple.fr:2222/home/lieu/www/")
    assert (target.user, target.host, target.port, target.folder) == (
        "jeanne@exemple.fr", "ssh.exemple.fr", 2222, "home/lieu/www",
    )  # fmt: skip
    assert parse_target("ftps://u@h").port == 21


# --- Real servers ---


class FixedCredentials:
    """Answers as a person at the keyboard would."""

    def __init__(self, password: str = PASSWORD, trusts: bool = True):
        self._password, self._trusts = password, trusts

    def password(self, target: Target) -> str:
        return self._password

    def trusts(self, target: Target, fingerprint: str) -> bool:
        assert re.match("SHA256:.{40}", fingerprint)
        return self._trusts


@pytest.fixture
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an account on a host; ``www/`` in it holds foreign files."""
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


def publish_old_then_new(connect: Connect, target: Target, account: Path) -> None:
    for files in (OLD, NEW):
        with connect(target, FixedCredentials()) as remote:
            publish_to(remote, files)
        assert on_disk(account) == files | OTHERS


def refusal(connect: Connect, target: Target, credentials: Credentials) -> str:
    """The code of the problem with which ``connect`` fails."""
    with pytest.raises(Problems) as raised, connect(target, credentials):
        pass
    (problem,) = raised.value.problems
    return problem.code


@pytest.fixture
def ftps_port(account: Path, tmp_path: Path) -> Iterator[int]:
    with fake_hosts.ftps(account, fake_hosts.certificate(tmp_path)) as port:
        yield port


def test_publishing_over_ftps(account: Path, tmp_path: Path, ftps_port: int) -> None:
    trusting = ssl.create_default_context(cafile=str(tmp_path / "host.pem"))

    def connect(target: Target, credentials: Credentials) -> AbstractContextManager[Remote]:
        return ftps.connect(target, credentials, trusting)

    target = parse_target(f"ftps://{USER}@127.0.0.1:{ftps_port}/www")
    publish_old_then_new(connect, target, account)
    assert refusal(connect, target, FixedCredentials("faux")) == "publish.login"
    missing = parse_target(f"ftps://{USER}@127.0.0.1:{ftps_port}/wwww")
    assert refusal(connect, missing, FixedCredentials()) == "publish.folder"
    assert refusal(ftps.connect, target, FixedCredentials()) == "publish.certificate"


def test_publishing_over_sftp(account: Path) -> None:
    with fake_hosts.sftp(account) as (port, key):
        target = parse_target(f"sftp://{USER}@127.0.0.1:{port}/www")
        assert refusal(sftp.connect, target, FixedCredentials(trusts=False)) == "publish.unknown_host"
        publish_old_then_new(sftp.connect, target, account)
        # A trusted host is added to the known hosts of ssh.
        known_hosts = Path("~/.ssh/known_hosts").expanduser().read_text(encoding="ascii")
        assert known_hosts == f"[127.0.0.1]:{port} {key.get_name()} {key.get_base64()}\n"
        with sftp.connect(target, FixedCredentials(trusts=False)) as remote:
            assert "blog" in remote.names("")
        assert refusal(sftp.connect, target, FixedCredentials("faux")) == "publish.login"
        missing = parse_target(f"sftp://{USER}@127.0.0.1:{port}/wwww")
        assert refusal(sftp.connect, missing, FixedCredentials()) == "publish.folder"
    with fake_hosts.sftp(account) as (other_port, _):
        path = Path("~/.ssh/known_hosts").expanduser()
        path.write_text(known_hosts.replace(str(port), str(other_port)), encoding="ascii")
        target = parse_target(f"sftp://{USER}@127.0.0.1:{other_port}/www")
        assert refusal(sftp.connect, target, FixedCredentials()) == "publish.other_host"


def test_a_host_that_does_not_answer(account: Path) -> None:
    connects: dict[str, Connect] = {"sftp": sftp.connect, "ftps": ftps.connect}
    for scheme, connect in connects.items():
        target = parse_target(f"{scheme}://u@127.0.0.1:9/www")
        assert refusal(connect, target, FixedCredentials()) == "publish.connect"


def test_the_command_shows_its_plan_and_changes_nothing_without_agreement(
    account: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "place"
    for path, data in OLD.items():
        (place / "public" / path).parent.mkdir(parents=True, exist_ok=True)
        (place / "public" / path).write_bytes(data)
    console = Console(place)

    def run(address: str | None, *, only_plan: bool = False, agreed: bool = False, replace: bool = False) -> str:
        publish_command.publish(place, address, only_plan, agreed, replace, console)
        return capsys.readouterr().out

    def problem_codes(address: str | None, **options: Any) -> list[str]:
        with pytest.raises(Problems) as raised:
            run(address, **options)
        return [problem.code for problem in raised.value.problems]

    monkeypatch.setenv(publish_command.PASSWORD, PASSWORD)
    with fake_hosts.sftp(account) as (port, key):
        known_hosts = Path("~/.ssh/known_hosts").expanduser()
        known_hosts.parent.mkdir()
        known_hosts.write_text(f"[127.0.0.1]:{port} {key.get_name()} {key.get_base64()}\n", encoding="ascii")
        address = f"sftp://{USER}@127.0.0.1:{port}/www"
        output = run(address, only_plan=True)
        assert console.text("publish.plan_new", count=4) in output and "  tarifs/index.html" in output
        assert console.text("publish.not_done") in run(address)
        assert on_disk(account) == OTHERS
        assert console.text("publish.done", sent=4, gone=0, to=parse_target(address)) in run(address, agreed=True)
        assert on_disk(account) == OLD | OTHERS
        assert console.text("publish.plan_none", count=4) in run(address, agreed=True)
        # A foreign file of the same name is not overwritten without agreement.
        (place / "public/blog").mkdir()
        (place / "public/blog/wp.php").write_bytes(b"du site")
        assert problem_codes(address, agreed=True) == ["publish.others"]
        assert problem_codes(address) == ["publish.others"]
        run(address, agreed=True, replace=True)
        assert on_disk(account)["blog/wp.php"] == b"du site"
    monkeypatch.delenv(publish_command.PASSWORD)
    assert problem_codes(None) == ["publish.nowhere"]
    assert problem_codes("ftp://u@h/") == ["publish.in_clear"]
    (place / "public/index.html").unlink()
    assert problem_codes("sftp://u@h/") == ["publish.nothing"]
