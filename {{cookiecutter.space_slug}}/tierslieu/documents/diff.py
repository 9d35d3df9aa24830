"""What changed between two versions of a document, article by article, then word by word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from .articles import Article, ArticleLine, Word

#: Below this likeness, a paragraph is not the same one amended: it goes, and another comes.
_LIKE = 0.5

Kind = Literal["modified", "added", "removed", "moved", "renamed", "renumbered", "unchanged"]
Sign = Literal["same", "added", "removed"]
#: A run of words, and what happened to it.
Run = tuple[Sign, tuple[Word, ...]]


@dataclass(frozen=True)
class Changed:
    """An article in its latest version, or in the former one when it was ``removed``, and what happened to it.

    ``before`` is its former heading where that is another one, or its former number where only that changes;
    ``lines`` are its lines with their mark, as runs.
    """

    kind: Kind
    article: Article
    before: str
    lines: tuple[tuple[str, tuple[Run, ...]], ...]


def changes(old: Sequence[Article], new: Sequence[Article]) -> list[Changed]:
    """Every article of both versions in the order of the new one, those removed where they stood."""
    pairs = _pairs(old, new)
    former = {after: before for before, after in pairs.items()}
    moved = _moved(pairs)
    found = [
        _amended(old[former[index]], article, moved=index in moved) if index in former else _whole(article, "added")
        for index, article in enumerate(new)
    ]
    gone: dict[int, list[Changed]] = {}
    last = -1
    for index, article in enumerate(old):
        if index in pairs:
            last = pairs[index]
        else:
            gone.setdefault(last, []).append(_whole(article, "removed"))
    return gone.get(-1, []) + [one for index, change in enumerate(found) for one in (change, *gone.get(index, ()))]


def _pairs(old: Sequence[Article], new: Sequence[Article]) -> dict[int, int]:
    """Which article became which: by its label, else by its title, else by its whole text."""
    pairs: dict[int, int] = {}
    for name in (_label, _title, _text):
        before = {key: index for index, key in _named(old, name, pairs)}
        for index, key in list(_named(new, name, pairs.values())):
            if key in before:
                pairs[before[key]] = index
    return pairs


def _label(article: Article) -> Hashable:
    return article.label


def _title(article: Article) -> Hashable:
    # The text before the first heading is the same part of every version.
    return tuple(word.same for word in article.title) or "opening"


def _text(article: Article) -> Hashable:
    return article.text


def _named(
    articles: Sequence[Article], name: Callable[[Article], Hashable], without: Container[int]
) -> Iterator[tuple[int, Hashable]]:
    """Each article that has a name, with it and its rank among those that share it; none of those in ``without``."""
    seen: Counter[Hashable] = Counter()
    for index, article in enumerate(articles):
        key = name(article)
        if key and index not in without:
            yield index, (key, seen[key])
            seen[key] += 1


def _moved(pairs: dict[int, int]) -> set[int]:
    """The articles, by their rank in the new version, that don't follow the same ones as before."""
    order = [pairs[index] for index in sorted(pairs)]
    kept = SequenceMatcher(None, order, sorted(order), autojunk=False).get_matching_blocks()
    return set(order) - {order[index] for block in kept for index in range(block.a, block.a + block.size)}


def _whole(article: Article, kind: Literal["added", "removed"]) -> Changed:
    return Changed(kind, article, "", tuple((line.mark, ((kind, line.words),)) for line in article.lines))


def _amended(old: Article, new: Article, *, moved: bool) -> Changed:
    before = old.heading if old.heading != new.heading else ""
    if old.text != new.text:
        return Changed("modified", new, before, tuple(_lines(old.lines, new.lines)))
    if moved:
        return Changed("moved", new, before, ())
    if _title(old) != _title(new):
        return Changed("renamed", new, before, ())
    return Changed("renumbered" if before else "unchanged", new, old.number if before else "", ())


def _lines(old: Sequence[ArticleLine], new: Sequence[ArticleLine]) -> Iterator[tuple[str, tuple[Run, ...]]]:
    """The lines of both versions in order; those that are like each other are one, with its words compared."""
    former, latter = [line.same for line in old], [line.same for line in new]
    for what, i, j, k, m in SequenceMatcher(None, former, latter, autojunk=False).get_opcodes():
        if what == "equal":
            yield from ((line.mark, (("same", line.words),)) for line in new[k:m])
        else:
            yield from _replaced(old[i:j], new[k:m])


def _replaced(old: Sequence[ArticleLine], new: Sequence[ArticleLine]) -> Iterator[tuple[str, tuple[Run, ...]]]:
    rest = list(new)
    for line in old:
        like = next((rank for rank, other in enumerate(rest) if _alike(line, other)), None)
        if like is None:
            yield line.mark, (("removed", line.words),)
            continue
        yield from ((other.mark, (("added", other.words),)) for other in rest[:like])
        yield rest[like].mark, tuple(_runs(line.words, rest[like].words))
        del rest[: like + 1]
    yield from ((other.mark, (("added", other.words),)) for other in rest)


def _alike(one: ArticleLine, other: ArticleLine) -> bool:
    matcher = SequenceMatcher(None, one.same, other.same, autojunk=False)
    return matcher.quick_ratio() >= _LIKE and matcher.ratio() >= _LIKE


def _runs(old: Sequence[Word], new: Sequence[Word]) -> Iterator[Run]:
    former, latter = [word.same for word in old], [word.same for word in new]
    for what, i, j, k, m in SequenceMatcher(None, former, latter, autojunk=False).get_opcodes():
        if what == "equal":
            yield "same", tuple(new[k:m])
        else:
            yield from (run for run in (("removed", tuple(old[i:j])), ("added", tuple(new[k:m]))) if run[1])
