"""Following the archive: what became public last, for programs that ask again and again."""
