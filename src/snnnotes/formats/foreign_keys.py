"""Facts from the keys of a block of metadata, whatever program wrote it."""

from __future__ import annotations

from collections.abc import Iterator

from snnnotes.formats.foreign_fact import Fact, Source
from snnnotes.formats.foreign_frontmatter import Carrier, ForeignFrontmatter
from snnnotes.formats.foreign_markdown import plain
from snnnotes.formats.foreign_reading import Said, facts_said, named_facts
from snnnotes.formats.foreign_title import heading_named
from snnnotes.formats.foreign_words import meaning_of
from snnnotes.model.note import Value

#: Keys of Jekyll, Hexo and Hugo: the block is of a post, whose author is not the paper's.
_POST_KEYS = frozenset({
    "catalog", "categories", "category", "comments", "cover", "draft", "header-img", "layout",
    "mathjax", "permalink", "toc", "top_img", "weight",
})  # fmt: skip
#: Keys of what Zotero exports: the date is that of the paper, not of the note.
_RECORD_KEYS = frozenset({"item-type", "itemtype", "item_type", "library-catalog", "entry-type"})
_CATEGORIES = ("categories", "category")
_MOST_VALUES = 5000


def facts_of_block(block: ForeignFrontmatter) -> list[Fact]:
    """What the keys tell about the paper and the note."""
    return [fact for key in block.fields for fact in _facts_of_key(block, key)]


def _facts_of_key(block: ForeignFrontmatter, key: str) -> list[Fact]:
    values = tuple(_texts(block.fields[key]))[:_MOST_VALUES]
    meaning = _meaning(block, key)
    if not meaning or not values:
        return []
    line = block.lines.get(key)
    if meaning == "title":
        return _title(block, values[0], line)
    found = facts_said(Said(meaning, key, values, Source.FRONTMATTER, line), {})
    if meaning == "authors" and _is_post(block):
        # "author: Sillyman" is who keeps the blog.
        return [fact for fact in found if len(fact.value) > 1]
    return found


def _meaning(block: ForeignFrontmatter, key: str) -> str | None:
    names = {name.casefold() for name in block.fields}
    meaning = meaning_of(key)
    if meaning == "date":
        return "published" if names & _RECORD_KEYS else "added"
    if key.casefold() in _CATEGORIES and not any(
        meaning_of(name) == "tags" and block.fields[name] not in ("", []) for name in block.fields
    ):
        return "tags"
    return meaning


def _is_post(block: ForeignFrontmatter) -> bool:
    is_blog = block.carrier in (Carrier.HEXO, Carrier.TOML)
    return is_blog or any(name.casefold() in _POST_KEYS for name in block.fields)


def _title(block: ForeignFrontmatter, text: str, line: int | None) -> list[Fact]:
    """The title as written; of a post or a page, without what it says of the note."""
    title = " ".join(text.split())
    is_page = block.carrier is Carrier.LOGSEQ
    named = heading_named(title.lstrip("@") if is_page and " " in title else title)
    found = named_facts(named, Source.FRONTMATTER, line) if named else []
    if is_page or _is_post(block):
        return found
    told = [fact for fact in found if fact.field != "title"]
    return [
        Fact("title", plain(title) if "[[" in title else title, Source.FRONTMATTER, line),
        *told,
    ]


def _texts(value: Value) -> Iterator[str]:
    """The texts in a value; of keys within, as in a list of authors, the names."""
    if isinstance(value, str):
        if value.strip() not in ("", "~", "null"):
            yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    else:
        parts = [value.get(name) for name in ("given", "family")]
        name = value.get("name") or " ".join(part for part in parts if isinstance(part, str))
        if isinstance(name, str) and name.strip():
            yield name
