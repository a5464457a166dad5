"""One item of a paper list, read: its title, and the facts around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from snnnotes.formats.paper_list_link import LinkKind, kind_of_label
from snnnotes.formats.paper_list_names import Names, names
from snnnotes.formats.paper_list_prose import (
    SHORT_WORDS,
    YEAR_CHIP,
    clean_title,
    fact_of,
    segments,
    without_noise,
    without_publication,
)
from snnnotes.formats.paper_list_row import Draft
from snnnotes.formats.paper_list_text import BADGE, BREAK, LINK, STYLES, Marked, plain
from snnnotes.formats.paper_list_venue import YEAR, Published, is_known, published

_STYLED = "(?:\x03[^\x03\x04]*\x04|\x05[^\x05\x06]*\x06|\x0e[^\x0f]*\x0f|\x10[^\x11]*\x11)"
_BRACKETED = r"(?:\((?:[^()]|\([^()]*\))*\)|（[^（）]*）|\[[^\[\]]*\]|【[^【】]*】)"
_CHIP = re.compile(rf"(?P<bracketed>{_BRACKETED})|(?P<styled>{_STYLED})")
_LINK = re.compile(LINK)
_ONLY_LINKS = re.compile(rf"(?:[\s{STYLES}/|,;·]|{LINK})+")
_TITLE_LINK = re.compile(rf"[\s{STYLES}\"“《]*(?P<link>{LINK})[\s{STYLES}\"”》]*")
_NAMED_LINK = re.compile(rf"\s*[:：]\s*[{STYLES}]*(?P<link>{LINK})")
_QUOTED = re.compile(
    rf"[{STYLES}]*(?:\"(?P<straight>[^\"\n]+)\"|“(?P<curly>[^”\n]+)”|《(?P<chinese>[^》\n]+)》)"
)
_NAMED_QUOTE = re.compile(rf"[:：\s]*{_QUOTED.pattern}")
_LEADING_STYLED = re.compile("\x03(?P<bold>[^\x03\x04]+)\x04|\x05(?P<italic>[^\x05\x06]+)\x06")
_LEADING_DATE = re.compile(rf"(?P<date>{YEAR}[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?)(?:[,，:：\s]+|$)")
_LEADING_WORDS = re.compile(
    rf"(?P<words>[^|:：·\n\[\](){STYLES}\U000f0000-\U000ffffd]{{2,60}}?)"
    r"\s*(?:(?P<sign>[|:：·])|\s[–—-])\s+"
)
_STOP = re.compile(rf"[\s\[(【（/|,;·–—-]{{0,9}}(?:{LINK}|\n|\x10)|\s+[|·•]\s+")
_HINT = re.compile(r"(?P<word>[^\W\d_][\w ]{1,20})\s*[:：]\s*[\[(\x03\x05]*$")
#: Not *Brain Informatics*, 2021.
_ITALIC_FIRST = re.compile("[\\s,，.。]*\x05(?P<italic>[^\x05\x06]*)\x06(?![,，\\s]*\\d)")
_IN = re.compile(r"(?<=[.?!,。]) in$", re.IGNORECASE)
#: As Chinese journals cite, after GB/T 7714: Fang W, Yu Z, et al. Deep learning[J]. Nature, 2019.
_CITED = re.compile(
    r"(?P<authors>.+?[\w)])[.。]\s*(?P<title>.+?)\s*\[[A-Z]{1,2}(?:/OL)?\][\s.。/]*"
    rf"(?P<place>[^,，]*)[,，]?\s*(?P<year>{YEAR})?.*"
)
#: Fang W, Yu Z. "Deep learning", AAAI 2020; or a line of authors over a quoted title.
_AUTHORS_FIRST = re.compile(
    rf"(?P<names>[^\"“《\n{STYLES}\U000f0000-\U000ffffd]{{4,600}}?)[\s,.:，。：\n]*"
    rf"(?=[{STYLES}]*[\"“《]|\n\s*\x03[^\x03\x04]+[:：]?\x04[:：]?\s*[\"“《])"
)
_SENTENCE = re.compile(r"(?P<title>.*?[\w)\]”\"]{2}(?:[.。]|(?P<sign>[?？!]))),?\s+(?P<rest>\S.*)")
#: In characters, authors and venue included; what is longer is no title with these around it.
_LONGEST_TITLE = 1000


@dataclass(frozen=True, slots=True)
class _Chip:
    """A piece that is set apart and says where or when."""

    start: int
    end: int
    said: Published


@dataclass(slots=True)
class Reading:
    """One item's own text, read."""

    found: Marked
    draft: Draft
    title: str = ""
    #: Text that says nothing we know.
    leftover: list[str] = field(default_factory=list)

    def read(self) -> None:
        """Read title and facts."""
        text = self._after_lead(self.found.text)
        chips = list(_chips(text))
        self.title, end = self._title(text, chips)
        chosen = [chip for chip in chips if chip.start >= end]
        for chip in chosen:
            self.draft.add_published(chip.said)
        rest = text[end:]
        for chip in reversed(chosen):
            is_year = chip.said.venue is None and not chip.said.is_preprint
            rest = "".join(
                [
                    rest[: chip.start - end],
                    f" {YEAR_CHIP}\n" if is_year else BREAK,
                    rest[chip.end - end :],
                ]
            )
        self._read_links(rest)
        self._read_segments(re.sub(f"\x10[^\x11]*\x11|{LINK}", BREAK, rest))

    def _after_lead(self, text: str) -> str:
        """Text from the title on; what stands before it, such as `[2018 ICLR]`, is read."""
        while True:
            rest = without_noise(text)
            taken = self._lead(rest)
            if taken is None or not re.search(rf"[^\W\d_]|{LINK}", rest[taken:]):
                return rest
            text = rest[taken:]

    def _lead(self, text: str) -> int | None:
        """How much at the start is no title; None if the title begins there."""
        if date := _LEADING_DATE.match(text):
            self.draft.date_year = self.draft.date_year or int(date["date"][:4])
            return date.end()
        before = _AUTHORS_FIRST.match(text)
        authors = names(before["names"]) if before else None
        if before and authors:
            self.draft.add_authors(authors)
            return before.end()
        words = _LEADING_WORDS.match(text)
        if words and (place := published(words["words"])) and _can_lead(place, words["sign"]):
            self.draft.add_published(place)
            return words.end()
        link, chip = _LINK.match(text), _CHIP.match(text)
        piece = link[0] if link else chip[0] if chip else ""
        is_lead = self._is_lead_of_links if _LINK.search(piece) else self._is_lead_of_words
        return len(piece) if piece and is_lead(piece) else None

    def _is_lead_of_links(self, piece: str) -> bool:
        """Take links before the title; False if one of them is the title's."""
        links = [self.found.link(mark) for mark in _LINK.findall(piece)]
        is_lead = _ONLY_LINKS.fullmatch(piece.strip("[]()（）【】")) and all(
            kind_of_label(link.label) or published(link.label) or piece[0] in "[(（【"
            for link in links
        )
        for link in links if is_lead else ():
            self.draft.add_link(link, hint=LinkKind.PAPER)
        return bool(is_lead)

    def _is_lead_of_words(self, piece: str) -> bool:
        """Take where and when before the title; False if it is the title."""
        said = published(plain(piece))
        is_lead = said is not None and _is_lead(piece, said)
        if said is not None and is_lead:
            self.draft.add_published(said)
        return is_lead or piece[0] == BADGE

    def _title(self, text: str, chips: list[_Chip], start: int = 0) -> tuple[str, int]:
        """The title that begins at `start`, and where it ends in `text`."""
        linked = _TITLE_LINK.match(text, start)
        if linked:
            link = self.found.link(linked["link"])
            if kind_of_label(link.label) is None:
                self.draft.add_link(link, is_title=True)
                return self._continued(link.label, text, linked.end(), chips)
        quoted = _QUOTED.match(text, start)
        if quoted:
            return clean_title(quoted[quoted.lastgroup or 0]), quoted.end()
        styled = _LEADING_STYLED.match(text, start)
        if styled and not _LINK.search(styled[0]):
            behind = _NAMED_LINK.match(text, styled.end())
            if behind and kind_of_label(self.found.link(behind["link"]).label) is None:
                # **ToT**: [Tree of Thoughts](...), a method's name and the paper's title.
                return self._title(text, chips, behind.start("link"))
            named = _NAMED_QUOTE.match(text, styled.end())
            if named:  # **STCA:** "STCA: Spatio-temporal ..."
                return _with_name(plain(styled[0]), named), named.end()
            return self._continued(plain(styled[0]), text, styled.end(), chips)
        end = _region_end(text, start, chips)
        return self._plain_title(text[start:end]), end

    def _continued(self, title: str, text: str, start: int, chips: list[_Chip]) -> tuple[str, int]:
        """A title that goes on behind its link or bold words: `**MaskINT**: Video Editing ...`."""
        rest = text[start:]
        is_short = len(title.split()) <= SHORT_WORDS
        goes_on = is_short and (
            title.endswith((":", "：")) or rest.lstrip().startswith((":", "："))
        )
        if not goes_on or self.draft.code:  # a repository's name, and what it is
            return clean_title(title), start
        end = _region_end(text, start, chips)
        return clean_title(f"{title.rstrip(':： ')}: {self._plain_title(text[start:end])}"), end

    def _plain_title(self, region: str) -> str:
        """The title in text that nothing sets apart: `Title. Authors. Venue Year`."""
        whole = plain(region)
        cited = _CITED.fullmatch(whole) if "[" in whole and len(whole) < _LONGEST_TITLE else None
        if cited and (authors := names(cited["authors"])):
            self._add(authors)
            self._add(published(f"{cited['place']} {cited['year'] or ''}"))
            return clean_title(cited["title"])
        # "Escaping saddles. In *ICML 2018*" keeps its preposition where the venue was cut off.
        text, said = without_publication(_IN.sub("", whole))
        sentence = _SENTENCE.fullmatch(text) if len(text) < _LONGEST_TITLE else None
        facts = [fact_of(segment) for segment in segments(sentence["rest"])] if sentence else []
        if sentence and facts and all(facts):
            text = sentence["title"]
            for fact in facts:
                self._add(fact)
        if said is not None:
            self.draft.add_published(said)
        return clean_title(text)

    def _read_links(self, rest: str) -> None:
        for mark in _LINK.finditer(rest):
            before = _HINT.search(rest[max(0, mark.start() - 40) : mark.start()])
            hint = kind_of_label(before["word"]) if before else None
            self.draft.add_link(self.found.link(mark[0]), hint=hint)

    def _read_segments(self, rest: str) -> None:
        alone = _ITALIC_FIRST.match(rest)
        if alone and (found := names(plain(alone["italic"]), single=True)):
            self.draft.add_authors(found)
        for segment in segments(rest):
            before, _, last = segment.rpartition(",")
            # The label of the link that follows, as in "Xize Cheng et.al., Paper: [http://...".
            text, said = without_publication(before if kind_of_label(last) else segment)
            fact = fact_of(text, single=segment.endswith(YEAR_CHIP)) if text else None
            if said is not None:
                self.draft.add_published(said)
            if fact is not None:
                self._add(fact)
            elif text:
                self.leftover.append(text)

    def _add(self, fact: Names | Published | None) -> None:
        if isinstance(fact, Names):
            self.draft.add_authors(fact)
        elif fact is not None:
            self.draft.add_published(fact)


def _with_name(name: str, quoted: re.Match[str]) -> str:
    """A title in quotes with the name before it, unless it begins so itself."""
    title, bare = quoted[quoted.lastgroup or 0], name.strip(":： ")
    return clean_title(title if title.startswith(bare) else f"{bare}: {title}")


def _can_lead(said: Published, sign: str) -> bool:
    """Can plain words before a title be where and when, with this sign behind them?"""
    if said.venue is None:
        return said.is_preprint or (not said.is_date and sign == "|")
    return is_known(said.venue)


def _is_lead(piece: str, said: Published) -> bool:
    """Is a piece before the title about where and when, and not the title itself?"""
    if piece[0] in "\x03\x05" and said.venue is not None:
        return is_known(said.venue)
    return said.year is not None or said.venue is not None


def _chips(text: str) -> Iterator[_Chip]:
    """The pieces that say where or when; where a venue is among them, no others.

    In `The Integrate-and-Fire Model (1907) (**Brain Res. Bull. 1999**)` the first year is the
    title's.
    """
    found = [
        _Chip(match.start(), match.end(), said)
        for match in _CHIP.finditer(text)
        if match.start() > 0 and not _LINK.search(match[0])
        for said in [published(plain(match[0]))]
        if said is not None
    ]
    with_venue = [chip for chip in found if chip.said.venue or chip.said.is_preprint]
    yield from with_venue or found


def _region_end(text: str, start: int, chips: list[_Chip]) -> int:
    """Where the text of a title ends: at a link, a line's end, a venue, or the authors."""
    stop = _STOP.search(text, start)
    ends = [stop.start() if stop else len(text)]
    ends += [chip.start for chip in chips if chip.start >= start]
    for styled in _CHIP.finditer(text, start):
        single = text[: styled.start()].rstrip()[-1:] in (",", ".", "，", "。")
        if styled["styled"] and names(plain(styled[0]), single=single):
            ends.append(styled.start())
    return min(ends)
