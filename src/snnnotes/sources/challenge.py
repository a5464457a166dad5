"""Pages that want to see a browser before they show what was asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

#: IEEE answers scripts with "I'm a teapot".
_TEAPOT: Final = 418

#: Each guard with what its page holds and no other page does: names in its markup, for words
#: may be quoted by a paper about them.
_GUARDS: Final = (
    ("Anubis", rb"/\.within\.website/|id=[\"']?anubis_challenge"),
    ("Cloudflare", rb"_cf_chl_opt|/cdn-cgi/challenge-platform/h/|id=[\"']?cf-challenge"),
    ("DataDome", rb"captcha-delivery\.com"),
    ("Imperva", rb"_Incapsula_Resource\?|Request unsuccessful\. Incapsula"),
    ("HUMAN", rb"px-captcha|_pxAppId\s*="),
    ("AWS", rb"awsWafCookieDomainList|gokuProps\s*="),
    ("DDoS-Guard", rb"/\.well-known/ddos-guard/"),
    ("Sucuri", rb"sucuri_cloudproxy_js"),
    ("Akamai", rb"/_sec/cp_challenge/|sec-if-cpt-container"),
    ("OpenReview", rb"ChallengeRequiredError"),
)
_PATTERN: Final = re.compile(b"|".join(b"(%b)" % pattern for _, pattern in _GUARDS), re.IGNORECASE)

#: Titles of such pages, in full; a paper's page has another.
_TITLE: Final = re.compile(
    rb"<title[^>]*>\s*(?:"
    rb"just a moment\W*|client challenge|attention required! \| cloudflare"
    rb"|making sure you(?:'|&#39;|&#x27;|\xe2\x80\x99)re not a bot!?"
    rb"|checking your browser[^<]*|verify(?:ing)? you are human\W*"
    rb"|human verification|are you a robot\??|robot check|security check(?:point)?|ddos-guard"
    rb"|access to this page has been denied\W*|pardon our interruption\W*|bot verification"
    rb"|verification required|unusual traffic[^<]*"
    + "|安全验证|人机验证|访问验证|百度安全验证|验证码[^<]*".encode()
    + rb")\s*</title>",
    re.IGNORECASE,
)

#: What publishers put on the page of a paper, and no guard on its own.
_PAPER: Final = re.compile(rb"<meta[^>]{1,80}citation_title", re.IGNORECASE)

_LOOKED_AT: Final = 65_536


def browser_check(status: int, headers: Mapping[str, str], body: bytes) -> str:
    """Whose check for browsers an answer is, such as Cloudflare; empty if it is none.

    It is known by what it says, whatever its status: some come as 200, as 403 or as 500.

    >>> browser_check(200, {}, b"<html><title>Client Challenge</title>")
    'a check for browsers'

    Args:
        status: The HTTP status.
        headers: By their names in lower case.
        body: Without its compression.
    """
    if headers.get("cf-mitigated") == "challenge":
        return "Cloudflare"
    if headers.get("x-amzn-waf-action") in ("challenge", "captcha"):
        return "AWS"
    start = body[:_LOOKED_AT]
    if _PAPER.search(start):
        return ""
    if found := _PATTERN.search(start):
        return _GUARDS[(found.lastindex or 1) - 1][0]
    return "a check for browsers" if status == _TEAPOT or _TITLE.search(start) else ""
