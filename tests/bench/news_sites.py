"""A place with many pieces of news, and the project of another site builder with the same."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import generated_news
from other_builders import MARKED_NAME, MARKED_TEXT, OtherBuilder, PageFrame, page_frame
from support.generated_places import TODAY
from timing import demo_place, keep_venv

NEWS = "content/fr/news"
BUILD = ("./lieu", "build", "--today", TODAY.isoformat())


@dataclass(frozen=True)
class NewsPlace:
    """A place that was built before, its files of ``news``, oldest first, and the frame of their pages."""

    root: Path
    environment: Mapping[str, str]
    news: tuple[Path, ...]
    frame: PageFrame

    def project(self, builder: OtherBuilder) -> Path:
        """The folder of a new project of ``builder``, with the same news, static files and documents."""
        project = self.root.parent / builder.name.lower()
        builder.write(project, self.frame)
        shutil.copytree(self.root / NEWS, project / builder.news, dirs_exist_ok=True)
        for name in ("static", "documents"):
            shutil.copytree(self.root / "public" / name, project / builder.static / name)
        return project


@contextmanager
def news_place(count: int) -> Iterator[NewsPlace]:
    """Fil numérique with ``count`` pieces of news, or with its own and no other when ``count`` is 0."""
    with demo_place() as (root, environment):
        environment = keep_venv(root, environment)
        if count:
            shutil.rmtree(root / NEWS)
            generated_news.write(root / NEWS, count)
        news = tuple(sorted((root / NEWS).glob("*.md")))
        marked = root / NEWS / f"{MARKED_NAME}.md"
        marked.write_text(MARKED_TEXT, encoding="utf-8")
        _build(root, environment)
        frame = page_frame((root / f"public/actualites/{MARKED_NAME}/index.html").read_text(encoding="utf-8"))
        marked.unlink()
        _build(root, environment)
        yield NewsPlace(root, environment, news, frame)


def remover(folder: Path, *names: str) -> Callable[[], None]:
    """A function that removes entries of ``folder``, whatever they are."""

    def remove() -> None:
        for name in names:
            shutil.rmtree(folder / name, ignore_errors=True)

    return remove


def _build(root: Path, environment: Mapping[str, str]) -> None:
    subprocess.run(BUILD, cwd=root, env=environment, check=True, capture_output=True)
