"""Which product the words mean: names first, doubt is never hidden."""

from skill.commerce.find import among
from skill.commerce.lexicon import lexicon
from skill.commerce.matching import Nearest, One, Several, decide, distinctions
from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.money import Money

EN = lexicon("en-US")


def product(spoken, *synonyms, on_hand=None):
    return Variant(spoken, spoken, spoken.title(), spoken, Money(100, "USD"), synonyms, on_hand=on_hand)


WHOLE, SKIMMED = product("whole milk", "milk"), product("skimmed milk", "milk")
OAT, CHOCOLATE = product("oat milk", "milk"), product("milk chocolate bar")
SHOP = (WHOLE, SKIMMED, OAT, CHOCOLATE, product("banana"), product("banana muffin"), product("gummy bears"))


def test_a_full_name_means_that_product():
    assert decide("oat milk", SHOP) == One(OAT)


def test_a_plural_is_the_same_name():
    assert decide("bananas", SHOP) == One(SHOP[4])


def test_a_name_that_several_have_means_all_of_them_and_nothing_else():
    assert decide("milk", SHOP) == Several((WHOLE, SKIMMED, OAT))


def test_the_noun_at_the_end_tells_what_it_is():
    plain = product("green tea"), product("tea towel")
    assert decide("tea", plain) == One(plain[0])


def test_a_letter_wrong_is_still_understood():
    assert decide("bananna muffin", SHOP) == One(SHOP[5])


def test_what_only_sounds_alike_is_offered_and_not_taken():
    assert decide("beer", SHOP) == Nearest((SHOP[6],))


def test_an_unknown_name_finds_nothing():
    assert decide("dragonfruit", SHOP) == Nearest(())


def test_what_is_sold_out_is_named_last():
    gone = product("almond milk", "milk", on_hand=0)
    meant = decide("milk", (gone, WHOLE))
    assert meant == Several((WHOLE, gone))


def test_kinds_are_told_apart_by_what_differs():
    assert distinctions((WHOLE, SKIMMED, OAT)) == ("whole", "skimmed", "oat")
    packs = product("four pack of toilet paper"), product("twelve pack of toilet paper")
    assert distinctions(packs) == ("four pack", "twelve pack")
    assert distinctions((product("latte"), product("iced latte"))) == ("latte", "iced latte")


def test_one_word_is_enough_among_few():
    assert among("the oat one", (WHOLE, SKIMMED, OAT), EN) == OAT
    assert among("skimmed", (WHOLE, SKIMMED, OAT), EN) == SKIMMED


def test_other_goods_are_no_answer_to_a_choice():
    assert among("coconut milk", (WHOLE, SKIMMED, OAT), EN) is None
    assert among("bananas", (WHOLE, OAT), EN) is None
