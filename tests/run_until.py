"""Run commands as often as asked, each time in a new process, which is killed on the way.

Reads a command and a moment from its input, one a line, and answers each with how the process ended, as subprocess
tells it. "deliver 17": before its 17th statement; 0: never; "deliver noted": when a mail was handed over and is to be
noted. The process of the tests would be the wrong one to fork: it has threads, and in it an event loop runs, by which
its connections are told apart.
"""

import os
import signal
import sys
import traceback

import django
from django.core.management import call_command
from django.core.management.base import CommandError

BUSY = 75  # EX_TEMPFAIL: another one is at work


def main():
    django.setup()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            run(*line.split())
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()


def run(command, moment):
    """Run a command, and end this process."""
    from django.db import connection

    from statements.alerting import sending

    status = 1
    if moment == "noted":
        sending.finish = kill
    number = int(moment) if moment.isdigit() else 0
    try:
        with connection.execute_wrapper(kill_before(number)):
            call_command(command, stdout=sys.stderr)
        status = 0
    except CommandError as error:
        status = BUSY if f"Another {command} command" in str(error) else status
        traceback.print_exc()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)


def kill_before(number):
    statements = 0

    def count(execute, sql, params, many, context):
        nonlocal statements
        statements += 1
        if statements == number:
            kill()
        return execute(sql, params, many, context)

    return count


if __name__ == "__main__":
    main()
