"""The gaps that the text of a document leaves to whoever fills it in, and what they write there."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import count, pairwise

from tierslieu.core.problems import Problem, Problems
from tierslieu.documents.missing_facts import GAP
from tierslieu.rendering.markdown import plain

from .text_segments import opens_logic

#: ``{{ blank("the date") }}``, or with what practice proposes: ``{{ blank("notice", "three months") }}``, which may be
#: calculated, as one of two labels may: ``{{ blank("day" if opening else "date", t("usual_day")) }}``.
#: One that is filled is kept behind what was written: ``{#+ noted #}Roanne{# blank("place") +#}``. The signs + keep the
#: spaces and the line end around it. Where one text serves several organisations, it holds the words of each:
#: ``{{ blank("place", of={"cooperative": "Roanne"}) }}``.
_GAP = re.compile(
    r'(?:\{\{|\{#\+? noted #\}(?P<noted>[^{}]*)\{#)\s*blank\("(?P<label>[^"]*)"'
    r'(?P<other>\s+if\s[^{}"]*?\selse\s+"[^"]*")?(?:,\s*(?!of=)(?P<proposed>(?:(?!blank\()[^{}])*?))?'
    r'(?:,\s*of=(?P<of>\{(?:"(?:\\.|[^"\\])*"|[^{}"])*\}))?\)\s*(?:\}\}|\+?#\})'
)

#: The number of a gap, between noncharacters of Unicode, which no text holds; then its label or what is proposed for it.
_NUMBER, _LABEL_END, _PROPOSED_END = "\ufdd2{}\ufdd3", "\ufdd4", "\ufdd5"
_NUMBERED = re.compile(f"\ufdd2([0-9]+)\ufdd3([^{_LABEL_END}{_PROPOSED_END}]*)([{_LABEL_END}{_PROPOSED_END}])")
_LITERAL = re.compile(r'"([^"]*)"')
#: How many words are shown before and after a gap, and how many of them tell it from another of the same label.
_AROUND, _FEW = 10, 4
_HEADING = re.compile(r"^#{1,6} +(?:\w+ #\. *)?(.+?)(?: *\{ ?[#.][^{}]*\})?$", re.MULTILINE)
#: What may hold a bar that parts no cells, and the line between the head of a table and its rows.
_CODE, _TABLE_RULE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\\\|", re.DOTALL), re.compile(r"\|[\s:|-]+")
#: The last word of a sentence; an abbreviation is shorter.
_ENDS = re.compile(r"\w{3}[)»\s]*[.?!]$|_\.$|^[.?!]$")
#: Begins an item of a list, or a paragraph.
_BEGINNING = re.compile(r"\n\n(?: *[-*] )?|\n *[-*] ")
#: The label of a gap that is signed by hand, and the words before one that names who agreed to the document.
_BY_HAND = re.compile(r"(?<!date de )(?<!date of )\bsignatures?\b", re.IGNORECASE)
_AGREED = re.compile(r"\b(?:(?:adoptée?|approuvée?) par|(?:adopted|approved) by)\b")


@dataclass(frozen=True)
class HandmadeGap:
    """A gap: what is missing, what is proposed for it, and the words around it, or its row and column in a table.

    ``heading`` is that of its part of the document; ``context`` tells it from the others that bear its label.
    ``is_shown`` is false for one that the documents of the place do not have today, or that is signed by hand;
    ``noted`` is what was written in it.
    """

    label: str
    proposed: str
    before: str
    after: str
    heading: str = ""
    context: str = ""
    is_shown: bool = True
    noted: str = ""

    @property
    def tells_agreement(self) -> bool:
        """Whether it tells who agreed to the document, such as a board."""
        return self.is_shown and bool(_AGREED.search(self.before))


def marked_gaps(body: str) -> str:
    """``body`` whose gaps can be found again in the document, once that is filled."""
    numbers = count()

    def mark(gap: re.Match[str]) -> str:
        number, label, proposed = (
            _NUMBER.format(next(numbers)),
            f'"{gap["label"]}"{gap["other"] or ""}',
            gap["proposed"],
        )
        words = f', "{number}" ~ ({proposed}) ~ "{_PROPOSED_END}" if ({proposed}) else ""' if proposed else ""
        return f'{{{{ blank("{number}" ~ ({label}) ~ "{_LABEL_END}"{words}) }}}}'

    return _GAP.sub(mark, body)


def handmade_gaps(text: str, filled: str = "", about: str | None = None) -> list[HandmadeGap]:
    """The gaps of the source of a document, in their order; ``filled`` is the document with ``marked_gaps``.

    What was written in them is that of the document ``about`` that organisation, where it has words of its own.
    """
    shown, said = dict(_around(filled)), _said(filled)
    matches = list(_GAP.finditer(text))
    names = [said.get((index, _LABEL_END), match["label"]) for index, match in enumerate(matches)]
    labels = Counter(name.casefold() for index, name in enumerate(names) if not filled or index in shown)
    headings = [(heading.start(), _words(heading[1]).strip("… ")) for heading in _HEADING.finditer(text)]
    found: list[HandmadeGap] = []
    seen: Counter[tuple[str, ...]] = Counter()
    for index, (match, label) in enumerate(zip(matches, names, strict=True)):
        before = _words(_BEGINNING.split(text[: match.start()])[-1]).split(" ")
        after = _words(_BEGINNING.split(text[match.end() :], maxsplit=1)[0]).split(" ")
        before, after = _sentence(*shown.get(index, (before, after)))
        heading = next((words for start, words in reversed(headings) if start < match.start()), "")
        context = _cell(text, match.start())
        around = ("", "") if context else (" ".join(before), " ".join(after))
        if not context and labels[label.casefold()] > 1:
            # What follows the gap before, if any.
            near = before[max((number for number, word in enumerate(before, 1) if "____" in word), default=0) :]
            context = " ".join([*near[-_FEW:], "…"] if any(before) else ["…", *after[:_FEW]])
        is_shown = (not filled or index in shown) and not _BY_HAND.search(label)
        seen[key := (heading, label.casefold(), context)] += is_shown
        if seen[key] > 1:
            context = f"{context}, {seen[key]}".lstrip(", ")
        noted = (match["noted"] or _own(match).get(about or "", "")).replace("\\|", "|")
        literal = _LITERAL.fullmatch(match["proposed"] or "")
        proposed = said.get((index, _PROPOSED_END), literal[1] if literal else "")
        found.append(HandmadeGap(label, proposed, *around, heading, context, is_shown, noted))
    return found


def noted_gaps(text: str, about: str | None = None) -> list[HandmadeGap]:
    """The gaps of the source of a document that are filled."""
    # Of most documents, none: the rest takes time.
    if not any(match["noted"] or match["of"] for match in _GAP.finditer(text)):
        return []
    return [gap for gap in handmade_gaps(text, about=about) if gap.noted]


def _sentence(before: list[str], after: list[str]) -> tuple[list[str], list[str]]:
    """The words of the sentence of a gap, or those nearest to it in a long one."""
    start = next((index + 1 for index in reversed(range(len(before))) if _ENDS.search(before[index])), 0)
    end = next((index + 1 for index, word in enumerate(after) if _ENDS.search(word) or word == "."), len(after))
    before, after = before[start:], after[:end]
    if len(before) > _AROUND:
        before = ["…", *before[-_AROUND:]]
    return before, [*after[:_AROUND], "…"] if len(after) > _AROUND else after


def _around(filled: str) -> Iterator[tuple[int, tuple[list[str], list[str]]]]:
    """The gaps of a document that is filled, by number, with the words of their paragraph before and after them."""
    for gap in reversed(list(GAP.finditer(filled))):  # of one that stands twice, the first counts
        for number, *_ in _NUMBERED.findall(gap[1]):
            before = _BEGINNING.split(filled[: gap.start()])[-1]
            after = _BEGINNING.split(filled[gap.end() :], maxsplit=1)[0]
            yield int(number), (_plain(before).split(" "), _plain(after).split(" "))


def _said(filled: str) -> dict[tuple[int, str], str]:
    """The label of each gap of a document that is filled, or what is proposed for it, by number and by the mark at its end."""
    return {
        (int(number), end): plain(words)
        for gap in GAP.finditer(filled)
        for number, words, end in _NUMBERED.findall(gap[1])
    }


def _plain(markdown: str) -> str:
    """Some words of a document that is filled."""
    text = re.sub(r"(?<!\\)\[((?:\\.|[^\\\[\]])*)\]\([^)]*\)", r"\1", GAP.sub("____", markdown))
    return _words(plain(re.sub(r"\{[.#][^{}]*\}", "", text)))


def _cell(text: str, position: int) -> str:
    """The head of the column and that of the row of what stands at ``position`` in a table; empty outside of one."""
    start = text.rfind("\n", 0, position) + 1
    row, *above = reversed(text[: text.find("\n", position) if "\n" in text[position:] else None].split("\n"))
    if not row.startswith("|"):
        return ""
    rule = next((index for index, line in enumerate(above) if _TABLE_RULE.fullmatch(line.strip())), len(above))
    column = _masked(row)[: position - start].count("|")
    heads = _cells(above[rule + 1]) if rule + 1 < len(above) else []
    parts = [_cells(row)[1] if column > 1 else "", heads[column] if column < len(heads) else ""]
    return ", ".join(words for part in parts if (words := _words(part)) and words.strip("… ,;"))


def _cells(row: str) -> list[str]:
    """The cells of the row of a table, from the one before its first bar."""
    bars = [-1, *(index for index, letter in enumerate(_masked(row)) if letter == "|"), len(row)]
    return [row[first + 1 : last] for first, last in pairwise(bars)]


def _masked(row: str) -> str:
    return _CODE.sub(lambda match: " " * len(match[0]), row)


def fill_gaps(body: str, typed: Sequence[str], about: str | None = None, subjects: Sequence[str] = ()) -> str:
    """``body`` with what was ``typed`` in each of its gaps; one left empty stays a gap. Raises ``Problems`` for logic.

    Where it makes documents about several ``subjects``, the words are those of the document ``about`` one of them.
    """
    if any("{{" in text for text in typed) or opens_logic(typed):
        raise Problems([Problem("editor.logic_typed")])
    answers = iter(typed)
    if len(typed) != len(_GAP.findall(body)):
        raise ValueError(typed)

    def answer(match: re.Match[str]) -> str:
        words = " ".join(re.split(r"[ \t\r\n]+", next(answers).strip())).replace("|", "\\|")
        own = _own(match)
        if about and not match["noted"] and (own or len(subjects) > 1):
            return match[0] if words == own.get(about, "") else _with_own(match, {**own, about: words})
        if words == (match["noted"] or ""):
            return match[0]
        if about and len(subjects) > 1:
            return _with_own(match, {**dict.fromkeys(subjects, match["noted"]), about: words})
        return _filled(match, words)

    return _GAP.sub(answer, body)


def with_kept_gaps(body: str, former: str) -> str:
    """``body`` in which words that stand where ``former`` has a gap, in a line that is otherwise the same, fill that gap."""
    old, new = former.split("\n"), body.split("\n")
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "replace" and end - start == last - first:
            new[first:last] = map(_with_kept_gaps, new[first:last], old[start:end])
    return "\n".join(new)


def _with_kept_gaps(line: str, former: str) -> str:
    gaps = list(_GAP.finditer(former))
    ends, starts = [0, *(gap.end() for gap in gaps)], [*(gap.start() for gap in gaps), len(former)]
    around = [former[end:start] for end, start in zip(ends, starts, strict=True)]
    # Two ways of reading the line that differ tell nothing.
    shortest, longest = (re.fullmatch(f"(.+{size})".join(map(re.escape, around)), line) for size in ("?", ""))
    if not gaps or not shortest or not longest or shortest.groups() != longest.groups():
        return line
    kept = [
        words if re.search("[{}]", words) else _filled(gap, words)
        for gap, words in zip(gaps, shortest.groups(), strict=True)
    ]
    return "".join(part for pair in zip(around, [*kept, ""], strict=True) for part in pair)


def _own(gap: re.Match[str]) -> dict[str, str]:
    """The words of a gap by the organisation whose document holds them."""
    try:
        found = json.loads(gap["of"] or "{}")
    except ValueError:
        return {}
    return {str(key): str(words) for key, words in found.items()}


def _with_own(gap: re.Match[str], words: dict[str, str]) -> str:
    """A gap with ``words`` by organisation; those that are empty are left out."""
    kept = {key: one for key, one in words.items() if one}
    start, end, after = _empty(gap).rpartition(")")
    return f"{start}, of={json.dumps(kept, ensure_ascii=False)}{end}{after}" if kept else start + end + after


def _filled(gap: re.Match[str], words: str) -> str:
    """A gap with ``words``; what holds a brace takes its place."""
    if not words or re.search("[{}]", words):
        return words or _empty(gap)
    return f"{{#+ noted #}}{words}{{# {_empty(gap)[2:-2].strip()} +#}}"


def _empty(gap: re.Match[str]) -> str:
    """A gap without what was noted in it."""
    if gap["noted"] is None:
        return re.sub(r",\s*of=.*\}(?=\)\s*\}\}$)", "", gap[0])
    return f"{{{{{gap[0].rpartition('{#')[2].removesuffix('#}').removesuffix('+')}}}}}"


def _words(text: str) -> str:
    """Some words of a source without its logic, for whoever looks for the place in the document."""
    line = re.sub(r"\{#[\w-]+\}|\{%.*?%\}|\{#.*?#\}|-{3,}|:{3,}", " ", text, flags=re.DOTALL)
    return " ".join(
        re.sub(r"\{\{.*?\}\}(?:[\s,;]*\{\{.*?\}\})*", "…", re.sub("[*#|]", "", line), flags=re.DOTALL).split()
    )
