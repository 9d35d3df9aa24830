"""Publishing to a web host: which files are uploaded and deleted, and what an interrupted transfer leaves behind."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import logging
import re
import ssl
from collections.abc import Callable, Iterator, Set
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from click.testing import CliRunner
from support import fake_hosts
from support.factories import comptoir
from support.fake_hosts import PASSWORD, USER, MemoryRemote
from support.generated_places import git

from tierslieu.build.unfinished import Unfinished
from tierslieu.cache import up_to_date
from tierslieu.check import apply_rules
from tierslieu.cli import place_build
from tierslieu.cli.commands import publish as publish_command
from tierslieu.cli.console import Console
from tierslieu.core.atomic import add_files
from tierslieu.core.problems import Problems
from tierslieu.i18n import messages
from tierslieu.publish import connection, ftps, sftp
from tierslieu.publish.remote import Credentials, Remote, Target, parse_target
from tierslieu.publish.sync import synchronise
from tierslieu.publish.sync_plan import FOLDER, MANIFEST, STAGING, PublishedFiles, SiteOwner, SyncPlan, plan_sync

Connect = Callable[[Target, Credentials], AbstractContextManager[Remote]]

OLD = {"index.html": b"ancien", "tarifs/index.html": b"15", "static/a.css": b"a{}", "vieux/index.html": b"v"}
NEW = {"index.html": b"nouveau", "tarifs/index.html": b"16", "static/a.css": b"a{}", "b/c/index.html": b"16"}
#: Files on the host that the command did not upload.
OTHERS = {"blog/wp.php": b"autre", "vieux/photo.jpg": b"photo"}


HERE, ELSEWHERE = SiteOwner("ici", "Ici & co"), SiteOwner("ailleurs", "Ailleurs")


def publish_to(
    remote: Remote, files: dict[str, bytes], on_placed: Callable[[str], None] = lambda path: None
) -> SyncPlan:
    published = PublishedFiles.from_json(remote.read(MANIFEST))
    plan = plan_sync(files, published, remote.names)
    synchronise(remote, plan, published, files, HERE, lambda path: None, on_placed)
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


@pytest.mark.parametrize("changes", range(30))
def test_a_page_that_an_interrupted_transfer_put_in_place_is_deleted_with_the_next_site(changes: int) -> None:
    """Whoever gives up the new site after an interruption keeps none of its pages."""
    remote = MemoryRemote(OTHERS)
    publish_to(remote, OLD)
    remote.changes_left = changes
    with contextlib.suppress(OSError):
        publish_to(remote, NEW)
    remote.changes_left = 10**9
    publish_to(remote, OLD)
    assert site_of(remote.files) == OLD | OTHERS


def test_files_that_visitors_see_are_counted_one_by_one() -> None:
    remote, placed = MemoryRemote(), list[str]()
    publish_to(remote, OLD, placed.append)
    assert sorted(placed) == sorted(OLD)
    remote.changes_left, placed = 14, []
    with pytest.raises(OSError):
        publish_to(remote, NEW, placed.append)
    assert placed and all(remote.files[path] == NEW[path] for path in placed)


def test_the_note_on_the_host_says_whose_the_site_is() -> None:
    remote = MemoryRemote()
    publish_to(remote, OLD)
    assert PublishedFiles.from_json(remote.read(MANIFEST)).owner == HERE
    assert PublishedFiles.from_json(b'{"files": {"index.html": ""}}').owner is None  # as 0.2.0 wrote it


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
    "manifest",
    [
        b"",
        b"{}",
        b'{"files": []}',
        b'{"files": {"../../etc/passwd": ""}}',
        b'{"files": {"/a": ""}}',
        b'{"files": {}, "place": "x"}',
    ],
)
def test_an_invalid_manifest_is_refused(manifest: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
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


@pytest.mark.long
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


@pytest.mark.long
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
        with pytest.raises(Problems) as raised, sftp.connect(target, FixedCredentials()):
            pass
        (problem,) = raised.value.problems
        assert (problem.code, problem.values["known_as"]) == ("publish.other_host", f"[127.0.0.1]:{other_port}")


def test_a_host_that_does_not_answer(account: Path) -> None:
    connects: dict[str, Connect] = {"sftp": sftp.connect, "ftps": ftps.connect}
    for scheme, connect in connects.items():
        target = parse_target(f"{scheme}://u@127.0.0.1:9/www")
        assert refusal(connect, target, FixedCredentials()) == "publish.connect"
        with pytest.raises(Problems) as raised, connect(target, FixedCredentials()):
            pass
        (problem,) = raised.value.problems
        assert "le serveur refuse" in messages.text("fr", problem.code, **problem.values)
        assert str(target) == f"{scheme}://u@127.0.0.1:9/www"


class Published:
    """The command ``publish`` with the files ``site``, at a host in memory or at the address of a real one."""

    def __init__(self, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
        self.site, self.owner = dict(OLD), HERE
        self.console = Console(place)
        self.unfinished = Unfinished((), (), (), ())
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def run(self, to: str | MemoryRemote, *, answers: list[str] | None = None, **options: bool) -> str:
        """What the command prints; ``answers`` are typed at the keyboard, without them there is none."""
        self._monkeypatch.setattr("sys.stdin", Keyboard(answers))
        target = parse_target(to if isinstance(to, str) else "sftp://u@hote.exemple/www")
        if isinstance(to, MemoryRemote):
            self._monkeypatch.setattr(connection, "connect", lambda *_: contextlib.nullcontext(to))
        wanted = {"only_plan": False, "agreed": False, "replace": False, **options}
        try:
            publish_command.SiteTransfer(self.site, self.owner, lambda: self.unfinished, self.console).send(
                target, **wanted
            )
        except SystemExit as error:
            assert error.code == 1
        captured = self._capsys.readouterr()
        return captured.out + captured.err

    def refusals(self, to: str | MemoryRemote, *, agreed: bool = False) -> list[str]:
        """The codes of the problems with which the command fails."""
        with pytest.raises(Problems) as raised:
            self.run(to, agreed=agreed)
        return [problem.code for problem in raised.value.problems]

    def text(self, code: str, **values: object) -> str:
        return self.console.text(code, **values)


class Keyboard(io.StringIO):
    """A standard input that is a terminal if there are answers to read from it."""

    def __init__(self, answers: list[str] | None):
        super().__init__("".join(f"{answer}\n" for answer in answers or ()))
        self._terminal = answers is not None

    def isatty(self) -> bool:
        return self._terminal


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Published:
    return Published(tmp_path, monkeypatch, capsys)


@pytest.mark.long
def test_the_command_shows_its_plan_and_changes_nothing_without_agreement(
    account: Path, monkeypatch: pytest.MonkeyPatch, published: Published
) -> None:
    monkeypatch.setenv(publish_command.PASSWORD, PASSWORD)
    with fake_hosts.sftp(account) as (port, key):
        known_hosts = Path("~/.ssh/known_hosts").expanduser()
        known_hosts.parent.mkdir()
        known_hosts.write_text(f"[127.0.0.1]:{port} {key.get_name()} {key.get_base64()}\n", encoding="ascii")
        address = f"sftp://{USER}@127.0.0.1:{port}/www"
        output = published.run(address, only_plan=True)
        assert published.text("publish.plan_new", count=4) in output and "  tarifs/index.html" in output
        assert published.text("publish.not_done") in published.run(address)
        assert on_disk(account) == OTHERS
        done = published.text("publish.done", sent=4, gone=0, to=parse_target(address))
        assert done in published.run(address, agreed=True)
        assert on_disk(account) == OLD | OTHERS
        assert published.text("publish.plan_none", count=4) in published.run(address, agreed=True)
        # A foreign file of the same name is not overwritten without agreement.
        published.site["blog/wp.php"] = b"du site"
        assert published.refusals(address, agreed=True) == ["publish.others"]
        assert published.refusals(address) == ["publish.others"]
        published.run(address, agreed=True, replace=True)
        assert on_disk(account)["blog/wp.php"] == b"du site"


@pytest.mark.parametrize(
    "answer, sent", [("oui", True), ("o", True), ("Y", True), ("yes", True), ("non", False), ("n", False), ("", False)]
)
def test_one_answers_in_french_or_in_english(published: Published, answer: str, sent: bool) -> None:
    remote = MemoryRemote()
    output = published.run(remote, answers=["peut-être", answer])
    assert "[o/N]" in output and "oui ou non" in output
    assert (site_of(remote.files) == OLD) is sent


def test_the_first_time_what_is_unfinished_is_listed(published: Published) -> None:
    published.unfinished = Unfinished(
        ("SIRET", "SIRET", "téléphone", "a", "b", "c"), (), ("Une soirée",), (("Charte", 24),)
    )
    remote = MemoryRemote()
    output = published.run(remote, answers=["non"])
    assert published.text("publish.first_facts", count=6, first="SIRET, téléphone, a, b…") in output
    assert published.text("publish.first_examples", count=1, first="Une soirée") in output
    assert "Charte\u00a0: 24" in output and not remote.files
    published.run(remote, agreed=True)
    published.site = NEW
    assert published.text("publish.first") not in published.run(remote, agreed=True)
    published.unfinished = Unfinished((), (), (), ())
    assert published.text("publish.first") not in published.run(MemoryRemote(), agreed=True)


def test_the_site_of_another_place_is_not_replaced_unasked(published: Published) -> None:
    remote = MemoryRemote()
    published.owner = ELSEWHERE
    published.run(remote, agreed=True)
    published.site, published.owner = NEW, HERE
    assert published.refusals(remote, agreed=True) == published.refusals(remote) == ["publish.other_place"]
    question = published.text("publish.replace_place", name="Ailleurs", own="Ici & co")
    assert question in published.run(remote, answers=["non"])
    assert site_of(remote.files) == OLD
    published.run(remote, answers=["oui", "oui"])
    assert site_of(remote.files) == NEW
    published.owner = ELSEWHERE
    published.run(remote, agreed=True, replace=True)
    assert PublishedFiles.from_json(remote.read(MANIFEST)).owner == ELSEWHERE


def test_the_plan_names_the_other_place_whose_site_is_there(published: Published) -> None:
    remote = MemoryRemote()
    published.owner = ELSEWHERE
    published.run(remote, agreed=True)
    own = published.text("publish.plan_gone", count=1)
    published.site = NEW
    assert own in published.run(remote, only_plan=True)
    published.owner = HERE
    output = published.run(remote, only_plan=True)
    assert published.text("publish.plan_other_place", name="Ailleurs", own="Ici & co") in output
    assert published.text("publish.plan_gone_other", name="Ailleurs", count=1) in output and own not in output
    assert site_of(remote.files) == OLD


def test_two_places_in_two_folders_of_one_host_leave_each_other_alone() -> None:
    host = MemoryRemote()
    publish_to(host, OLD)
    host.folders.add("autre")
    inner = InFolder(host, "autre")
    publish_to(inner, NEW)
    publish_to(host, {"index.html": b"x"})
    assert {path: data for path, data in host.files.items() if path.startswith("autre/") and ".lieu" not in path} == {
        f"autre/{path}": data for path, data in NEW.items()
    }


class InFolder(MemoryRemote):
    """The folder ``folder`` of another host in memory."""

    def __init__(self, host: MemoryRemote, folder: str):
        super().__init__()
        self._host, self._prefix = host, folder

    def _inner(self, path: str) -> str:
        return f"{self._prefix}/{path}".rstrip("/")

    def names(self, folder: str) -> Set[str]:
        return self._host.names(self._inner(folder))

    def read(self, path: str) -> bytes | None:
        return self._host.read(self._inner(path))

    def write(self, path: str, data: bytes) -> None:
        self._host.write(self._inner(path), data)

    def move(self, path: str, destination: str) -> None:
        self._host.move(self._inner(path), self._inner(destination))

    def delete(self, path: str) -> None:
        self._host.delete(self._inner(path))

    def make_folder(self, folder: str) -> None:
        self._host.make_folder(self._inner(folder))


@pytest.mark.parametrize("changes", range(2, 30))
def test_a_cut_never_says_that_nothing_has_changed_when_something_has(published: Published, changes: int) -> None:
    remote = MemoryRemote(OTHERS)
    published.run(remote, agreed=True)
    published.site = NEW
    remote.changes_left = changes
    try:
        output = published.run(remote, agreed=True)
    except Problems as error:
        assert [problem.code for problem in error.problems] == ["publish.broken"]
        assert site_of(remote.files) == OLD | OTHERS
    else:
        new = sum(remote.files.get(path) == data != OLD.get(path) for path, data in NEW.items())
        if published.text("publish.done", sent=3, gone=1, to="")[:10] not in output:
            assert f"fichiers nouveaux\u00a0: {new} sur 3" in output


def test_the_command_builds_what_is_not_current_and_says_where_to_write_the_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[dict[str, bytes]] = []
    place = comptoir(identity={"upload": "sftp://u@hote.exemple/www"})
    site = tmp_path / "public/index.html"

    def build_place(root: Path, today: dt.date, console: Console) -> str:
        site.parent.mkdir(exist_ok=True)
        site.write_bytes(b"neuf")
        return "Fait."

    monkeypatch.setattr(apply_rules, "facts_and_gaps", lambda root, today: (place, []))
    monkeypatch.setattr(place_build, "build_place", build_place)
    monkeypatch.setattr(publish_command.SiteTransfer, "send", lambda self, target, **options: sent.append(self.files))

    def run(*options: str) -> str:
        return CliRunner().invoke(publish_command.command, options, obj=tmp_path, catch_exceptions=False).output

    assert "Fait." in run()
    monkeypatch.setattr(up_to_date, "last_build", lambda root, today: "Fait.")
    assert "Fait." not in run()
    assert sent == [{"index.html": b"neuf"}] * 2
    reminder = messages.text("fr", "history.unsaved", files="").rstrip()
    assert reminder not in run()
    git(tmp_path, "init", "--quiet")
    assert reminder in run()
    monkeypatch.setenv("PATH", "")
    assert reminder not in run()
    add_files(tmp_path, {"config/space.yaml": b"name: Comptoir\nupload:\n"})
    for upload, options, code, line in (
        (None, [], "publish.nowhere", 2),
        (None, ["--to", "ftp://u@h/"], "publish.in_clear", None),
        ("www", [], "publish.address", 2),
        ("www", ["--to", "rien"], "publish.address", None),
    ):
        place = comptoir(identity={"upload": upload})
        with pytest.raises(Problems) as raised:
            run(*options)
        (problem,) = raised.value.problems
        assert (problem.code, problem.file, problem.line) == (code, line and "config/space.yaml", line)
