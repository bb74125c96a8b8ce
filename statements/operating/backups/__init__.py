"""Backups, and the proof that they can be restored.

`making` writes one, `restoring` puts one into a scratch database and compares, `shelf` knows what lies in the folder,
`reckoning` says what is in a database, `programs` finds PostgreSQL's own, `status` tells operators.
"""
