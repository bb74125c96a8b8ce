"""A derived index beside PostgreSQL, made of its words: it answers only in the very state of the archive it is of."""
