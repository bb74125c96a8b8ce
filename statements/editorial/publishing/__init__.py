"""Making documents public, singly and many at once."""
