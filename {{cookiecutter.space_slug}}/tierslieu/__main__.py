"""``python -m tierslieu``: the same as ``./lieu``."""

import sys

from .cache import up_to_date

output = up_to_date.up_to_date(sys.argv[1:])
if output is None:
    import gc

    # Most objects of a command live until it ends: with the default thresholds, the garbage collector scans them in vain
    # for a tenth of the time.
    gc.set_threshold(50_000, 20, 100)
    from tierslieu.cli.main import main

    main()
else:
    sys.stdout.buffer.write(f"{output}\n".encode())
