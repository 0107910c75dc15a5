# cython: language_level=3
"""Reading files by position, appending to them, and inflating."""

from libc.stdint cimport uint8_t, uint64_t

from git_secrets_py.packs.checked cimport Bytes, Numbers, reserve

cdef extern from "<unistd.h>" nogil:
    ssize_t pread(int file, void* data, size_t count, long long offset)
    ssize_t write(int file, const void* data, size_t count)
    long long lseek(int file, long long offset, int whence)
    int SEEK_END

cdef extern from "<zlib.h>" nogil:
    ctypedef struct z_stream:
        uint8_t* next_in
        unsigned int avail_in
        uint8_t* next_out
        unsigned int avail_out
        unsigned long total_out
    int Z_STREAM_END
    int Z_FINISH
    int Z_OK
    int inflateInit(z_stream* stream)
    int inflateReset(z_stream* stream)
    int inflate(z_stream* stream, int flush)
    int inflateEnd(z_stream* stream)


cdef inline bint read_at(int file, Bytes* to, uint64_t offset, size_t count) noexcept nogil:
    """Replace the content of ``to`` by ``count`` bytes of ``file``, fewer at its end.

    Unlike a mapping, reading survives the truncation of the file by another process.
    """
    cdef ssize_t done
    to.size = 0
    if not reserve(to, count):
        return False
    while to.size < count:
        done = pread(file, to.data + to.size, count - to.size, <long long> (offset + to.size))
        if done < 0:
            return False
        if done == 0:
            return True
        to.size += done
    return True


cdef inline bint append_numbers(int file, const Numbers* numbers, size_t most) noexcept nogil:
    """Append ``numbers`` to ``file``, which is open for appending.

    One call writes all of them, so that those of other threads come before or after. Return whether
    that succeeds, and there are no more than ``most`` in the file.
    """
    cdef size_t size = 8 * numbers.size
    if write(file, numbers.data, size) != <ssize_t> size:
        return False
    return lseek(file, 0, SEEK_END) <= <long long> (8 * most)


cdef inline bint inflate_from(
    z_stream* stream, const Bytes* source, size_t start, Bytes* to, size_t size
) noexcept nogil:
    """Inflate the stream at ``start`` of ``source``; return whether it holds ``size`` bytes.

    zlib verifies its checksum.
    """
    # One more byte shows that there is too much.
    if start > source.size or source.size - start > 0x7fffffff or size > 0x7ffffffe:
        return False
    if not reserve(to, size + 1) or inflateReset(stream) != Z_OK:
        return False
    stream.next_in = source.data + start
    stream.avail_in = <unsigned int> (source.size - start)
    stream.next_out = to.data
    stream.avail_out = <unsigned int> (size + 1)
    to.size = 0
    if inflate(stream, Z_FINISH) != Z_STREAM_END or stream.total_out != size:
        return False
    to.size = size
    return True
