"""What the planner of PostgreSQL is told for the archive, whichever way it is told."""

from __future__ import annotations

from collections.abc import Mapping

# JIT compilation takes longer than the statements themselves; a count sorts in memory. What the archive reads is in
# memory too, so a random page costs little more than the next one. The cores are for other readers: a statement in
# several processes is no faster as a whole.
PLANNING: Mapping[str, str] = {
    "jit": "off",
    "work_mem": "32MB",
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": "0",
}


def planning_options() -> str:
    """The options with which a connection begins: "-c jit=off -c work_mem=32MB …"."""
    return " ".join(f"-c {name}={value}" for name, value in PLANNING.items())
