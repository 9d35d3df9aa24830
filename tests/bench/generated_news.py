"""Thousands of pieces of news, the same for every site builder: front matter and some 380 words of Markdown."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

FIRST, LAST = dt.date(2010, 1, 4), dt.date(2026, 11, 20)
WORDS = 380

_TEXT = """
accueil agenda aide aller apprendre atelier avec aussi autour bien bibliothèque bureau café carte chacun
chaque chemin clair collectif commune comptoir connaître coudre cour créer cuisine dans déjà demain demander
donner échange école écran écrire elle ensemble entre essayer étage facile fabriquer faire fenêtre fête gens
gratuit habitante heure idée ici imprimer jardin jeudi jouer jour lampe langue lieu lire lumière main mairie
marché matin même montrer mot musique notre nouveau numérique ordinateur outil ouvrir papier parler partager
passer patience photo place plan pluie porte poser premier prêter projet quartier question raconter réparer
rencontre réseau rire rue saison salle semaine simple soir son souris table temps tisser toit travail trouver
utile vélo venir ville voir voisin vous
"""
_WORDS = _TEXT.split()


def write(folder: Path, count: int) -> list[Path]:
    """Write ``count`` pieces of news into ``folder``; returns their files, oldest first."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in generate(count):
        path = folder / f"{name}.md"
        path.write_text(text, encoding="utf-8", newline="\n")
        paths.append(path)
    return paths


def generate(count: int) -> Iterator[tuple[str, str]]:
    """The file name without suffix and the text of ``count`` pieces of news: random from a fixed seed, over many years."""
    draw = random.Random(20261124)
    for number in range(count):
        date = FIRST + (LAST - FIRST) * number // count
        title = " ".join(draw.choices(_WORDS, k=4)).capitalize()
        yield f"{date}-{number:05}", _news(draw, title, date, table=number % 4 == 0)


def _news(draw: random.Random, title: str, date: dt.date, *, table: bool) -> str:
    head = f"---\ntitle: {title}\ndate: {date}\ndescription: {_sentence(draw)}\n---\n"
    parts: list[str] = []
    while sum(len(part.split()) for part in parts) < WORDS - 60:
        parts += [_paragraph(draw), f"## {_sentence(draw)[:-1]}", _paragraph(draw), _list(draw)]
    if table:
        parts.append(_table(draw))
    parts.append(f"Voir aussi [{_sentence(draw)[:-1]}](https://example.org/{draw.randrange(10_000)}/).")
    return head + "\n" + "\n\n".join(parts) + "\n"


def _sentence(draw: random.Random) -> str:
    return " ".join(draw.choices(_WORDS, k=draw.randint(6, 14))).capitalize() + "."


def _paragraph(draw: random.Random) -> str:
    sentences = [_sentence(draw) for _ in range(draw.randint(3, 6))]
    return " ".join((*sentences, f"*{_sentence(draw)}*", f"**{_sentence(draw)}**"))


def _list(draw: random.Random) -> str:
    return "\n".join(f"- {_sentence(draw)}" for _ in range(draw.randint(2, 5)))


def _table(draw: random.Random) -> str:
    rows = [[draw.choice(_WORDS), draw.choice(_WORDS), str(draw.randrange(100))] for _ in range(4)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (["Quoi", "Qui", "Combien"], ["---"] * 3, *rows))
