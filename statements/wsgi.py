"""The WSGI application, for gunicorn or any other WSGI server."""

import gc
import logging
import os

from django.core.wsgi import get_wsgi_application

from statements.connecting.watch import watch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "statements.settings")

application = watch.serve(get_wsgi_application())

from statements.pages.warm import warm_up  # noqa: E402 - the models have to be there first
from statements.version import name_release  # noqa: E402
from statements.web.memory import share_memory  # noqa: E402
from statements.web.unchecked import refuse_unapplied  # noqa: E402

refuse_unapplied()
share_memory()
warm_up()
logging.getLogger(__name__).info("Version %s", name_release())

# What is loaded by now stays: the collector need not go through it again and again, which cost the slowest pages 30 ms.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
