"""All checks of one interaction model, in the order in which a reader wants to hear of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from local_voice.checking.dialogs import check_dialogs
from local_voice.checking.document import Document, read_document
from local_voice.checking.finding import Finding, warning
from local_voice.checking.names import check_invocation, check_names
from local_voice.checking.reaching import check_reaching
from local_voice.checking.samples import check_samples
from local_voice.checking.types import check_types

NOT_TO_COMPILE = frozenset({"sample-unknown-slot", "sample-braces", "type-empty", "sample-empty"})
"""With these there is no telling what a sample would reach."""


def check_model(
    raw: Mapping[str, Any], locale: str = "en-US", *, reaching: bool = True, trained: bytes = b""
) -> list[Finding]:
    """What is wrong with a model in Amazon's format; `reaching` says each of its samples.

    `trained`: the weights of a second opinion with which the model is used.

    VoiceError when it is no model at all.
    """
    document = read_document(raw)
    found = [
        *check_invocation(document, locale),
        *check_names(document),
        *check_samples(document),
        *check_types(document),
        *check_dialogs(document),
    ]
    if reaching and document.intents and not NOT_TO_COMPILE & {one.code for one in found}:
        found += _check_what_is_understood(document, raw, locale, trained)
    return found


def _check_what_is_understood(
    document: Document, raw: Mapping[str, Any], locale: str, trained: bytes
) -> Iterator[Finding]:
    from local_voice.understanding import compile_model
    from local_voice.understanding.language import available, load_language

    if locale.partition("-")[0] not in available():
        what = f"samples in {locale} are not understood here, so that nothing said them"
        place = f"{document.root}/languageModel"
        yield warning("language-unknown", place, what, f"known are {', '.join(available())}")
        return
    understanding = compile_model(raw, locale=locale, trained=trained)
    yield from check_reaching(document, understanding, load_language(locale))
