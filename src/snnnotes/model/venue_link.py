"""Places on the web where the papers of one venue lie, and of no other."""

from __future__ import annotations

import re

_ADDRESS = re.compile(
    r"https?://(?:www\.)?(?P<host>[^/?#:]+)(?::\d+)?(?P<path>/[^?#]*)?", re.IGNORECASE
)

#: Hosts of a single venue.
_HOSTS = {
    "proceedings.neurips.cc": "NeurIPS",
    "papers.neurips.cc": "NeurIPS",
    "papers.nips.cc": "NeurIPS",
    "proceedings.iclr.cc": "ICLR",
    "proceedings.mlsys.org": "MLSys",
}

#: Volumes of the Proceedings of Machine Learning Research, https://proceedings.mlr.press: each is
#: one meeting's. Workshops and small meetings are left out.
_PMLR = {
    **dict.fromkeys(
        ("28", "32", "37", "48", "70", "80", "97", "119", "139", "162", "202", "235", "267"), "ICML"
    ),
    **dict.fromkeys(
        ("22", "31", "33", "38", "51", "54", "84", "89", "108", "130", "151", "206", "238"),
        "AISTATS",
    ),
    **dict.fromkeys(("78", "87", "100", "155", "164", "205", "229"), "CoRL"),
    **dict.fromkeys(("65", "75", "99", "125", "134", "178", "195"), "COLT"),
}
#: The Computer Vision Foundation's open access; journals of Nature by the number in the DOI.
_CVF = {"cvpr": "CVPR", "iccv": "ICCV", "wacv": "WACV", "accv": "ACCV", "eccv": "ECCV"}
_NATURE = {
    "s41586": "Nature",
    "s41467": "Nature Communications",
    "s41598": "Scientific Reports",
    "s42256": "Nature Machine Intelligence",
    "s41593": "Nature Neuroscience",
    "s41928": "Nature Electronics",
    "s41565": "Nature Nanotechnology",
    "s43588": "Nature Computational Science",
}
#: The volume's letter until 2019, and its name since 2020.
_ACL = {
    "p": "ACL",
    "d": "EMNLP",
    "n": "NAACL",
    "e": "EACL",
    "q": "TACL",
    "acl": "ACL",
    "emnlp": "EMNLP",
    "naacl": "NAACL",
    "eacl": "EACL",
    "coling": "COLING",
    "tacl": "TACL",
}
_FRONTIERS = {
    "fnins": "Frontiers in Neuroscience",
    "fncom": "Frontiers in Computational Neuroscience",
    "fnbot": "Frontiers in Neurorobotics",
}

#: Host, path, and what the group ``venue`` of the path stands for.
_PLACES = (
    ("openaccess.thecvf.com", r"/content[/_](?P<venue>[a-z]{4})w?_?\d{4}.*", _CVF),
    ("proceedings.mlr.press", r"/v(?P<venue>\d+)(?:/.*)?", _PMLR),
    ("aclanthology.org", r"/(?P<venue>[pdneq])\d\d-\d+.*", _ACL),
    ("aclanthology.org", r"/\d{4}\.(?P<venue>[a-z]+)-(?:main|long|short|1)\b.*", _ACL),
    ("ijcai.org", r"/(?P<venue>proceedings)/\d{4}/.*", {"proceedings": "IJCAI"}),
    ("ecva.net", r"/papers/(?P<venue>eccv)_\d{4}/.*", {"eccv": "ECCV"}),
    ("ojs.aaai.org", r"/index\.php/(?P<venue>aaai)/.*", {"aaai": "AAAI"}),
    ("aaai.org", r"/ojs/index\.php/(?P<venue>aaai)/.*", {"aaai": "AAAI"}),
    ("jmlr.org", r"/(?P<venue>papers)/v\d+/.*", {"papers": "JMLR"}),
    ("nature.com", r"/articles/(?P<venue>s\d{5})-.*", _NATURE),
    ("frontiersin.org", r"/.*10\.3389/(?P<venue>f[a-z]{4})\..*", _FRONTIERS),
    (
        "neurips.cc",
        r"/(?P<venue>virtual)/\d{4}/(?:poster|oral|spotlight)/.*",
        {"virtual": "NeurIPS"},
    ),
    ("icml.cc", r"/(?P<venue>virtual)/\d{4}/(?:poster|oral|spotlight)/.*", {"virtual": "ICML"}),
    ("iclr.cc", r"/(?P<venue>virtual)/\d{4}/(?:poster|oral|spotlight)/.*", {"virtual": "ICLR"}),
)


def venue_of_link(link: str) -> str | None:
    """The short name of the venue whose papers alone lie there; None if the address does not tell.

    >>> venue_of_link("https://openaccess.thecvf.com/content/ICCV2023/papers/Li.pdf")
    'ICCV'
    >>> venue_of_link("https://proceedings.mlr.press/v202/li23.html")
    'ICML'
    >>> venue_of_link("https://arxiv.org/abs/2307.01694") is None
    True
    """
    address = _ADDRESS.match(link)
    if address is None:
        return None
    host, path = address["host"].lower(), (address["path"] or "").lower()
    if host in _HOSTS:
        return _HOSTS[host]
    for known, pattern, venues in _PLACES:
        if host == known:
            place = re.fullmatch(pattern, path)
            if place and place["venue"] in venues:
                return venues[place["venue"]]
    return None
