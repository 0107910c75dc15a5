# cython: language_level=3
"""The table of a pack's objects, and reading one of them, for other compiled modules."""

from libc.stdint cimport uint8_t, uint32_t, uint64_t

from git_secrets_py.packs.checked cimport Bytes, Numbers
from git_secrets_py.packs.files cimport z_stream

cdef enum:
    # Bits of ``state``: in git's list of objects; this copy does not count; filtered.
    LISTED = 1
    COPY = 2
    DONE = 4
    COMMIT = 1
    TREE = 2
    BLOB = 3
    TAG = 4
    OFS_DELTA = 6
    REF_DELTA = 7
    NONE = 0xffffffff
    # The longest header of an object: type and size, and the ID of its base.
    ENTRY_HEADER = 10 + 32
    INDEX_HEADER = 8 + 256 * 4
    NAMES_AT_ONCE = 1 << 12

cdef struct Entry:
    uint64_t offset
    uint32_t position  # in the index
    uint32_t child
    uint32_t sibling
    uint8_t kind
    uint8_t state


cdef class Pack:
    cdef int _pack, _index
    cdef Entry* _entries
    cdef readonly size_t count
    cdef size_t _width, _next_root, _cursor, _cursor_start
    cdef uint64_t _end
    cdef Bytes _names
    cdef Bytes _one

    cdef _check_pack(self, uint64_t size)
    cdef _read_index(self, uint64_t size)
    cdef Entry* entry_at(self, size_t number) noexcept nogil
    cdef int compare_name(self, size_t number, const Bytes* ids, size_t at) noexcept nogil
    cdef bint seek(self, const Bytes* ids, size_t at) noexcept nogil
    cdef void sort(self) noexcept nogil
    cdef size_t share_of(self, size_t number) noexcept nogil
    cdef void swap(self, size_t one, size_t other) noexcept nogil
    cdef void spread_kind(self, size_t root, Numbers* waiting) noexcept nogil
    cdef void link_one(self, size_t number, Bytes* window, uint64_t* start) noexcept nogil
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
    cdef bint load_names(self) noexcept nogil
    cdef uint64_t by_position(self, size_t position) noexcept nogil
    cdef uint64_t stop_of(self, size_t number) noexcept nogil
    cdef size_t next_roots(self)
    cdef bint counts(self, Entry* entry) noexcept nogil
    cdef bytes id_of(self, Entry* entry)


cdef class EntryReader:
    cdef Pack _pack
    cdef Bytes _window
    cdef uint64_t _window_start
    cdef z_stream _stream
    cdef bint _has_stream

    cdef void use(self, Pack pack)
    cdef bint inflate_entry(self, size_t number, Bytes* to, uint64_t largest) noexcept nogil
