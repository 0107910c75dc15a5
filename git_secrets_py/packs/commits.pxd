# cython: language_level=3
"""The reader of commits and tags, for other compiled modules."""

from libc.stdint cimport uint8_t, uint64_t

from git_secrets_py.packs.checked cimport Bytes
from git_secrets_py.packs.recorder cimport LinkRecorder


cdef class CommitReader(LinkRecorder):
    # The ID read last, and the number of its object.
    cdef Bytes _name
    cdef size_t _found

    cdef bint check_commit(self) noexcept nogil
    cdef bint check_tag(self) noexcept nogil
    cdef uint64_t date_at(self, size_t at) noexcept nogil
    cdef bint begins_with(self, size_t at, const char* text) noexcept nogil
    cdef size_t check_line(self, size_t at, const char* word, uint8_t kind) noexcept nogil
