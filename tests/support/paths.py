"""Where things are in the repository: every test takes its paths from here."""

from __future__ import annotations

from pathlib import Path

KIT = Path(__file__).parents[2]
TESTS = KIT / "tests"
VALIDATORS = TESTS / "validators"
SUPPORT = TESTS / "support"
#: The template of every place.
TEMPLATE_NAME = "{{cookiecutter.space_slug}}"
TEMPLATE = KIT / TEMPLATE_NAME
ENGINE = TEMPLATE / "tierslieu"
#: Facts and data beside the checkout; may be missing.
SHARED = KIT.parent / "shared"
