import pytest

from groundswell.core.addresses import is_loopback, is_reachable, parsed

PUBLIC = [
    *("1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0"),
    *("126.255.255.255", "128.0.0.0", "169.253.255.255", "172.15.255.255", "172.32.0.0"),
    *("192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255"),
    *("2001:200::1", "2001:4860:4860::8888", "2606:4700:4700::1111", "2a00::1", "2620:4f:8001::"),
]
DENIED = [
    *("0.0.0.0", "0.1.2.3", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255"),  # noqa: S104 - refused here, not bound
    *("127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255"),
    *("192.0.0.8", "192.0.2.1", "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.1.1"),
    *("192.175.48.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9"),
    *("224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "::ffff:8.8.8.8", "::ffff:127.0.0.1", "::8.8.8.8", "64:ff9b::808:808"),
    *("64:ff9b:1::1", "100::1", "2001::1", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1"),
    *("2002:7f00:1::", "2620:4f:8000::1", "3ffe::1", "3fff::1", "4000::1", "5f00::1", "fc00::1"),
    *("fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1"),
]


@pytest.mark.parametrize("text", PUBLIC)
def test_public_address_is_reachable(text):
    assert is_reachable(parsed(text)) is True


@pytest.mark.parametrize("text", DENIED)
def test_every_other_address_is_not(text):
    assert is_reachable(parsed(text)) is False


def test_parsed_reads_only_written_addresses():
    assert [str(parsed(text)) for text in ("[::1]", "127.0.0.1", "fe80::1%lo", "a.example")] == [
        "::1",
        "127.0.0.1",
        "fe80::1",
        "None",
    ]
    assert [parsed(text) for text in ("", "0x7f.1", "2130706433", "127.1", "010.0.0.1")] == [
        None
    ] * 5


@pytest.mark.parametrize(
    ("text", "expected"), [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("::", False)]
)
def test_is_loopback(text, expected):
    assert is_loopback(parsed(text)) is expected
