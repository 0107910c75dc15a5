"""Where blobs come from. Each source yields blobs, and says what it had to leave out."""
