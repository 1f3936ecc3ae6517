"""What an address asks for holds, or stops the start."""

import threading

import pytest
from django.core.exceptions import ImproperlyConfigured

from groundswell.config.outside import database_from, for_pages, kept_secret, mail_from

ENCRYPTION = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_USE_SSL")

EVERYWHERE = "-c lock_timeout=3s -c jit=off -c plan_cache_mode=force_generic_plan"


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("smtp+tls://me:secret@mail.example", ("mail.example", 587, True, None)),
        ("smtp+ssl://me:secret@mail.example", ("mail.example", 465, None, True)),
        ("smtp://me:secret@mail.example:2525/?tls=True", ("mail.example", 2525, True, None)),
        ("smtp://me:secret@mail.example/?ssl=1", ("mail.example", 465, None, True)),
        ("smtp://mail.example", ("mail.example", 25, None, None)),
        ("smtp://mail.example/?tls=false", ("mail.example", 25, None, None)),
    ],
)
def test_mail_is_encrypted_as_the_address_says(address, says):
    mail = mail_from(address)

    assert tuple(mail.get(name) for name in ENCRYPTION) == says
    assert mail["EMAIL_TIMEOUT"] == 10


@pytest.mark.parametrize(
    "address",
    [
        "smtp://mail.example/?starttls=true",
        "smtp://mail.example/?tls=perhaps",
        "smtp+tls://mail.example/?ssl=true",
        "pigeon://mail.example",
    ],
)
def test_mail_address_that_would_not_be_obeyed_stops_the_start(address):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        mail_from(address)


def test_postgresql_keeps_what_its_address_asks_for():
    database = database_from("postgresql://me@db.example/site?sslmode=require&application_name=gs")

    assert database["OPTIONS"] == {
        "sslmode": "require",
        "application_name": "gs",
        "options": EVERYWHERE,
        "prepare_threshold": 0,
    }


def test_only_pages_are_given_up_after_a_while():
    database = database_from("postgresql://me@db.example/site")
    pages = for_pages(database)

    assert database["OPTIONS"]["options"] == EVERYWHERE
    assert pages["OPTIONS"] == {
        "options": f"-c statement_timeout=10s {EVERYWHERE}",
        "prepare_threshold": 0,
    }


@pytest.mark.parametrize(("said", "kept_from"), [("none", None), ("5", 5)])
def test_address_says_when_postgresql_keeps_a_query(said, kept_from):
    database = database_from(f"postgresql://me@db.example/site?prepare_threshold={said}")

    assert database["OPTIONS"]["prepare_threshold"] == kept_from


def test_word_that_is_no_number_of_times_stops_the_start():
    with pytest.raises(ImproperlyConfigured, match="must be a number, or none"):
        database_from("postgresql://me@db.example/site?prepare_threshold=often")


@pytest.mark.filterwarnings("ignore:Engine not recognized")
def test_address_that_names_no_database_stops_the_start():
    with pytest.raises(ImproperlyConfigured, match="must begin with sqlite:// or postgresql://"):
        database_from("nonsense")


def test_pages_do_not_wait_for_a_writer_as_long_as_imports_do():
    database = database_from("sqlite:///site.sqlite3")

    assert database["OPTIONS"]["timeout"] == 60
    assert for_pages(database)["OPTIONS"]["timeout"] == 5


def test_threads_that_make_pages_share_what_sqlite_keeps():
    database = database_from("sqlite:///site.sqlite3")
    begin, pages = database["OPTIONS"]["init_command"], for_pages(database)["OPTIONS"]

    assert "soft_heap_limit" not in begin
    assert pages["init_command"] == f"{begin}PRAGMA soft_heap_limit=16000000;"


def test_key_is_made_once_by_whoever_comes_first(tmp_path):
    path, keys, start = tmp_path / "secret_key", [], threading.Barrier(8)

    def ask():
        start.wait()
        keys.append(kept_secret(path))

    askers = [threading.Thread(target=ask) for _ in range(8)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()

    assert keys == [path.read_text()] * 8
    assert (len(keys[0]), path.stat().st_mode & 0o777) == (67, 0o600)
    assert list(tmp_path.iterdir()) == [path]


def test_key_that_an_interrupted_start_left_empty_is_made_anew(tmp_path):
    path = tmp_path / "secret_key"
    path.touch()

    assert len(kept_secret(path)) == 67
    assert kept_secret(path) == path.read_text()
