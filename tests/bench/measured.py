"""Runs a command and prints, as JSON, what it cost: seconds by the clock, seconds of processor, MiB at its peak.

Started as a small process of its own, because on Linux a process is counted the peak of the one that started it. The
peak is that of the largest process of the command.
"""

import json
import resource
import subprocess
import sys
import time

start = time.perf_counter()
status = subprocess.call(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=sys.stderr)
wall = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
# Linux counts in kibibytes, macOS in bytes.
peak = used.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
print(json.dumps({"wall": wall, "cpu": used.ru_utime + used.ru_stime, "peak": peak}))
sys.exit(status)
