"""The limits of the memory that an audit fills, in bytes.

All threads share each of them, unless it says otherwise. Their sum stays well below the memory that
a process may take, 200 MiB: the program, its patterns and the lists of objects need the rest.
"""

from __future__ import annotations

# Lines that were decided, and those that were seen once: a table of 2^18 entries, 8 MiB.
KNOWN_LINES = 16 << 20
SEEN_LINES_BITS = 18
# Lines of patterns over several lines.
KNOWN_WINDOWS = 24 << 20
# Windows without a match, in each thread.
CLEAN_WINDOWS = 2 << 20
# What the walkers of packs hold: batches of lines, bases of deltas, and their largest objects.
BATCHES = 4 << 20
BASES = 64 << 20
OBJECTS = 24 << 20
