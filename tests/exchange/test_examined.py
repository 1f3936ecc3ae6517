"""What the look at the set-up says about the address of a site."""

import pytest

from groundswell.exchange.examined import examine


@pytest.mark.parametrize(
    ("https", "host", "proxies", "level", "words"),
    [
        (False, "localhost", [], "ok", "safe"),
        (False, "talk.example", [], "warn", "in the clear"),
        (True, "talk.example", [], "warn", "No reverse proxy is trusted"),
        (True, "talk.example", ["10.0.0.1"], "ok", "safe"),
    ],
)
def test_address_is_judged(settings, db, https, host, proxies, level, words):
    settings.HTTPS, settings.SITE_HOST, settings.TRUSTED_PROXIES = https, host, proxies

    finding = next(found for found in examine() if found.name == "address")

    assert (finding.level, words in finding.says) == (level, True)
