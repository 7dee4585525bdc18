"""The formats by name, and which of them a file is in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from skill.errors import FeedError
from skill.feeds.item import Row
from skill.feeds.reading import Source, opened

Reader = Callable[[Source], Iterator[Row]]
FORMATS = ("google", "google-xml", "shopify", "schema", "acp")
_START = 1 << 16


def reader(format: str) -> Reader:
    """The function that reads a format; what it needs is imported only now."""
    if format == "google":
        from skill.feeds.google import read_google

        return read_google
    if format == "google-xml":
        from skill.feeds.google_xml import read_google_xml

        return read_google_xml
    if format == "shopify":
        from skill.feeds.shopify import read_shopify

        return read_shopify
    if format == "schema":
        from skill.feeds.schema_org import read_schema_org

        return read_schema_org
    from skill.feeds.acp import read_acp

    return read_acp


def detect(source: Source) -> str:
    """The format of a file, by how it begins; raises FeedError when it begins like none."""
    with opened(source) as file:
        start = file.read(_START)
    source.read = 0
    encoding = "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = start.decode(encoding, errors="replace").lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        return "google-xml"
    if text.startswith(("{", "[")):
        return "schema" if any(mark in text for mark in ('"@context"', '"@type"', '"@graph"')) else "acp"
    header = text.splitlines()[0] if text else ""
    if "\t" in header:
        return "google"
    if "handle" in header.casefold() and "," in header:
        return "shopify"
    known = ", ".join(FORMATS)
    raise FeedError(f"{source.path} begins like none of the formats {known}; name one with --format")
