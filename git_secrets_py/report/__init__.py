"""Reports: from findings to bytes."""
