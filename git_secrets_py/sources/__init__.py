"""The sources of blobs. Each yields blobs, and a ``NotScanned`` for anything it skips."""
