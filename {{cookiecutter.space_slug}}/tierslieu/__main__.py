"""``python -m tierslieu``: the same as ``./lieu``."""

import os
import sys

from .cache import up_to_date

output = up_to_date.up_to_date(sys.argv[1:])
if output is None:
    import gc

    # Imports and configuration live until the end: looking for garbage among them would take a tenth of the time.
    # Commands that make much garbage enable the collector.
    gc.disable()
    gc.set_threshold(50_000, 20, 100)
    # Pydantic would look for plugins of its own among all installed packages.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from tierslieu.cli.main import main

    main()
else:
    sys.stdout.buffer.write(f"{output}\n".encode())
