#!/usr/bin/env python3
"""Django's own commands, and ours: `python manage.py COMMAND`."""

import sys


def main() -> int:
    try:
        from groundswell.config.cli import manage
    except ImportError as error:
        sys.stderr.write(f"Cannot start: {error}. Is the virtual environment active?\n")
        return 1
    return manage(sys.argv)


if __name__ == "__main__":
    sys.exit(main())
