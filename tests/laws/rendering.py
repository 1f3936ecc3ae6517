"""Every template is rendered by some test: watched over the whole run, judged at its end.

A pytest plugin. Each template notes its name when its root is entered, each macro when it is
called: being loaded, imported or compiled does not count. Under xdist the workers hand their notes
to the controller. A run of a part of the tests (by path, -k, -m, --last-failed, or one that stopped
early) cannot know, and is not judged.
"""

from collections.abc import Iterator

import pytest
from django.template import engines
from jinja2 import Environment, Template, nodes
from jinja2.runtime import Macro

# "template" or "template:macro" -> why no test can render it. An entry that is rendered fails.
UNSEEN: dict[str, str] = {}

_seen: set[str] = set()
_workers_seen = pytest.StashKey[set[str]]()
_verdict = pytest.StashKey[list[str]]()


class WatchedTemplate(Template):
    """Notes its name when it renders."""

    @classmethod
    def from_code(cls, environment, code, globals, uptodate=None):  # noqa: A002 - Jinja's word
        template = super().from_code(environment, code, globals, uptodate)
        render = template.root_render_func

        def root(context) -> Iterator[str]:
            if template.name:
                _seen.add(template.name)
            yield from render(context)

        template.root_render_func = root
        return template


def _watch_macros(patch: pytest.MonkeyPatch) -> None:
    invoke = Macro._invoke

    def watched(self, arguments, autoescape):
        # The code of a compiled template holds its template's name.
        _seen.add(f"{self._func.__globals__['name']}:{self.name}")
        return invoke(self, arguments, autoescape)

    patch.setattr(Macro, "_invoke", watched)


def pytest_configure(config: pytest.Config) -> None:
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    patch.setattr(Environment, "template_class", WatchedTemplate)
    _watch_macros(patch)
    config.stash[_workers_seen] = set()


def pytest_testnodedown(node) -> None:
    seen = getattr(node, "workeroutput", {}).get("templates_seen", [])
    node.config.stash[_workers_seen].update(seen)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    config = session.config
    if hasattr(config, "workeroutput"):
        config.workeroutput["templates_seen"] = sorted(_seen)
    elif exitstatus == pytest.ExitCode.OK and _is_whole(config):
        faults = judge(_seen | config.stash[_workers_seen])
        config.stash[_verdict] = faults
        if faults:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    faults = config.stash.get(_verdict, None)
    if faults:
        terminalreporter.section("templates that no test renders", red=True)
        for fault in faults:
            terminalreporter.line(fault)
        terminalreporter.line("Why this is asked for: docs/development.md, Templates.")


def _is_whole(config: pytest.Config) -> bool:
    asked = config.option
    parts = (
        asked.keyword,
        # What a browser shows is only shown once more there.
        asked.markexpr not in ("", "not browser"),
        getattr(asked, "lf", False),
        asked.collectonly,
        asked.deselect,
        # Walks over every page are made on the first database alone.
        getattr(asked, "second_database", False),
    )
    return not any(parts) and config.args_source is not pytest.Config.ArgsSource.ARGS


def judge(seen: set[str]) -> list[str]:
    known = all_names(engines["jinja2"].env)
    missing = [name for name in sorted(known - seen) if name not in UNSEEN]
    needless = [f"{name} is rendered: take it off the list" for name in sorted(seen & set(UNSEEN))]
    return missing + needless


def all_names(environment: Environment) -> set[str]:
    """Every template of ours that can render on its own, and every macro of all of them."""
    names = set()
    for template in environment.list_templates(extensions=["html", "txt", "xml"]):
        source, _path, _uptodate = environment.loader.get_source(environment, template)
        tree = environment.parse(source)
        macros = {macro.name for macro in tree.find_all(nodes.Macro)}
        names |= {f"{template}:{macro}" for macro in macros}
        if not macros:
            names.add(template)
    return names
