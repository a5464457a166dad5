import pytest

from snnnotes.sources.challenge import browser_check

CLOUDFLARE = b"""<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title>
<meta name="robots" content="noindex,nofollow"></head><body><script>
window._cf_chl_opt = {cvId: '3', cZone: 'dl.acm.org'};
a.src = '/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1?ray=9';</script></body></html>"""
ANUBIS = b"""<!doctype html><html lang="en"><head><title>Making sure you&#39;re not a bot!</title>
<link rel="stylesheet" href="/.within.website/x/xess/xess.min.css?cachebuster=v1.18.0">
<script id="anubis_challenge" type="application/json">{"challenge":"851f"}</script>"""
SPRINGER = b"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Client Challenge</title>
</head><body><noscript>JavaScript is disabled in your browser.</noscript></body></html>"""
DATADOME = b"""<html><head><title>sciencedirect.com</title></head><body>
<script>var dd={'host':'geo.captcha-delivery.com'}</script></body></html>"""
IMPERVA = b"""<html><head><META NAME="robots" CONTENT="noindex,nofollow">
<script src="/_Incapsula_Resource?SWJIYLWA=5074a744"></script></head></html>"""
OPENREVIEW = b'{"name":"ChallengeRequiredError","message":"Please verify","status":403}'
PLAIN_WORDS = b"<html><head><title>%b</title></head><body>Please wait</body></html>"


@pytest.mark.parametrize(
    ("status", "body", "guard"),
    [
        pytest.param(403, CLOUDFLARE, "Cloudflare", id="Cloudflare as 403"),
        pytest.param(503, CLOUDFLARE, "Cloudflare", id="Cloudflare as 503"),
        pytest.param(200, ANUBIS, "Anubis", id="Anubis as 200"),
        pytest.param(500, ANUBIS, "Anubis", id="Anubis as 500"),
        pytest.param(200, SPRINGER, "a check for browsers", id="Springer as 200"),
        pytest.param(403, DATADOME, "DataDome", id="DataDome"),
        pytest.param(200, IMPERVA, "Imperva", id="Imperva"),
        pytest.param(403, OPENREVIEW, "OpenReview", id="OpenReview's own, in JSON"),
        pytest.param(418, b"<html><head><title>Request Rejected</title>", "a check for browsers",
                     id="IEEE's teapot"),
        pytest.param(418, b"", "a check for browsers", id="an empty teapot"),
    ],
)  # fmt: skip
def test_checks_are_known_by_what_they_say(status: int, body: bytes, guard: str) -> None:
    assert browser_check(status, {}, body) == guard


@pytest.mark.parametrize(
    "title",
    [
        "Just a moment...", "Just a moment…", "Client Challenge", "Robot Check", "安全验证",
        "Attention Required! | Cloudflare", "Making sure you're not a bot!", " DDoS-Guard ",
        "Making sure you’re not a bot!", "Pardon Our Interruption", "Verifying you are human...",
        "Checking your browser before accessing dblp.org", "人机验证",
    ],
)  # fmt: skip
def test_checks_are_known_by_their_title(title: str) -> None:
    assert browser_check(200, {}, PLAIN_WORDS % title.encode()) == "a check for browsers"


@pytest.mark.parametrize(
    ("headers", "guard"),
    [
        ({"cf-mitigated": "challenge"}, "Cloudflare"),
        ({"x-amzn-waf-action": "challenge"}, "AWS"),
        ({"x-amzn-waf-action": "captcha"}, "AWS"),
        ({"server": "cloudflare", "cf-ray": "9a-FRA"}, ""),
        ({}, ""),
    ],
)
def test_checks_are_known_by_their_headers(headers: dict[str, str], guard: str) -> None:
    assert browser_check(403, headers, b"<html><title>Forbidden</title>") == guard


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(PLAIN_WORDS % b"Just a moment: attention in spiking networks", id="title"),
        pytest.param(PLAIN_WORDS % b"Robot check-ups with spiking networks", id="begins like one"),
        pytest.param(
            b'<html><head><title>Client Challenge</title><meta name="citation_title" content="x">',
            id="a paper called so",
        ),
        pytest.param(
            b'<html><head><meta name="citation_title" content="On bots"></head><body>'
            b'<script src="/cdn-cgi/challenge-platform/h/g/scripts/jsd/main.js"></script>',
            id="a paper behind Cloudflare",
        ),
        pytest.param(
            b"<html><title>Bots</title>We compare Anubis, Cloudflare and DataDome", id="text"
        ),
        pytest.param(b'{"title": "Just a moment..."}', id="JSON"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"%PDF-1.7 \xff\xfe", id="PDF"),
    ],
)
def test_other_answers_are_none(body: bytes) -> None:
    assert browser_check(200, {}, body) == ""


def test_a_plain_error_is_none() -> None:
    assert browser_check(403, {}, b"<html><title>403 Forbidden</title></html>") == ""
    assert browser_check(500, {}, b"Internal Server Error") == ""


def test_a_long_page_is_looked_through_in_no_time() -> None:
    assert browser_check(200, {}, b"<html><meta " + b"a" * 5_000_000) == ""
