"""Pages for any WSGI server; `groundswell run` uses it behind its own."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from groundswell.config.outside import for_pages

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.settings")

application = get_wsgi_application()
connections.settings["default"].update(for_pages(connections.settings["default"]))
