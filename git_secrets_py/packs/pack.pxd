# cython: language_level=3
"""A pack, for other compiled modules."""

from libc.stdint cimport uint64_t

from git_secrets_py.packs.checked cimport Bytes, Numbers
from git_secrets_py.packs.table cimport Entry, PackTable

cdef enum:
    # The longest header of an object: type and size, and the ID of its base.
    ENTRY_HEADER = 10 + 32


cdef class Pack(PackTable):
    cdef size_t _next_root
    # The number of the first object of each share of the pack, while the objects are linked.
    cdef Numbers _shares
    cdef int _shift
    cdef bint _are_kinds_missing
    # The IDs of all objects, if a delta names its base by ID.
    cdef Bytes _all_names

    cdef void read_entries(self) noexcept nogil
    cdef bint count_shares(self, Bytes* listed, Bytes* one) noexcept nogil
    cdef uint64_t offset_at(self, size_t position, Bytes* listed, Bytes* one) noexcept nogil
    cdef bint add_entry(self, size_t position, uint64_t offset) noexcept nogil
    cdef void forget_entries(self) noexcept nogil
    cdef void sort(self) noexcept nogil
    cdef size_t share_of(self, uint64_t offset) noexcept nogil
    cdef void sort_few(self, size_t start, size_t stop) noexcept nogil
    cdef void link_one(self, size_t number, Bytes* window, uint64_t* start) noexcept nogil
    cdef void turn_links(self) noexcept nogil
    cdef void spread_kind(self, size_t root, Numbers* waiting) noexcept nogil
    cdef bint load_names(self) noexcept nogil
    cdef bint is_inside(self, uint64_t offset) noexcept nogil
    cdef bint look(
        self, Bytes* window, uint64_t* start, uint64_t offset, uint64_t count
    ) noexcept nogil
    cdef int read_header(self, const Bytes* window, uint64_t* at, uint64_t* size) noexcept nogil
    cdef uint64_t read_distance(self, const Bytes* window, uint64_t* at) noexcept nogil
    cdef uint64_t base_by_offset(
        self, const Bytes* window, uint64_t at, uint64_t offset
    ) noexcept nogil
    cdef uint64_t by_place(self, uint64_t offset) noexcept nogil
    cdef uint64_t base_by_id(self, const Bytes* window, uint64_t at) noexcept nogil
    cdef uint64_t by_position(self, size_t position) noexcept nogil
    cdef uint64_t stop_of(self, size_t number) noexcept nogil
    cdef size_t next_roots(self)
