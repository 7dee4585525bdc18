"""What merchants write in their catalogues is said as people say it."""

from __future__ import annotations

import time

import pytest

from local_voice.speaking.normaliser import spoken


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("12 oz. can", "12 ounce can"),
        ("1 1/2 lbs. of beef", "1 and one half pounds of beef"),
        ("1-1/2 lb", "1 and one half pounds"),
        ("1/2-3/4 lb", "one half to three quarters pound"),
        ("1/2-inch", "one half inch"),
        ("2⅛ tsp", "2 and one eighth teaspoons"),
        ("2oz-4oz", "2 to 4 ounces"),
        ("10-lb bag, 750 ml bottle", "10 pound bag, 750 milliliter bottle"),
        ("That weighs 2 lb. Anything else?", "That weighs 2 pounds. Anything else?"),
        ("8 fl. oz. of milk", "8 fluid ounces of milk"),
        ("10 m², 5 ft2", "10 square meters, 5 square feet"),
        ("2.4 GHz, 1.5 kW, 24h", "2 point 4 gigahertz, 1 point 5 kilowatts, 24 hours"),
        ("1h 30m", "1 hour 30 minutes"),
        ("5G phone, 500 g", "5G phone, 500 grams"),
        ("3M tape", "3M tape"),
        ("5'10\", 8' x 10'", "5 feet 10 inches, 8 feet by 10 feet"),
        ('12" x 18"', "12 inches by 18 inches"),
        ('6" sub, 3 in. long', "6 inch sub, 3 inches long"),
        ('the "Route 66" sign, 3 in stock', 'the "Route 66" sign, 3 in stock'),
        ("$3-5", "3 dollars to 5 dollars"),
        ("$.99 or $10.999", "99 cents or 10 point 9 9 9 dollars"),
        ("CA$5, US$ 12", "5 Canadian dollars, 12 dollars"),
        ("$1.2M", "1 point 2 million dollars"),
        ("$-5", "minus 5 dollars"),
        ("€1.299,00", "1299 euros"),
        ("50¢, $2.99/ea", "50 cents, 2 dollars and 99 cents each"),
        ("~5 lb, <3 g, ±2", "about 5 pounds, less than 3 grams, plus or minus 2"),
        ("sale ends 11/28", "sale ends November twenty eighth"),
        (
            "28 Nov 2026, 5-Jan-2026",
            "November twenty eighth, twenty twenty six, January fifth, twenty twenty six",
        ),
        ("2026-11-28T15:30:00Z", "November twenty eighth, twenty twenty six, 15 30"),
        ("Mon-Fri 9am-5pm", "Monday to Friday 9 A M to 5 P M"),
        ("Mon–Fri, 9:00–17:00", "Monday to Friday, 9 o'clock to 17 o'clock"),
        ("the '90s, the 80s", "the nineties, the eighties"),
        ("4.5/5, 16:9", "4 point 5 out of 5, 16 to 9"),
        ("206.555.0134", "2 0 6, 5 5 5, 0 1 3 4"),
        ("ISBN 978-3-16-148410-0", "ISBN 9 7 8, 3, 16, 1 4 8 4 1 0, 0"),
        ("ORD-2026-0042", "ORD, 2 0 2 6, 0 0 4 2"),
        ("Mr. Clean, Mt. Dew", "mister Clean, mount Dew"),
        ("S/M/L, A/C, N/A", "S M L, A C, not available"),
        ("5V/2A, 100g/3.5oz", "5 volts, 2A, 100 grams, 3 point 5 ounces"),
        ("12 Mill St, Boston", "12 Mill street, Boston"),
        ("Apt #4B, P.O. Box 12", "apartment number 4B, P O Box 12"),
    ],
)
def test_a_catalogue_is_read_out_as_people_say_it(written: str, said: str) -> None:
    assert spoken(written) == said


def test_the_day_comes_first_where_people_write_it_so() -> None:
    assert spoken("until 28/11", "en-GB") == "until November twenty eighth"
    assert spoken("24/7, 3/4", "en-GB") == "24 7, three quarters"


def test_a_long_row_of_figures_holds_nobody_up() -> None:
    started = time.perf_counter()

    assert spoken("1" * 3000).count("1") == 3000

    assert time.perf_counter() - started < 5
