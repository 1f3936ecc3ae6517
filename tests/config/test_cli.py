"""The `groundswell` command: help, exit codes, and a hint for a slip of the hand."""

import os
import re
import shlex
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from groundswell import __version__
from groundswell.config import cli
from groundswell.config.supervisor_run import run


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0

    told = capsys.readouterr().out
    assert [name for name in cli.COMMANDS if f"\n  {name} " not in told] == []
    assert "examples:" in told
    named = re.search(r"docs/\S+\.md", told)
    assert named is not None
    assert (Path(__file__).parents[2] / named[0]).is_file()


def help_of(name: str, capsys: pytest.CaptureFixture[str]) -> str:
    if name == "run":
        cli.main(["run", "--help"])
        return capsys.readouterr().out
    return (
        load_command_class(get_commands()[name], name)
        .create_parser("groundswell", name)
        .format_help()
    )


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_gives_examples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = help_of(name, capsys)

    assert re.search(rf"^examples?:\s+(?:\w+=\S+ )?groundswell {name}\b", told, re.MULTILINE), told


EXAMPLES = re.compile(
    r"^(?: {2}|examples?: )((?:groundswell [^;\n]+)(?:; groundswell [^;\n]+)*)", re.MULTILINE
)


@pytest.mark.parametrize("name", ["--help", *(name for name in cli.COMMANDS if name != "run")])
def test_examples_are_understood(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever copies a line of the help gets no usage error."""
    told = cli.usage() if name == "--help" else help_of(name, capsys)
    lines = [line for found in EXAMPLES.findall(told) for line in found.split("; ")]
    assert lines

    for line in lines:
        _groundswell, command, *words = shlex.split(re.split(r" {2,}| [<>]", line)[0])
        if command in {"run", "COMMAND", "SOURCE"}:
            continue
        parser = load_command_class(get_commands()[command], command).create_parser("x", command)
        parser.parse_args(words)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("createsteward --email x --name Y", "Enter a valid email address."),
        ("mail", "Set REPLY_DOMAIN first: the host that replies are addressed to."),
        ("export space none", "There is no space none."),
    ],
)
@pytest.mark.django_db
def test_refusal_is_a_sentence_without_the_name_of_an_exception(
    line: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name, *words = line.split()
    command = load_command_class(get_commands()[name], name)

    with pytest.raises(SystemExit) as leaving:
        command.run_from_argv(["groundswell", name, *words])

    assert leaving.value.code == 1
    assert capsys.readouterr().err == f"{said}\n"


def test_demonstration_is_told_in_an_empty_folder(tmp_path: Path) -> None:
    """Without a `run` before it: there is no database yet, and no static file."""
    given = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    told = subprocess.run(
        [sys.executable, "-m", "groundswell", "demo"],
        capture_output=True,
        check=False,
        env={**given, "DATA_DIR": str(tmp_path)},
        text=True,
        timeout=120,
    )

    assert told.returncode == 0, told.stderr
    assert "The demonstration community is ready:" in told.stdout


def test_nothing_asked_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 2
    assert capsys.readouterr().err.startswith("usage: groundswell COMMAND")


def test_slip_gets_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["imprt"]) == 2
    assert capsys.readouterr().err == (
        "There is no command `imprt`. Did you mean `groundswell import`? "
        "`groundswell --help` lists them all.\n"
    )


def test_nonsense_gets_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["xyzzy"]) == 2
    assert "Did you mean" not in capsys.readouterr().err


@pytest.mark.parametrize("asked", ["--version", "-V", "version"])
def test_version_is_told(asked: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([asked]) == 0
    assert capsys.readouterr().out == f"groundswell {__version__}\n"


def test_run_explains_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", "--help"]) == 0
    assert "--no-worker" in capsys.readouterr().out


@pytest.mark.parametrize("port", ["x", "-1", "65536"])
def test_run_refuses_what_is_no_port(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", "--port", port]) == 2


def test_run_says_when_the_port_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        assert run(["--host", "127.0.0.1", "--port", str(port)]) == 1

    assert capsys.readouterr().err == (
        f"Port {port} is taken. Stop what runs there, or choose another with --port.\n"
    )


def test_address_of_the_site_is_that_of_the_port() -> None:
    """What is made of it (feeds, files, letters) would lead nowhere otherwise."""
    asked = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'groundswell.config.settings'\n"
        "from groundswell.config.supervisor_run import run\n"
        "run(['--host', '127.0.0.1', '--port', '{}'])\n"
        "from django.conf import settings; print(settings.SITE_URL)"
    )
    given = {name: value for name, value in os.environ.items() if name not in {"PORT", "SITE_URL"}}
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = subprocess.run(
            [sys.executable, "-c", asked.format(port)],
            capture_output=True,
            check=False,
            env=given,
            text=True,
            timeout=60,
        )

    assert said.stdout.strip() == f"http://127.0.0.1:{port}", said.stderr


def test_module_answers_like_the_command() -> None:
    command = [sys.executable, "-m", "groundswell", "nothing-like-it"]

    assert subprocess.run(command, capture_output=True, check=False, timeout=20).returncode == 2
