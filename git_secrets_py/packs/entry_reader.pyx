# cython: language_level=3, boundscheck=True, wraparound=False, cdivision=False
"""Reading one object of a pack.

Memory is accessed by the functions of ``checked`` and ``files`` only, and table entries by
``entry_at``.
"""

from libc.stdint cimport uint64_t

from git_secrets_py.packs.checked cimport Bytes, release
from git_secrets_py.packs.files cimport Z_OK, inflate_from, inflateEnd, inflateInit
from git_secrets_py.packs.pack cimport ENTRY_HEADER, Pack
from git_secrets_py.packs.table cimport DELTA, OFS_DELTA, REF_DELTA

cdef enum:
    # Most entries are smaller.
    FIRST_LOOK = 16 << 10


cdef class EntryReader:
    """Inflates entries of a pack, in one thread."""

    def __cinit__(self):
        if inflateInit(&self._stream) != Z_OK:
            raise MemoryError
        self._has_stream = True

    def __dealloc__(self):
        release(&self._windows[0])
        release(&self._windows[1])
        if self._has_stream:
            inflateEnd(&self._stream)

    cdef void use(self, Pack pack):
        """Read ``pack`` from now on."""
        self._pack = pack
        self._windows[0].size = self._windows[1].size = 0

    cdef bint inflate_entry(self, size_t number, Bytes* to, uint64_t largest) noexcept nogil:
        """Write the content of an entry, or its delta, into ``to``, if it is below ``largest``."""
        cdef bint is_delta = self._pack.entry_at(number).kind & DELTA != 0
        cdef Bytes* window = &self._windows[is_delta]
        cdef uint64_t* start = &self._starts[is_delta]
        cdef uint64_t offset = self._pack.entry_at(number).offset
        cdef uint64_t stop = self._pack.stop_of(number)
        cdef uint64_t first = min(stop - offset, FIRST_LOOK)
        cdef uint64_t at, size, most
        cdef int kind
        if not self._pack.is_inside(offset) or stop <= offset:
            return False
        if not self._pack.look(window, start, offset, first):
            return False
        at = offset - start[0]
        kind = self._pack.read_header(window, &at, &size)
        if kind == 0 or size >= largest:
            return False
        # The bound of zlib's compressBound.
        most = ENTRY_HEADER + size + (size >> 12) + (size >> 14) + 64
        most = min(most, stop - offset)
        if not self._pack.look(window, start, offset, most):
            return False
        at = offset - start[0]
        self._pack.read_header(window, &at, &size)
        if kind == OFS_DELTA:
            self._pack.read_distance(window, &at)
        elif kind == REF_DELTA:
            at += self._pack._width
        return inflate_from(&self._stream, window, at, to, size)
