"""``python -m tierslieu``: the same as ``./lieu``."""

import os
import sys

from .cache import up_to_date

output = up_to_date.up_to_date(sys.argv[1:])
if output is None:
    import contextlib
    import gc

    # Imports and configuration live until the end: looking for garbage among them would take a tenth of the time.
    # Commands that make much garbage enable the collector.
    gc.disable()
    gc.set_threshold(50_000, 20, 100)
    # Pydantic would look for plugins of its own among all installed packages.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from tierslieu.cli.main import main

    try:
        main()
    except SystemExit as status:
        # The interpreter would free every object before it ends: 20 ms after a build.
        with contextlib.suppress(OSError):  # nobody reads the output any more
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status.code if isinstance(status.code, int) else 0)
else:
    sys.stdout.buffer.write(f"{output}\n".encode())
