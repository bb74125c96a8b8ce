"""Django's PostgreSQL backend on the embedded server: connecting starts it, unless another process has."""

import time
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import client

from statements.connecting import base
from statements.embedded.server import SUPERUSER, EmbeddedServer

PAUSES = (0.05, 0.5)  # seconds before retries: after one backend is killed, PostgreSQL restarts all of them


@cache
def server() -> EmbeddedServer:
    """The server in this project's data folder."""
    return EmbeddedServer(settings.DATA_DIR)


def address() -> dict[str, str]:
    """Where the server listens, in terms of Django's settings."""
    return {"HOST": str(server().socket_dir), "PORT": "5432", "USER": SUPERUSER}


class DatabaseClient(client.DatabaseClient):
    """`manage.py dbshell`, with the psql that comes with the server."""

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        server().attach()
        (_, *arguments), env = super().settings_to_cmd_args_env(settings_dict | address(), parameters)
        return [str(server().place.programs / "psql"), *arguments], env


class DatabaseWrapper(base.DatabaseWrapper):
    client_class = DatabaseClient

    def get_connection_params(self) -> dict[str, Any]:
        server().attach()
        return super().get_connection_params() | {name.lower(): value for name, value in address().items()}

    def get_new_connection(self, conn_params: dict[str, Any], asking: bool = False) -> Any:
        """A connection; a killed server is started again, and one in recovery is waited for."""
        for pause in PAUSES:
            try:
                return super().get_new_connection(conn_params, asking)
            except self.Database.OperationalError:
                time.sleep(pause)
                server().revive()
        return super().get_new_connection(conn_params, asking)
