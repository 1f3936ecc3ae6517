"""The cast: Ada stewards, Ben belongs, Cyn is a stranger to the space; and browsers for each."""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.core.cache import cache
from django.db import connection
from django.test import Client

from groundswell.actors.models import Actor
from groundswell.core import bus, limits
from groundswell.spaces.models import Space
from tests import factories
from tests.emptying import empty_after_each_test
from tests.locking import refuse_stale_joins
from tests.racing import several_connections
from tests.sites import begun_from


def pytest_configure() -> None:
    """Static files are served as they lie: no manifest has been made for a test.

    What is counted is counted in memory, where it can be forgotten without a database.
    """
    site.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    site.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    empty_after_each_test()
    refuse_stale_joins()


def pytest_addoption(parser: pytest.Parser) -> None:
    """A second run, on another database, need not ask again what no database answers."""
    parser.addoption(
        "--second-database",
        action="store_true",
        help="leave out what asks no database, and walks over every page, made by the first run",
    )


PURE = ("tests/core/", "tests/laws/", "tests/challenges/engine/")
PURE += ("tests/decisions/counting/", "tests/decisions/opinion/", "tests/config/")
PURE += ("tests/actors/test_passwords",)
# These walk over every page for what stands on it and who may come: minutes, and no other answers.
WALKS = ("tests/laws/test_doors.py", "tests/laws/test_words.py")
WALKS += ("tests/laws/test_input.py::test_refused_words_stand_in_the_form_again",)
WALKS += ("tests/laws/test_visibility.py::test_nothing_hidden_is_anywhere",)
WALKS += ("tests/web/test_ways.py",)
# The same counts as in tests/challenges/test_figures.py, of 29,052 real messages.
WALKS += ("tests/exchange/test_decidim_facts.py",)
DATABASES = {"db", "transactional_db", "live_server"}
# Sites of their own are on SQLite whatever database the tests are run on.
OWN_SITE = "migrated"


def _is_pure(item: pytest.Item) -> bool:
    if item.nodeid.startswith(WALKS):
        return True
    fixtures = set(getattr(item, "fixturenames", ()))
    if OWN_SITE in fixtures:
        return True
    asks = DATABASES & fixtures
    return item.nodeid.startswith(PURE) and not asks and not item.get_closest_marker("django_db")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browsers come last: Playwright's loop stays in the thread once it has begun."""
    if config.getoption("--second-database"):
        pure = [item for item in items if _is_pure(item)]
        config.hook.pytest_deselected(items=pure)
        left = set(pure)
        items[:] = [item for item in items if item not in left]
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, django_db_keepdb: bool, request: pytest.FixtureRequest
) -> Iterator[None]:
    """The database that is tested in begins as a copy of one that was migrated."""
    if connection.vendor == "sqlite" and not django_db_keepdb:
        with begun_from(request.getfixturevalue("migrated")):
            yield
        return
    if template := os.environ.get("TEST_TEMPLATE"):
        connection.settings_dict["TEST"]["TEMPLATE"] = template
    yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """At the end nobody holds the database any more that is taken away then."""
    yield
    bus.settle(5)


def pytest_collection_finish() -> None:
    """Whoever looks for waste passes by what was loaded by now, which stays to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def fresh_start(settings: Any) -> None:
    """Nothing is counted yet, and stewards need no second factor unless a test says so."""
    limits.reset()
    cache.clear()
    settings.ORGANISERS_NEED_SECOND_FACTOR = False


@pytest.fixture
def real_database(db: None, tmp_path: Path) -> Iterator[None]:
    """One in which several connections wait for one another, as on a real site."""
    with several_connections(tmp_path):
        yield


@pytest.fixture
def ada(db: None) -> Actor:
    return factories.person("ada")


@pytest.fixture
def ben(db: None) -> Actor:
    return factories.person("ben")


@pytest.fixture
def cyn(db: None) -> Actor:
    return factories.person("cyn")


@pytest.fixture
def meadow(ada: Actor, ben: Actor) -> Space:
    """A public space that Ada stewards and Ben belongs to."""
    space = factories.space(ada, "meadow", name="The Meadow")
    factories.member(ben, space)
    return space


@pytest.fixture
def burrow(ada: Actor, ben: Actor) -> Space:
    """A space only members see, with the same people."""
    space = factories.space(
        ada, "burrow", name="The Burrow", visibility="members", joining="invitation"
    )
    factories.member(ben, space)
    return space


@pytest.fixture
def as_(db: None) -> Callable[[Actor | None], Client]:
    """A browser signed in as this person; of a stranger for None."""

    def browser(person: Actor | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person.account)
        return client

    return browser
