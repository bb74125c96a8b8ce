"""What the workers of a server know together of the standby that they read, in memory that they share.

The server's first process has to import this before they are forked, and loads no Django by it; a process on its own
shares it with nobody. Moments are of the monotonic clock, which all processes of a host have in common.
"""

from mmap import mmap
from time import monotonic

CURRENT_AT, LOST_AT, LAG = range(3)  # when it was up to date, since when it has no primary (0: it has one), and seconds

sight = memoryview(mmap(-1, 3 * 8)).cast("d")
sight[CURRENT_AT] = monotonic()
