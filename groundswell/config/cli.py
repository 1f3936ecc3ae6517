"""The `groundswell` command: the few subcommands a person needs, each a management command.

Exit codes: 0 done, 1 failed, 2 asked for something that does not exist.
"""

import difflib
import os
import sys
from typing import Final

from groundswell import __version__

COMMANDS: Final = {
    "run": "serve the site and its worker on one port",
    "worker": "do what follows every write, as a process of its own",
    "demo": "fill the site with the demonstration community, or reset it",
    "import": "bring in a community from elsewhere (Decidim, a mailing list, an archive ...)",
    "export": "write a space and everything in it to one file",
    "ideas": "fold near-duplicates in a table of texts, or find its themes",
    "opinion": "draw the opinion map of a published conversation",
    "figures": "count a challenge's ideas, comments and answers",
    "count": "count the ballots of a BLT file, by one method or several side by side",
    "recount": "count a decision's public export again",
    "check": "look for mistakes in the set-up",
    "mail": "take replies by mail: listen for them, or read one",
    "createsteward": "make somebody a steward of the site",
    "backup": "write database and files to one archive, while people post",
    "restore": "bring a backup back to a working site",
}
_EXAMPLES: Final = (
    "groundswell run",
    "groundswell run --host 0.0.0.0 --port 8080 --no-demo",
    'groundswell import decidim FOLDER --space "Our city"',
    "groundswell export space our-city",
    "groundswell backup site.tar.gz",
)
OK: Final = 0
FAILED: Final = 1
USAGE: Final = 2


def usage() -> str:
    """What `--help` prints."""
    width = max(map(len, COMMANDS))
    listed = "\n".join(f"  {name:<{width}}  {does}" for name, does in COMMANDS.items())
    examples = "\n".join(f"  {line}" for line in _EXAMPLES)
    return (
        "usage: groundswell COMMAND [options]\n\n"
        "A self-hosted community platform.\n\n"
        f"commands:\n{listed}\n\n"
        f"examples:\n{examples}\n\n"
        "`groundswell COMMAND --help` tells more. Everything is set by environment variables:\n"
        "see docs/reference.md. Exit codes: 0 done, 1 failed, 2 wrong usage.\n"
    )


def main(argv: list[str] | None = None) -> int:
    """The entry point of `groundswell`."""
    arguments = sys.argv[1:] if argv is None else argv
    if not arguments:
        sys.stderr.write(usage())
        return USAGE
    name = arguments[0]
    if name in {"-h", "--help", "help"}:
        sys.stdout.write(usage())
        return OK
    if name in {"-V", "--version", "version"}:
        sys.stdout.write(f"groundswell {__version__}\n")
        return OK
    if name not in COMMANDS:
        sys.stderr.write(_unknown(name))
        return USAGE
    return manage(["groundswell", *arguments])


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name, COMMANDS, n=1, cutoff=0.5)
    hint = f" Did you mean `groundswell {near[0]}`?" if near else ""
    return f"There is no command `{name}`.{hint} `groundswell --help` lists them all.\n"


def manage(argv: list[str]) -> int:
    """Run one of our or Django's commands; the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.settings")
    try:
        if argv[1:2] == ["run"]:
            from groundswell.config.supervisor_run import run  # noqa: PLC0415 - needs settings

            return run(argv[2:])
        return _django(argv)
    except SystemExit as leaving:
        return _code(leaving)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        return FAILED
    except Exception as error:
        if "ImproperlyConfigured" in {kind.__name__ for kind in type(error).__mro__}:
            sys.stderr.write(f"The configuration does not fit: {error}\n")
            return FAILED
        raise


def _django(argv: list[str]) -> int:
    import django  # noqa: PLC0415 - `--help` answers at once without it
    from django.core.management import ManagementUtility, get_commands  # noqa: PLC0415

    name = argv[1] if len(argv) > 1 else "help"
    if name in COMMANDS:
        django.setup()
        if name not in get_commands():
            sys.stderr.write(f"`{name}` is not part of this installation.\n")
            return FAILED
    if name == "demo" and not {"-h", "--help"} & set(argv):
        from groundswell.config.supervisor_run import prepare  # noqa: PLC0415 - needs the apps

        prepare(demo=False)  # a new folder holds no database yet
    ManagementUtility(argv).execute()
    return OK


def _code(leaving: SystemExit) -> int:
    if leaving.code is None:
        return OK
    if isinstance(leaving.code, int):
        return leaving.code
    sys.stderr.write(f"{leaving.code}\n")
    return FAILED
