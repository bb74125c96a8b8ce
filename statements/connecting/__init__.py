"""How the archive connects to PostgreSQL, and what it does where PostgreSQL does not answer.

`address` makes Django's setting of DATABASE_URL, `base` is the backend that Django loads, `patience` says how long who
waits for what, and `watch` ends the waiting of pages for a server that has fallen silent.
"""
