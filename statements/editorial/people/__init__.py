"""Who is meant by a name, and entries that are made one."""
