# cython: language_level=3
"""Reading one object of a pack, for other compiled modules."""

from libc.stdint cimport uint64_t

from git_secrets_py.packs.checked cimport Bytes
from git_secrets_py.packs.files cimport z_stream
from git_secrets_py.packs.pack cimport Pack


cdef class EntryReader:
    cdef Pack _pack
    # One for deltas, which are visited in another order than the others.
    cdef Bytes[2] _windows
    cdef uint64_t[2] _starts
    cdef z_stream _stream
    cdef bint _has_stream

    cdef void use(self, Pack pack)
    cdef bint inflate_entry(self, size_t number, Bytes* to, uint64_t largest) noexcept nogil
