"""What an operator sees of the archive: its figures for Prometheus, its disks, the log of its database.

`endpoint` answers Prometheus, with what was counted and with `readings` of how the archive is.
"""
