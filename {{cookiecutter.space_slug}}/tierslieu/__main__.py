"""``python -m tierslieu``: the same as ``./lieu``."""

import sys

from tierslieu import again

said = again.nothing_to_do(sys.argv[1:])
if said is None:
    from tierslieu.cli import main

    main()
else:
    sys.stdout.buffer.write(f"{said}\n".encode())
