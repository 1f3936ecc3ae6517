"""Makes the environment that `make` works in, with nothing but Python's own library.

    python3 tools/bootstrap.py run    what a running community needs
    python3 tools/bootstrap.py dev    that, and every tool of the gates and tests

A stamp inside the environment names the locks that it was made from. While it fits, nothing is
asked of any network: the second time works offline and at once.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Final, NoReturn

ROOT: Final = Path(__file__).resolve().parent.parent
VENV: Final = ROOT / (os.environ.get("VENV") or ".venv")
PYTHON: Final = VENV / "bin" / "python"
STAMP: Final = VENV / "groundswell-stamp.json"

NO_VENV: Final = """\
This Python cannot make a virtual environment, and pip is not there to help it.
  On Debian or Ubuntu:  apt install python3-venv
  Elsewhere:            install Python 3.11 or later with its venv and pip modules."""
NO_PACKAGES: Final = """\
The packages could not be installed; what the installer said is above.
  The first set-up needs a network, or a mirror that pip is configured for.
  From then on nothing is fetched. Run the same command again: it goes on where it stopped."""


def main(purpose: str) -> None:
    locks = wanted_locks(purpose)
    wanted = {lock.name: digest(lock) for lock in locks}
    if fits(wanted):
        return
    started = time.monotonic()
    make_environment()
    install_locks(locks)
    if is_ours():
        install_project()
    STAMP.write_text(json.dumps({**stamped(), **wanted}, indent=2) + "\n", encoding="utf-8")
    say(f"Ready in {time.monotonic() - started:.0f} s; next time nothing needs to be fetched.")


def wanted_locks(purpose: str) -> list[Path]:
    """The database and the bus that the environment names bring their own driver."""
    if purpose == "dev":
        names = ["dev"]
    else:
        names = ["base", "build"]
        if os.environ.get("DATABASE_URL", "").startswith("postgres"):
            names.append("postgres")
        if os.environ.get("REDIS_URL"):
            names.append("redis")
    return [ROOT / "requirements" / f"{name}.txt" for name in names]


def digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def stamped() -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def fits(wanted: dict[str, str]) -> bool:
    """The tools' lock is resolved under the others, so an environment made from it has them all."""
    found = stamped()
    if not PYTHON.exists():
        return False
    if found.get("dev.txt") == digest(ROOT / "requirements" / "dev.txt"):
        return True
    return all(found.get(name) == value for name, value in wanted.items())


def is_ours() -> bool:
    """An environment shared between checkouts must not point at one of them."""
    return VENV.resolve().is_relative_to(ROOT)


def make_environment() -> None:
    if PYTHON.exists():
        return
    say(f"Making a virtual environment in {VENV.name} with Python {sys.version.split()[0]}.")
    if run(sys.executable, "-m", "venv", str(VENV), quiet=True):
        return
    # Debian ships venv without the pip to put into it; pip from outside can fill it as well.
    shutil.rmtree(VENV, ignore_errors=True)
    made = run(sys.executable, "-m", "venv", "--without-pip", str(VENV), quiet=True)
    if not made or not run(sys.executable, "-m", "pip", "--version", quiet=True):
        shutil.rmtree(VENV, ignore_errors=True)
        fail(NO_VENV)


def install_locks(locks: list[Path]) -> None:
    arguments = [argument for lock in locks for argument in ("--requirement", str(lock))]
    say(f"Installing {', '.join(lock.stem for lock in locks)}, every file checked by its hash.")
    if not install("--require-hashes", *arguments):
        fail(NO_PACKAGES)


def install_project() -> None:
    """Built by flit from the lock: no isolation, so nothing is fetched."""
    if not install("--no-deps", "--no-build-isolation", "--editable", str(ROOT)):
        fail("The `groundswell` command could not be installed; what was said is above.")


def install(*arguments: str) -> bool:
    """uv takes seconds, pip takes a minute. pip also knows mirrors that uv was not told of."""
    uv = find_uv()
    if uv and run(uv, "pip", "install", "--quiet", "--python", str(PYTHON), *arguments):
        return True
    if uv:
        say("uv did not manage; trying pip, which takes longer.")
    return run(*pip(), "install", "--quiet", "--disable-pip-version-check", *arguments)


def find_uv() -> str | None:
    ours = VENV / "bin" / "uv"
    if ours.exists():
        return str(ours)
    if found := shutil.which("uv"):
        return found
    lock = ROOT / "requirements" / "uv.txt"
    command = (*pip(), "install", "--quiet", "--require-hashes", "--requirement", str(lock))
    return str(ours) if run(*command, quiet=True) else None


def pip() -> tuple[str, ...]:
    if (VENV / "bin" / "pip").exists():
        return (str(PYTHON), "-m", "pip")
    return (sys.executable, "-m", "pip", "--python", str(PYTHON))


def run(*command: str, quiet: bool = False) -> bool:
    """uv trusts the certificates that this system trusts, as pip and the browser do."""
    output = subprocess.DEVNULL if quiet else None
    environment = {"UV_SYSTEM_CERTS": "true", "UV_LINK_MODE": "copy", **os.environ}
    done = subprocess.run(command, stdout=output, stderr=output, env=environment, check=False)
    return done.returncode == 0


def say(sentence: str) -> None:
    print(sentence, flush=True)


def fail(sentence: str) -> NoReturn:
    print(f"\n{sentence}", file=sys.stderr)
    sys.exit(1)


if __name__ == "__main__":
    if sys.argv[1:] not in (["run"], ["dev"]):
        fail("Usage: python3 tools/bootstrap.py run|dev")
    main(sys.argv[1])
