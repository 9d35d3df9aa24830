"""Paths in the repository, for every test."""

from __future__ import annotations

from pathlib import Path

KIT = Path(__file__).parents[2]
TESTS = KIT / "tests"
SUPPORT = TESTS / "support"
VALIDATORS = TESTS / "validators"
#: The template of every place.
TEMPLATE_NAME = "{{cookiecutter.space_slug}}"
TEMPLATE = KIT / TEMPLATE_NAME
ENGINE = TEMPLATE / "tierslieu"
#: Facts and data beside the checkout; may be missing.
SHARED = KIT.parent / "shared"
