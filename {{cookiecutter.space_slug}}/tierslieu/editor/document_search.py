"""Finds documents by the words of their titles, and by those that people use instead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tierslieu.core.folding import fold
from tierslieu.documents.selection import DocumentInstance, document_title
from tierslieu.model import SearchWords, Space

_WORD = re.compile(r"[^\W_]+")
#: The letters of a word that is looked for as it is, and of one that may be the beginning of another.
_SHORT, _BEGINNING = 4, 3


def find_documents(space: Space, instances: Sequence[DocumentInstance], words: str) -> frozenset[str]:
    """The file names of those of ``instances`` that all ``words`` find, else of those that one of them does.

    A word finds the documents that have it in their title or in the name of their file, which is often that of every day,
    and those that ``vocabulary/search_words/`` gives for it.
    """
    typed = space.vocabulary.search_words.get(space.identity.language, SearchWords())
    ignored = _words(" ".join(typed.ignored))
    wanted = [_singular(word) for word in _WORD.findall(fold(words)) if word not in ignored]
    names = {one.slug: fold(f"{document_title(space, one)} {one.slug.replace('-', ' ')}") for one in instances}
    kinds = {one.slug: one.source.meta.kind for one in instances}
    found = []
    for word in wanted:
        meant = {kind for answer in typed.answers if _says(answer.words, word) for kind in answer.documents}
        found.append({slug for slug, name in names.items() if word in name or kinds[slug] in meant})
    if not found:
        return frozenset(names)
    return frozenset(set.intersection(*found) or set.union(*found))


def _says(words: Sequence[str], word: str) -> bool:
    """Whether ``word`` is one of ``words``, or begins one."""
    return any(
        known == word or (len(word) >= _BEGINNING and known.startswith(word)) for known in _words(" ".join(words))
    )


def _words(text: str) -> set[str]:
    return {_singular(word) for word in _WORD.findall(fold(text))}


def _singular(word: str) -> str:
    return word.removesuffix("s") if len(word) > _SHORT else word
