"""The sums of a quote hold for any cart, promotions, coupon, tax and delivery, in any currency."""

from datetime import UTC, datetime, time
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from test_promotions import percents, scopes, several

from skill.commerce.rules.arranging import SlotGone, TooSoon, arrange, slot_name
from skill.commerce.rules.cart import Cart, Line
from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.coupon import Coupon
from skill.commerce.rules.delivery import Method, Store, Wish, nearest
from skill.commerce.rules.goods import Goods, Scope
from skill.commerce.rules.money import Money, ratio
from skill.commerce.rules.quote import SavingChanged, sums_changed
from skill.commerce.rules.quoting import Buyer, Setting, make_quote
from skill.commerce.rules.region import Region, read_region
from skill.commerce.rules.shop import ShopRules, Terms
from skill.commerce.rules.slots import Hours, Slots
from skill.commerce.rules.tax import Rate, Taxes, goods_percent, reckon

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday
SKUS = "abcdef"

currencies = st.sampled_from(["USD", "JPY", "KWD"])
prices = st.fixed_dictionaries({sku: st.integers(0, 5000) for sku in SKUS})
carts = st.dictionaries(st.sampled_from(SKUS), st.integers(1, 12), min_size=1).map(
    lambda lines: Cart("ann", tuple(Line(sku, quantity) for sku, quantity in lines.items()))
)
taxes = st.builds(
    Taxes,
    st.lists(st.builds(Rate, percents, scope=scopes, on_delivery=st.booleans()), max_size=3).map(tuple),
    st.booleans(),
)
methods = st.builds(
    Method, st.just("m"), st.just("by mail"), st.integers(0, 900), st.none() | st.integers(0, 9000)
)


def variants_of(prices, currency):
    departments = ("fruit", "bakery", "dairy")
    return {
        sku: Variant(sku, sku, sku, sku, Money(minor, currency), department=departments[at % 3])
        for at, (sku, minor) in enumerate(prices.items())
    }


def quoted(cart, prices, rules, currency="USD", coupons=None, address="1 Mill Lane"):
    setting = Setting(Buyer("ann", address, "invoice"), Terms(currency), NOW, rules, coupons or {})
    return make_quote("q", cart, variants_of(prices, currency), setting)


@given(carts, prices, several, taxes, methods, currencies)
def test_lines_delivery_and_tax_add_up_to_the_total(cart, prices, promotions, taxes, method, currency):
    quote = quoted(cart, prices, ShopRules(promotions, taxes, (method,)), currency).quote
    assert all(0 <= line.discount_minor <= line.gross.minor and line.tax_minor >= 0 for line in quote.lines)
    delivery_tax = quote.tax.minor - sum(line.tax_minor for line in quote.lines)
    assert delivery_tax >= 0
    lines = sum(line.gross.minor - line.discount_minor for line in quote.lines)
    on_top = 0 if taxes.included else quote.tax.minor
    assert quote.total == Money(lines + quote.delivery.minor + on_top, currency)
    off_goods = sum(line.discount_minor for line in quote.lines)
    freed = sum(saving.minor for saving in quote.agreed.savings) - off_goods
    assert freed in (0, method.price_for(sum(line.gross.minor for line in quote.lines)))


@given(carts, prices, several, several, methods)
def test_more_promotions_never_raise_the_total(cart, prices, some, others, method):
    more = {one.id: one for one in (*others, *some)}
    before = quoted(cart, prices, ShopRules(some, None, (method,))).quote
    after = quoted(cart, prices, ShopRules(tuple(more.values()), None, (method,))).quote
    assert after.total.minor <= before.total.minor


@given(st.lists(st.tuples(st.integers(0, 10**6), percents), max_size=8), st.booleans())
def test_tax_agrees_with_exact_fractions_within_the_rounding_rule(lines, included):
    amounts, rates = [amount for amount, _ in lines], [percent for _, percent in lines]
    tax = reckon(amounts, rates, included)
    exact = []
    for amount, percent in lines:
        part, whole = ratio(percent)
        exact.append(Fraction(amount * part, whole + part if included else whole))
    assert all(abs(ours - true) < 1 for ours, true in zip(tax, exact, strict=True))
    for rate in set(rates):
        ours = sum(one for one, percent in zip(tax, rates, strict=True) if percent == rate)
        true = sum(one for one, percent in zip(exact, rates, strict=True) if percent == rate)
        assert -Fraction(1, 2) < ours - true <= Fraction(1, 2)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6), percents)
def test_tax_taken_out_of_prices_is_the_tax_on_what_is_left(amounts, percent):
    inside = sum(reckon(amounts, [percent] * len(amounts), included=True))
    on_top = reckon([sum(amounts) - inside], [percent], included=False)[0]
    assert abs(on_top - inside) <= 1


def test_a_coupon_counts_once_its_code_is_on_the_cart():
    from skill.commerce.rules.offers import PercentOff
    from skill.commerce.rules.promotion import Promotion

    ten = Promotion("ten", "10 percent off", PercentOff(Decimal(10)), by_coupon=True)
    rules, cart = ShopRules((ten,)), Cart("ann", (Line("a", 2),), codes=("save10",))
    without = quoted(cart, {"a": 500}, rules).quote
    made = quoted(cart, {"a": 500}, rules, coupons={"save10": Coupon("save10", "SAVE10", "ten")})
    assert (without.total.minor, made.quote.total.minor) == (1000, 900)
    assert (made.quote.agreed.coupons, [use.name for use in made.quote.agreed.uses]) == (
        ("SAVE10",),
        ["coupon:save10"],
    )
    assert sums_changed(made.quote, without) == (
        SavingChanged("10 percent off", Money(100, "USD"), Money(0, "USD")),
    )


def test_the_narrowest_region_and_then_the_narrowest_goods_set_the_rate():
    food = Scope(departments=frozenset({"fruit"}))
    table = Taxes(
        (
            Rate(Decimal(5), Region("US")),
            Rate(Decimal(7), Region("US", "IL")),
            Rate(Decimal(1), Region("US", "IL"), food),
            Rate(Decimal(9), Region("US", "IL", "606")),
        )
    )
    fruit, soap = Goods("a", "a", "Fruit", 100, 1), Goods("b", "b", "Household", 100, 1)
    springfield, chicago, reno = Region("US", "IL", "62704"), Region("US", "IL", "60601"), Region("US", "NV")
    assert [goods_percent(table, soap, place, NOW) for place in (springfield, chicago, reno)] == [7, 9, 5]
    assert goods_percent(table, fruit, springfield, NOW) == 1
    assert goods_percent(table, fruit, Region("DE"), NOW) == 0


def test_an_address_is_read_from_its_end_and_what_neighbours_leave_out_is_home():
    home = Region("US", "IL", "62704")
    assert read_region("12 Mill Lane, Springfield", home) == home
    assert read_region("12 Mill Lane, Reno, NV 89501", home) == Region("US", "NV", "89501")
    assert read_region("12 Mill Lane, Reno, NV 89501, US", home) == Region("US", "NV", "89501")
    assert read_region("Hauptstr. 5, 10115 Berlin, DE", home) == Region("DE", "", "10115")
    assert read_region("1 High Street, London SW1A 1AA, GB", home) == Region("GB", "", "SW1A 1AA")
    assert read_region("", home) == home


def test_delivery_arrives_after_its_lead_on_a_day_when_it_is_brought():
    by_mail = Method("m", "by mail", lead_days=1, cut_off=time(14), days=frozenset(range(5)))
    friday = datetime(2026, 3, 6, 13, tzinfo=UTC)
    assert by_mail.arrives(NOW).isoformat() == "2026-03-03"
    assert by_mail.arrives(NOW.replace(hour=14)).isoformat() == "2026-03-04"
    assert by_mail.arrives(friday).isoformat() == "2026-03-09"


def test_a_slot_that_is_full_gives_way_to_the_next_and_a_day_too_soon_to_the_soonest():
    slots = Slots(Hours({0: (time(9), time(12))}), 60, 1, 0)
    store = Store("s", "the shop", "1 Market Street", slots=slots)
    full = {slot_name("s", NOW.replace(hour=10))}
    rules = ShopRules(methods=(Method("m", "by mail", lead_days=2),), stores=(store,))
    at_ten = Wish("s", slot=NOW.replace(hour=10))

    def arranged(wish, address="1 Mill Lane"):
        return arrange(rules, wish, address, Region(), NOW, lambda name: int(name in full))

    assert arranged(at_ten).problem == SlotGone(NOW.replace(hour=10), NOW.replace(hour=11))
    assert arranged(at_ten).way.slot == NOW.replace(hour=11)
    assert arranged(Wish("m", NOW.date())).problem == TooSoon(NOW.date(), NOW.replace(day=4).date())
    assert arranged(None, address=None).way.slot == NOW


def test_the_nearest_store_has_most_of_the_postcode_in_common():
    north, south = (
        Store(id, id, id, Region("US", "IL", code)) for id, code in (("n", "60601"), ("s", "62701"))
    )
    assert nearest((north, south), Region("US", "IL", "62704")) == south
    assert nearest((), Region("US")) is None
