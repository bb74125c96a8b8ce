"""Ending things by `kill -9` at a moment that chance has chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random
from threading import Timer
from typing import Literal

from tests.drills.clusters import Cluster

Victim = Literal["process", "backend", "server"]
_ODDS: dict[Victim, int] = {"process": 8, "backend": 1, "server": 1}
_SHORTEST = 0.05  # seconds


class Blow:
    """Kills something after so many seconds, unless the block has ended by then. has_fallen: whether it has begun."""

    def __init__(self, seconds: float, kill: Callable[[], None]) -> None:
        self._kill, self.has_fallen = kill, False
        self._timer = Timer(seconds, self._fall)

    def _fall(self) -> None:
        self.has_fallen = True
        self._kill()

    def wait(self) -> None:
        """Wait until all that it kills is dead."""
        self._timer.join()

    def __enter__(self) -> Blow:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()


class Killer:
    """Chooses what is killed and when. kills: how often, by what was under way and what was killed."""

    def __init__(self, chance: Random, cluster: Cluster) -> None:
        self._chance, self._cluster = chance, cluster
        self._lasts: dict[str, float] = {}
        self.kills: Counter[tuple[str, Victim]] = Counter()

    def choose_victim(self) -> Victim:
        return self._chance.choices(list(_ODDS), list(_ODDS.values()))[0]

    def choose_moment(self, work: str) -> float:
        """Seconds after the beginning of some work: any moment of it, by how long it took last."""
        return self._chance.uniform(0, self._lasts.get(work, 1.0))

    def learn(self, work: str, seconds: float) -> None:
        """Keep how long some work takes, done to the end."""
        self._lasts[work] = max(seconds, _SHORTEST)

    def kill_database(self, victim: Victim) -> None:
        """Kill one of PostgreSQL's processes, after which the first one begins anew with others, or all of them."""
        if victim == "server":
            self._cluster.kill()
        else:
            self._cluster.kill_one(self._chance.choice)

    def revive_database(self, victim: Victim) -> None:
        """Start the server as systemd would, and wait until it has recovered."""
        if victim == "server" and not self._cluster.processes():
            self._cluster.start()
        self._cluster.wait()

    @property
    def total(self) -> int:
        return self.kills.total()

    def __str__(self) -> str:
        return ", ".join(f"{count} × {work}: {victim}" for (work, victim), count in sorted(self.kills.items()) if count)
