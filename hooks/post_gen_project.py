"""After the files: hands the answers to the place's own code, which checks and applies them."""

import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True  # the new folder holds sources only
sys.path.insert(0, str(Path.cwd()))

from tierslieu.local import run  # noqa: E402

# Through JSON, so that no answer is ever read as code.
CONTEXT = json.loads({{ cookiecutter | jsonify | tojson }})

sys.exit(run(Path.cwd(), CONTEXT))
