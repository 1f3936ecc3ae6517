"""`python -m groundswell`, the same as `groundswell`."""

import sys

from groundswell.config.cli import main

sys.exit(main())
