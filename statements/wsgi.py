"""The WSGI application, for gunicorn or any other WSGI server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "statements.settings")

application = get_wsgi_application()

from statements.pages.warm import warm_up  # noqa: E402 - the models have to be there first

warm_up()

# What is loaded by now stays: the collector need not go through it again and again, which cost the slowest pages 30 ms.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
