# cython: language_level=3
"""The table of a pack's objects, for other compiled modules."""

from libc.stdint cimport uint8_t, uint32_t, uint64_t

from git_secrets_py.packs.checked cimport Bytes

cdef enum:
    # The size of the header of a pack, and of that of an index with its fan-out table, in bytes.
    PACK_HEADER = 12
    INDEX_HEADER = 8 + 256 * 4
    NAMES_AT_ONCE = 1 << 12
    # Marks of an object: in git's list of objects; this copy does not count.
    LISTED = 1
    COPY = 2
    # The types of objects in a pack (gitformat-pack(5)).
    COMMIT = 1
    TREE = 2
    BLOB = 3
    TAG = 4
    # A bit of ``kind``: it is a delta.
    DELTA = 8
    OFS_DELTA = 6
    REF_DELTA = 7
    NONE = 0xffffffff


cdef struct Entry:
    uint64_t offset
    uint32_t position  # in the index
    uint32_t child
    uint32_t sibling
    uint8_t kind
    uint8_t is_done  # filtered


cdef class PackTable:
    cdef int _pack, _index
    cdef Entry* _entries
    # Of each object, by its position in the index: it is claimed while the entries are linked.
    cdef uint8_t[::1] _marks
    cdef readonly size_t count
    cdef size_t _width, _cursor, _cursor_start
    cdef uint64_t _end, _index_end
    cdef Bytes _names
    cdef Bytes _one

    cdef _check_pack(self, uint64_t size)
    cdef _check_index(self, uint64_t size)
    cdef uint64_t offset_of(self, uint64_t listed, Bytes* one) noexcept nogil
    cdef Entry* entry_at(self, size_t number) noexcept nogil
    cdef int compare_name(self, size_t number, const Bytes* ids, size_t at) noexcept nogil
    cdef bint seek(self, const Bytes* ids, size_t at) noexcept nogil
    cdef uint8_t marks_of(self, Entry* entry) noexcept nogil
    cdef bint counts(self, Entry* entry) noexcept nogil
    cdef bytes id_of(self, Entry* entry)
