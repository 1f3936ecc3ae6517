"""The languages that a person can say they speak, each in its own name."""

from functools import cache

from django.conf.locale import LANG_INFO

LONGEST_NAME = 40


@cache
def _names() -> dict[str, str]:
    return {
        code: str(info["name_local"]) for code, info in LANG_INFO.items() if "name_local" in info
    }


@cache
def _codes() -> dict[str, str]:
    english = {str(info["name"]): code for code, info in LANG_INFO.items() if "name" in info}
    local = {name: code for code, name in _names().items()}
    return {name.casefold(): code for name, code in [*english.items(), *local.items()]}


def language_code(name: str) -> str:
    """The code of a language by its own or its English name; any other name stays itself."""
    return _codes().get(name.strip().casefold(), name.strip()[:LONGEST_NAME])


def language_name(code: str) -> str:
    """The name of a language in that language."""
    return _names().get(code, code)
