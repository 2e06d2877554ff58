"""Requests of ours to other people's machines: to public addresses only, bounded in time and size.

A name is looked up once, every address that it has is looked at, and the connection goes to one of those:
what the name leads to a moment later does not count. Redirects are not followed.
"""

import ipaddress
import socket
import ssl
from urllib.parse import urlsplit

import urllib3
from django.conf import settings
from urllib3.exceptions import HTTPError

#: Seconds for the connection, and for each wait for the answer.
TIMEOUT = urllib3.Timeout(connect=5, read=10)
#: Networks through which private addresses can be reached from public ones (RFC 6052, 3056, 4380).
_LEADING_ELSEWHERE = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "2002::/16", "2001::/32")))


class Unreachable(Exception):
    """There was no answer. `str()` is a sentence without anything secret."""


def post(url, body, headers):
    """Send `body` (bytes) and return the status of the answer. Raises Unreachable.

    The answer's body is not read.
    """
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    if not secure and not settings.WEBHOOKS_PRIVATE:
        raise Unreachable("The address does not begin with https://.")
    try:
        host, port = parts.hostname, parts.port or (443 if secure else 80)
    except ValueError:
        host = None
    if not host or parts.username is not None:
        raise Unreachable("This is no address that anything can be sent to.")
    address = _address(host, port)
    options = {"timeout": TIMEOUT, "retries": False, "maxsize": 1}
    if secure:
        pool = urllib3.HTTPSConnectionPool(
            address,
            port,
            server_hostname=host,
            assert_hostname=host,
            ssl_context=ssl.create_default_context(),
            **options,
        )
    else:
        pool = urllib3.HTTPConnectionPool(address, port, **options)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        with pool:
            answer = pool.urlopen(
                "POST",
                target,
                body=body,
                headers={"Host": parts.netloc, "User-Agent": "sejong-cms", **headers},
                redirect=False,
                preload_content=False,
            )
            answer.close()
            return answer.status
    except (HTTPError, OSError, ValueError) as problem:
        raise Unreachable(f"There was no answer ({type(problem).__name__}).") from problem


def _address(host, port):
    """One of the addresses of `host`, all of which may be called."""
    try:
        # An address in the URL comes through here too.
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable("The name leads nowhere.") from None
    addresses = [row[4][0] for row in found]
    if not settings.WEBHOOKS_PRIVATE and not all(map(is_public, addresses)):
        raise Unreachable("The name leads to a private address.")
    return addresses[0]


def is_public(address):
    """Whether the Internet at large can have this address (a string)."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    if mapped is not None:
        ip = mapped
    if any(ip.version == network.version and ip in network for network in _LEADING_ELSEWHERE):
        return False
    return ip.is_global and not ip.is_multicast
