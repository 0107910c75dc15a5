# cython: language_level=3
"""The objects of a database, for other compiled modules."""

from libc.stdint cimport uint8_t, uint32_t, uint64_t

from git_secrets_py.packs.checked cimport Bytes
from git_secrets_py.packs.pack cimport Pack

cdef enum:
    # Bits of an object's kind: its links were followed; it is wanted, or may hold a wanted object;
    # the links to the objects that it holds were recorded.
    CHECKED = 16
    HOLDS = 64
    TRACED = 128
    ROOTS_AT_ONCE = 256


cdef class Objects:
    cdef object _buffer
    cdef Bytes _ids
    cdef Bytes _empty_tree
    cdef object _empty_tree_id
    cdef uint8_t[::1] _kinds
    cdef uint32_t[::1] _firsts
    cdef list _packs
    cdef list _numbers
    cdef readonly size_t count
    cdef size_t _width, _at_once, _next_pack, _next_entry
    # Whether nothing was found to be missing so far.
    cdef readonly bint is_complete
    # Whether the links between objects are recorded: no longer, if they are too many.
    cdef readonly bint is_traced

    cdef void _fill_firsts(self)
    cdef _number(self, Pack pack, uint32_t[::1] numbers)
    cdef size_t _number_names(
        self, Pack pack, uint32_t[::1] numbers, size_t start, size_t number
    ) except? -1
    cdef void _record(self, size_t number, uint8_t kind)
    cdef id_of(self, size_t number)
    cdef size_t find(self, const Bytes* name, size_t at) noexcept nogil
    cdef size_t look_up(self, const Bytes* name, size_t at, uint8_t kind) noexcept nogil
    cdef bint spread_once(self, const uint64_t[::1] edges)
    cdef bint next_roots(self, size_t* pack, size_t* start)
