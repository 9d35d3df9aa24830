"""``python -m tierslieu``: the same as ``./lieu``."""

import sys

from .cache import up_to_date

said = up_to_date.up_to_date(sys.argv[1:])
if said is None:
    import gc

    # A command makes much that lives as long as itself: to look through it as often as usual takes a tenth of its time.
    gc.set_threshold(50_000, 20, 100)
    from tierslieu.cli.main import main

    main()
else:
    sys.stdout.buffer.write(f"{said}\n".encode())
