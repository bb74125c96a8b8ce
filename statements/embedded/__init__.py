"""PostgreSQL in a wheel: a database backend that starts a server of its own in the data folder, and shares it.

`base` is what Django loads, `server` starts and stops PostgreSQL, `place` says where it lives and who runs it.
"""
