"""Where an address lies, as far as tax and delivery ask: country, state, postcode."""

from __future__ import annotations

import re
from dataclasses import dataclass

_COUNTRY = re.compile(r"[A-Z]{2}")
# The end of an American, Canadian or Australian address: "IL 62704", "ON K1A 0B1".
_STATE_AND_CODE = re.compile(r"(?:.*\s)?([A-Z]{2,3})\s+([A-Z0-9][A-Z0-9 -]*\d[A-Z0-9 -]*)")
_CODE = re.compile(r"(?:.*\s)?([A-Z]{1,2}\d[A-Z0-9]?\s?\d[A-Z]{2}|\d{4,5}(?:-\d{3,4})?)(?:\s.*)?")
_STATE = re.compile(r"[A-Z]{2,3}")


@dataclass(frozen=True, slots=True)
class Region:
    """A country (ISO 3166 code), its state, a postcode or the beginning of one; empty is all of them."""

    country: str = ""
    state: str = ""
    postcode: str = ""

    def covers(self, place: Region) -> bool:
        """Whether a place lies in this region; of the postcode the beginning counts."""
        return (
            self.country in ("", place.country)
            and self.state in ("", place.state)
            and place.postcode.replace(" ", "").startswith(self.postcode.replace(" ", ""))
        )

    @property
    def narrowness(self) -> tuple[int, int, int]:
        """The narrower of two regions is the larger one here."""
        return len(self.postcode), len(self.state), len(self.country)


def read_region(address: str, home: Region) -> Region:
    """Where an address lies, by its end: "..., Springfield, IL 62704, US".

    What the address does not say is taken to be as at the shop's home, as neighbours leave it out.
    """
    parts = [part.strip().upper() for part in address.split(",") if part.strip()]
    country = home.country
    if len(parts) > 1 and _COUNTRY.fullmatch(parts[-1]) and not _is_state_of_home(parts, home):
        country = parts.pop()
    state, postcode = _state_and_code(parts[1:]) if len(parts) > 1 else ("", "")
    if country != home.country or state:
        return Region(country, state, postcode)
    return Region(country, home.state, postcode or home.postcode)


def _is_state_of_home(parts: list[str], home: Region) -> bool:
    """Two letters at the end are a state where the shop's country writes states (CA is not Canada there).

    Unless a postcode stands before: "10115 Berlin, DE" is not in Delaware.
    """
    if len(parts) > 2 and _CODE.fullmatch(parts[-2]):
        return False
    return home.country in ("US", "AU") and parts[-1] != home.country and parts[-1] in _STATES


def _state_and_code(parts: list[str]) -> tuple[str, str]:
    for part in reversed(parts):
        if match := _STATE_AND_CODE.fullmatch(part):
            return match.group(1), match.group(2).strip()
        if match := _CODE.fullmatch(part):
            return "", match.group(1)
        if _STATE.fullmatch(part) and part in _STATES:
            return part, ""
    return "", ""


_STATES = frozenset(
    re.findall(
        r"\w+",
        """
    AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND
    OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR ACT NSW NT QLD SA TAS VIC
""",
    )
)
