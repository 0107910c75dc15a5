# cython: language_level=3
"""The recorded links, for other compiled modules."""

from libc.stdint cimport uint8_t, uint64_t

from git_secrets_py.packs.checked cimport Bytes, Numbers
from git_secrets_py.packs.entry_reader cimport EntryReader
from git_secrets_py.packs.objects cimport Objects


# A growing file of numbers: those that are not written yet, and the open file.
cdef struct Log:
    Numbers numbers
    int file


cdef class LinkRecorder(EntryReader):
    cdef Objects _objects
    # The current object: its number, its content, and of each of its marked entries, where it
    # begins, its number, and the mark of its mode and name.
    cdef size_t _number
    cdef Bytes _content
    cdef Numbers _marked
    # The records: see ``record_to``.
    cdef Log _edges, _commits, _trees
    cdef bint _is_second
    cdef uint64_t _key

    cdef bint is_marked(self, size_t number) noexcept nogil
    cdef void note_entry(self, size_t at, size_t nul, uint8_t kind, size_t number) noexcept nogil
    cdef void add_edge(self, size_t part) noexcept nogil
    cdef void begin(self, Log* log) noexcept nogil
    cdef void write_out(self, Log* log) noexcept nogil
    cdef void record(self, Log* log, uint64_t number) noexcept nogil
    cdef void add_marked(self, uint64_t at, uint64_t number, uint64_t mark) noexcept nogil
    cdef void copy_marked(
        self, const Numbers* marked, uint64_t start, uint64_t stop, uint64_t moved
    ) noexcept nogil
    cdef void record_tree(self) noexcept nogil
    cdef void record_commit(self, uint64_t number) noexcept nogil
