"""Paths of the files of a place that several modules read or name, relative to its root, with forward slashes."""

from __future__ import annotations

#: The keys of mappings and the indices of lists that lead to a value of a YAML file.
KeyPath = tuple[str | int, ...]

SPACE = "config/space.yaml"
ORGANISATIONS = "config/organisations.yaml"
PRICES = "config/prices.yaml"
BUDGET = "config/budget.yaml"
COMMONS = "config/commons.yaml"
COMMUNITY = "config/community.yaml"

#: The answers as cookiecutter renders them; removed once they are applied, so its presence means that they are not yet.
ANSWERS_FILE = "answers.json"
