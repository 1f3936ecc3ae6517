"""Light or dark: the account's choice, else what was pressed on this device."""

import pytest


@pytest.mark.parametrize(
    ("settled", "pressed", "painted"),
    [
        (None, "dark", "dark"),
        (None, "", ""),
        (None, '"><b>', ""),
        ("", "light", "light"),
        ("dark", "light", "dark"),
    ],
)
def test_page_is_painted_as_chosen(as_, ada, settled, pressed, painted):
    if settled is not None:
        ada.account.theme = settled
        ada.account.save()
    client = as_(None if settled is None else ada)
    client.cookies["theme"] = pressed

    page = client.get("/about/").content.decode()

    assert ('data-theme="' in page) == bool(painted)
    assert f'data-theme="{painted}"' in page or not painted
