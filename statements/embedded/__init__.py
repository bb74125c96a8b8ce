"""PostgreSQL in a wheel: a database backend that starts and shares its own server in the data folder.

`base` is what Django loads, `server` starts and stops PostgreSQL, `place` decides where it lives and who runs it.
"""
