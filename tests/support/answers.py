"""Answers in the shapes of the services, written for these tests, and a client that gives them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from snnnotes.errors import SourceError, SourceStatusError
from snnnotes.sources.http import Answer, Kind

#: What a service answers: a text, a status that is an error with its text, or no answer at all.
Reply = str | tuple[int, str] | SourceError


class Scripted:
    """Stands in for `Client`: knows answers by the beginning of a URL, and what was asked."""

    contact = "me@example.org"

    def __init__(self, answers: Mapping[str, Reply | object]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def get(self, url: str, *, expect: Kind = Kind.TEXT, **_: object) -> Answer:
        self.asked.append(url)
        reply = next(
            (answer for start, answer in self.answers.items() if url.startswith(start)),
            (404, "nothing"),
        )
        if isinstance(reply, SourceError):
            raise reply
        if isinstance(reply, tuple):
            raise SourceStatusError("example.org", "says no", reply[0], text=reply[1])
        text = reply if isinstance(reply, str) else json.dumps(reply)
        return Answer(url, 200, text, "", from_cache=False, body=text.encode())


ENTRY = """
  <entry>
    <id>http://arxiv.org/abs/2307.01694v2</id>
    <title>Spike-driven
  Transformer with $O(ND)$ \\&amp; {SNN}s</title>
    <updated>2023-10-01T00:00:00Z</updated>
    <summary>  A model. Code: https://github.com/BICLab/Spike-Driven-Transformer. </summary>
    <published>2023-07-04T13:00:00Z</published>
    {more}
    <author><name>Man Yao</name></author>
    <author><name>ALICE Collaboration</name></author>
  </entry>"""
#: Since autumn 2025: namespaces at the root, an unknown identifier gives no entry.
NEW_FEED = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"
 xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/x</id><title>arXiv Query</title>
  <opensearch:totalResults>{count}</opensearch:totalResults>{entries}
</feed>"""


def arxiv_feed(*entries: str) -> str:
    return NEW_FEED.format(count=len(entries), entries="".join(entries))


def arxiv_entry(more: str = "") -> str:
    return ENTRY.format(more=more, SNN="{SNN}")


#: Before: namespaces on each element, hard-wrapped titles.
OLD_FEED = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title type="html">ArXiv Query: id_list=1706.03762</title>
  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">1</opensearch:totalResults>
  <entry>
    <id>http://arxiv.org/abs/1706.03762v7</id>
    <published>2017-06-12T17:57:34Z</published>
    <title>Attention Is All
  You Need</title>
    <summary>  The dominant models </summary>
    <author><name>Ashish Vaswani</name>
      <arxiv:affiliation {arxiv}>Google</arxiv:affiliation></author>
    <arxiv:comment {arxiv}>15 pages, 5 figures</arxiv:comment>
    <arxiv:journal_ref {arxiv}>Advances in Neural Information Processing
      Systems 30 (2017)</arxiv:journal_ref>
    <arxiv:doi {arxiv}>10.5555/ABC</arxiv:doi>
  </entry>
</feed>""".replace("{arxiv}", 'xmlns:arxiv="http://arxiv.org/schemas/atom"')
ERROR_ENTRY = """
  <entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_abc</id><title>Error</title>
  <summary>incorrect id format for abc</summary>
  <author><name>arXiv api core</name></author></entry>"""

CROSSREF_WORK: dict[str, object] = {
    "DOI": "10.1109/ICCV48922.2021.00266",
    "type": "proceedings-article",
    "title": ["Incorporating Learnable Membrane Time Constant"],
    "subtitle": ["to Enhance &lt;i&gt;Learning&lt;/i&gt;"],
    "author": [
        {"given": "Wei", "family": "Fang", "sequence": "first"},
        {"name": "PengCheng Laboratory"},
        {"family": "李国齐"},
    ],
    "container-title": ["2021 IEEE/CVF International Conference on Computer Vision (ICCV)"],
    "event": {"name": "2021 IEEE/CVF International Conference", "acronym": ["ICCV"]},
    "published-print": {"date-parts": [[2021, 10]]},
    "created": {"date-parts": [[2022, 2, 28]]},
    "abstract": "<jats:p>Spiking &amp; more</jats:p>",
}
DATACITE: dict[str, object] = {
    "data": {
        "id": "10.48550/arxiv.2307.01694",
        "attributes": {
            "doi": "10.48550/arxiv.2307.01694",
            "creators": [
                {
                    "name": "Yao, Man",
                    "nameType": "Personal",
                    "givenName": "Man",
                    "familyName": "Yao",
                },
                {"name": "ALICE Collaboration", "nameType": "Organizational"},
                {"name": "Hu, Jiakui"},
            ],
            "titles": [{"title": "Spike-driven Transformer"}],
            "publisher": "arXiv",
            "publicationYear": 2023,
            "dates": [
                {"date": "2023-07-04T13:00:00Z", "dateType": "Submitted", "dateInformation": "v1"},
                {"date": "2024-01-01T13:00:00Z", "dateType": "Submitted", "dateInformation": "v2"},
            ],
            "types": {"resourceTypeGeneral": "Preprint"},
            "relatedIdentifiers": [
                {"relationType": "IsVersionOf", "relatedIdentifier": "10.1234/Published"}
            ],
            "descriptions": [
                {"description": "16 pages", "descriptionType": "Other"},
                {"description": "A model", "descriptionType": "Abstract"},
            ],
            "url": "https://arxiv.org/abs/2307.01694",
        },
    }
}
SEMANTIC_SCHOLAR: dict[str, object] = {
    "paperId": "x",
    "externalIds": {"ArXiv": "2307.01694", "DBLP": "conf/nips/Yao", "CorpusId": 1},
    "publicationVenue": {"name": "Neural Information Processing Systems"},
    "venue": "Neural Information Processing Systems",
    "title": "Spike-driven Transformer",
    "abstract": None,
    "year": 2023,
    "authors": [{"name": "Man Yao"}, {"name": "J. Hu"}],
    "journal": None,
}


def openreview_note(*, wrapped: bool, **content: object) -> dict[str, object]:
    fields: dict[str, object] = {
        "title": "SparseProp",
        "authors": ["Rainer Engelken"],
        "abstract": "Fast. https://github.com/RainerEngelken/SparseProp",
        "venue": "NeurIPS 2023 poster",
        "venueid": "NeurIPS.cc/2023/Conference",
        "pdf": "/pdf/x.pdf",
    } | content
    if wrapped:
        fields = {name: {"value": value} for name, value in fields.items()}
    return {"id": "yzZbwQPkmP", "forum": "yzZbwQPkmP", "cdate": 1683849600000, "content": fields}
