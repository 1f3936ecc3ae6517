"""Stewards take their space along; nobody else does."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest

from groundswell.activity.models import Activity
from groundswell.exchange.models import Export
from groundswell.exchange.tasks import forget_exports, write_export
from tests import factories


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def ask(settings):
    """Asks for an export, which the worker writes at once."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    return lambda client: client.post("/s/meadow/export/", follow=True)


def test_steward_asks_and_fetches(ada, ben, meadow, as_, ask):
    factories.topic(ben, meadow, title="Frogs")

    page = ask(as_(ada))

    export = Export.objects.get()
    assert "The export is being written" in page.content.decode()
    assert f"/s/meadow/export/{export.id}/" in as_(ada).get("/s/meadow/export/").content.decode()
    answer = as_(ada).get(f"/s/meadow/export/{export.id}/")
    assert answer["Content-Disposition"].startswith('attachment; filename="meadow-')
    with zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content))) as packed:
        assert "Frogs" in packed.read("index.html").decode()
    assert Activity.objects.get(kind="exchange.export_asked").data == {"export": str(export.id)}


def test_others_do_not(ada, ben, cyn, meadow, burrow, as_, ask):
    ask(as_(ada))
    export = Export.objects.get()

    for address in ("/s/meadow/export/", f"/s/meadow/export/{export.id}/"):
        assert as_(ben).get(address).status_code == 403
    assert as_(cyn).get("/s/burrow/export/").status_code == 404
    assert as_(ada).get(f"/s/burrow/export/{export.id}/").status_code == 404


def test_one_at_a_time(ada, meadow, as_):
    as_(ada).post("/s/meadow/export/")

    page = as_(ada).post("/s/meadow/export/", {"nonce": "2"}, follow=True)

    assert "An export is being written already." in page.content.decode()
    assert Export.objects.count() == 1
    assert "Being written" in as_(ada).get("/s/meadow/export/").content.decode()


def test_failure_is_told(ada, meadow, as_, monkeypatch):
    export = Export.objects.create(space=meadow, by=ada)
    monkeypatch.setattr("groundswell.exchange.tasks.pack_space", lambda _s, _p: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        write_export.func(export.id)

    page = as_(ada).get("/s/meadow/export/").content.decode()
    assert "The export could not be written. Ask for it again." in page


def test_old_exports_go(ada, meadow, tmp_path, ask, as_):
    ask(as_(ada))
    export = Export.objects.get()
    Export.objects.update(asked_at=export.asked_at - timedelta(days=8))

    forget_exports()

    assert list(Export.objects.all()) == []
    assert list((tmp_path / "exports").iterdir()) == []


def test_settings_lead_there(ada, meadow, as_):
    assert 'href="/s/meadow/export/"' in as_(ada).get("/s/meadow/settings/").content.decode()
