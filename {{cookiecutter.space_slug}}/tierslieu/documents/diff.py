"""The changes between two versions of a document, article by article, then word by word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeVar

from .articles import Article, ArticleLine, Word

#: Below this ratio of ``SequenceMatcher``, a paragraph counts as removed and another as added, not as one amended.
_MIN_RATIO = 0.5

T = TypeVar("T", ArticleLine, Word)
Kind = Literal["modified", "added", "removed", "moved", "renamed", "renumbered", "unchanged"]
Sign = Literal["same", "added", "removed"]
#: A run of words, and what happened to it.
Run = tuple[Sign, tuple[Word, ...]]


@dataclass(frozen=True)
class ArticleChange:
    """An article in its latest version, or in the former one when it was ``removed``, and what happened to it.

    ``former`` is its former heading where that is another one, or its former number where only that changes;
    ``lines`` are its lines with their mark, as runs.
    """

    kind: Kind
    article: Article
    former: str
    lines: tuple[tuple[str, tuple[Run, ...]], ...]


def article_changes(old: Sequence[Article], new: Sequence[Article]) -> list[ArticleChange]:
    """Every article of both versions in the order of the new one, those removed where they stood."""
    pairs = _pairs(old, new)
    old_indexes = {new_index: old_index for old_index, new_index in pairs.items()}
    moved = _moved(pairs)
    removed: dict[int, list[ArticleChange]] = {}  # by the new index of the article that they followed
    last = -1
    for index, article in enumerate(old):
        if index in pairs:
            last = pairs[index]
        else:
            removed.setdefault(last, []).append(_entire(article, "removed"))
    changes = removed.get(-1, [])
    for index, article in enumerate(new):
        if index in old_indexes:
            changes.append(_amended(old[old_indexes[index]], article, moved=index in moved))
        else:
            changes.append(_entire(article, "added"))
        changes += removed.get(index, [])
    return changes


def _pairs(old: Sequence[Article], new: Sequence[Article]) -> dict[int, int]:
    """The new index of each article by its old one: those with the same label, else title, else text."""
    pairs: dict[int, int] = {}
    for identity in (_label, _title, _text):
        old_indexes = {key: index for index, key in _keys(old, identity, pairs)}
        for index, key in list(_keys(new, identity, pairs.values())):
            if key in old_indexes:
                pairs[old_indexes[key]] = index
    return pairs


def _label(article: Article) -> Hashable:
    return article.label


def _title(article: Article) -> Hashable:
    # The text before the first heading is the same part of every version.
    return tuple(word.key for word in article.title) or "opening"


def _text(article: Article) -> Hashable:
    return article.text


def _keys(
    articles: Sequence[Article], identity: Callable[[Article], Hashable], without: Container[int]
) -> Iterator[tuple[int, Hashable]]:
    """The index of each article that has an identity, with it and its rank among those that share it.

    Those whose index is in ``without`` are left out.
    """
    counts: Counter[Hashable] = Counter()
    for index, article in enumerate(articles):
        key = identity(article)
        if key and index not in without:
            yield index, (key, counts[key])
            counts[key] += 1


def _moved(pairs: dict[int, int]) -> set[int]:
    """The new indexes of the articles that don't follow the same articles as in the old version."""
    order = [pairs[index] for index in sorted(pairs)]
    blocks = SequenceMatcher(None, order, sorted(order), autojunk=False).get_matching_blocks()
    return set(order) - {order[index] for block in blocks for index in range(block.a, block.a + block.size)}


def _entire(article: Article, kind: Literal["added", "removed"]) -> ArticleChange:
    return ArticleChange(kind, article, "", tuple((line.mark, ((kind, line.words),)) for line in article.lines))


def _amended(old: Article, new: Article, *, moved: bool) -> ArticleChange:
    former = old.heading if old.heading != new.heading else ""
    if old.text != new.text:
        return ArticleChange("modified", new, former, tuple(_lines(old.lines, new.lines)))
    if moved:
        return ArticleChange("moved", new, former, ())
    if _title(old) != _title(new):
        return ArticleChange("renamed", new, former, ())
    return ArticleChange("renumbered" if former else "unchanged", new, old.number if former else "", ())


def _lines(old: Sequence[ArticleLine], new: Sequence[ArticleLine]) -> Iterator[tuple[str, tuple[Run, ...]]]:
    """The lines of both versions in order; an amended line comes once, with its words compared."""
    for is_equal, old_lines, new_lines in _opcodes(old, new):
        if is_equal:
            yield from ((line.mark, (("same", line.words),)) for line in new_lines)
        else:
            yield from _replaced(old_lines, new_lines)


def _replaced(old: Sequence[ArticleLine], new: Sequence[ArticleLine]) -> Iterator[tuple[str, tuple[Run, ...]]]:
    remaining = list(new)
    for line in old:
        index = next((index for index, other in enumerate(remaining) if _is_amended(line, other)), None)
        if index is None:
            yield line.mark, (("removed", line.words),)
            continue
        yield from ((other.mark, (("added", other.words),)) for other in remaining[:index])
        yield remaining[index].mark, tuple(_runs(line.words, remaining[index].words))
        del remaining[: index + 1]
    yield from ((line.mark, (("added", line.words),)) for line in remaining)


def _is_amended(old: ArticleLine, new: ArticleLine) -> bool:
    """Whether two lines are so similar that one is the other amended."""
    matcher = SequenceMatcher(None, old.key, new.key, autojunk=False)
    return matcher.quick_ratio() >= _MIN_RATIO and matcher.ratio() >= _MIN_RATIO


def _runs(old: Sequence[Word], new: Sequence[Word]) -> Iterator[Run]:
    for is_equal, old_words, new_words in _opcodes(old, new):
        if is_equal:
            yield "same", tuple(new_words)
            continue
        if old_words:
            yield "removed", tuple(old_words)
        if new_words:
            yield "added", tuple(new_words)


def _opcodes(old: Sequence[T], new: Sequence[T]) -> Iterator[tuple[bool, Sequence[T], Sequence[T]]]:
    """The parts of two sequences in order, compared by key, and whether they are equal."""
    matcher = SequenceMatcher(None, [item.key for item in old], [item.key for item in new], autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        yield tag == "equal", old[old_start:old_end], new[new_start:new_end]
