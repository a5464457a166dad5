import pytest

from snnnotes.sources.addresses import is_loopback, is_private, names_private_host


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "100.100.100.200", "0.0.0.0", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fec0::1", "fd12:3456::1",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_addresses_of_the_own_network_are_private(address: str) -> None:
    assert is_private(address, looked_up=False)
    assert is_private(address, looked_up=True)


@pytest.mark.parametrize(
    "address",
    [
        "151.101.3.42", "8.8.8.8", "172.15.0.1", "172.32.0.1", "192.167.1.1", "128.84.21.199",
        "100.63.0.1", "2a04:4e42::42", "::ffff:151.101.3.42", "64:ff9b::808:808", "2002:808:808::",
    ],
)  # fmt: skip
def test_addresses_of_the_world_are_not(address: str) -> None:
    assert not is_private(address, looked_up=False)
    assert not is_private(address, looked_up=True)


@pytest.mark.parametrize("address", ["198.18.0.12", "198.19.255.1", "fc00::a"])
def test_made_up_addresses_of_proxies_are_private_only_if_somebody_wrote_them(address: str) -> None:
    # Clash and sing-box answer every look-up so; without this nothing would work behind them.
    assert is_private(address, looked_up=False)
    assert not is_private(address, looked_up=True)


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "LOCALHOST", "localhost.", "x.localhost", "127.0.0.1", "127.1", "0x7f.1",
        "2130706433", "017700000001", "ｌｏｃａｌｈｏｓｔ", "127。0。0。1", "[::1]", "::1",
        "192.168.0.1", "198.18.0.1", "0",
    ],
)  # fmt: skip
def test_hosts_that_say_they_are_private(host: str) -> None:
    assert names_private_host(host)


@pytest.mark.parametrize("host", ["arxiv.org", "localhost.org", "8.8.8.8", "10.org", "神经.cn", ""])
def test_hosts_that_do_not(host: str) -> None:
    assert not names_private_host(host)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("127.0.0.9", True),
        ("[::1]", True),
        ("10.0.0.1", False),
        ("a.b", False),
    ],
)
def test_loopback_is_this_computer_only(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
