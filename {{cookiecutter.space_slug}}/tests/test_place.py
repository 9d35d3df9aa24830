"""The place's own checks: `python -m unittest discover tests`, with the Python of `.venv`, from the place's folder."""

import datetime as dt
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tierslieu.build.dry_run import check  # noqa: E402
from tierslieu.documents.filling import fill_documents  # noqa: E402
from tierslieu.exports import EXPORTS  # noqa: E402
from tierslieu.site.build import build_site  # noqa: E402

TODAY = dt.date.today()


class Place(unittest.TestCase):
    """What must hold before the place is published."""

    def test_nothing_contradicts(self):
        """`./lieu check` finds no error."""
        _, problems = check(ROOT, TODAY)
        self.assertEqual([], [problem for problem in problems if problem.level == "error"])

    def test_two_builds_give_the_same_bytes(self):
        """Nothing but facts decides what the site and the exports hold."""
        space, _ = check(ROOT, TODAY)
        self.assertEqual(build_site(space, {}), build_site(space, {}))
        for export in EXPORTS.values():
            self.assertEqual(export(space), export(space))

    def test_every_document_has_its_text(self):
        """Each document that applies can be filled with the facts of the place."""
        space, _ = check(ROOT, TODAY)
        self.assertTrue(fill_documents(space))


if __name__ == "__main__":
    unittest.main()
