"""Pages for any WSGI server; `groundswell run` uses it behind its own."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.settings")

application = get_wsgi_application()
