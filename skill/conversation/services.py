"""What people ask of a shop beside its goods: answered plainly, also where the answer is no."""

from __future__ import annotations

from skill.commerce.asking import read_thing, understood
from skill.commerce.find import is_name
from skill.commerce.matching import Nearest
from skill.conversation.carrying_on import aside
from skill.conversation.finding import look_for
from skill.conversation.orders import contact
from skill.conversation.talk import Talk
from skill.conversation.turn import Reply

OF_THE_SHOP = frozenset({"minimum-order", "allergies"})
"""What no person need be asked about."""
DONE_WITH_AN_ORDER = frozenset(
    {"gift-wrapping", "gift-message", "tip", "receipt", "price-match", "minimum-order", "allergies"}
)
"""No goods, unless something is called just so: "can I add a note" asks for no sticky notes."""


def shop_question(talk: Talk) -> Reply:
    """ShopQuestionIntent: "can you wrap it as a gift"; what is no service, or is sold here, is looked for.

    "Do you have a hammer" comes as this intent too, with a topic that nobody has listed.
    """
    words, ids = talk.slot("topic").value or "", talk.slot("topic").ids
    topic = ids[0] if ids else "other"
    if words and not ids[1:] and (not ids or _is_sold(talk, words, topic)):
        return look_for(talk, words)
    told = talk.say("about-shop", topic=topic)
    return aside(talk, told) if topic in OF_THE_SHOP else aside(talk, told, contact(talk))


def _is_sold(talk: Talk, words: str, topic: str) -> bool:
    if topic in DONE_WITH_AN_ORDER:
        return is_name(words, talk.uow, talk.lexicon)
    found = understood(talk.uow, read_thing(words, talk.uow, talk.lexicon), talk.lexicon)
    return not isinstance(found.meant, Nearest)
