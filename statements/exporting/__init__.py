"""Lists of documents as files: all that a list counts, whole or not at all."""
