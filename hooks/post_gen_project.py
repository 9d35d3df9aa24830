"""Runs after cookiecutter has written the files: the code of the place checks the answers and applies them."""

import json
import sys
from pathlib import Path

# cookiecutter leaves this file, with the answers, in the temporary folder.
Path(__file__).write_text("", encoding="utf-8")
sys.dont_write_bytecode = True  # the new folder holds sources only
sys.path.insert(0, str(Path.cwd()))

from tierslieu.generation.run import run  # noqa: E402

for stream in (sys.stdout, sys.stderr):  # a system without UTF-8 must not stop on a letter
    stream.reconfigure(encoding="utf-8", errors="replace")

# Through JSON, so that no answer is ever read as code.
CONTEXT = json.loads({{ cookiecutter | jsonify | tojson }})

sys.exit(run(Path.cwd(), CONTEXT))
