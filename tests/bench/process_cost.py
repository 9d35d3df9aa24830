"""Runs a command and prints what it cost as JSON: wall-clock seconds, CPU seconds, peak memory in MiB.

It is a small process of its own, because Linux counts the peak of a process as that of its children too until they run
another program. The peak is that of the largest process of the command.
"""

import json
import resource
import subprocess
import sys
import time

start = time.perf_counter()
status = subprocess.call(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=sys.stderr)
wall = time.perf_counter() - start
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
# Linux counts in kibibytes, macOS in bytes.
peak = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
print(json.dumps({"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "peak": peak}))
sys.exit(status)
