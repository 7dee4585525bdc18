"""Sentences: domain templates for the language model and, with random word
strings added, the prompts to synthesize.

Writes WORK/text/lm.txt, WORK/text/prompts.txt (to speak) and
WORK/text/test.txt (never spoken in training, none of them in lm.txt).
"""

import random

from common import HERE, QUICK, WORK
from lexicon import LETTERS, domain, domain_vocabulary, vocabulary

D = domain()
UNITS = ["", "", "s"]
GOODS = (
    ["grocery"] * 6
    + ["produce"] * 4
    + ["meat"] * 2
    + ["drinks"] * 2
    + ["household"] * 3
    + ["personal"] * 3
    + ["pets", "clothing", "clothing", "clothing", "electronics", "electronics"]
)
CONTAINERS = [
    "a bottle of",
    "two bottles of",
    "a box of",
    "a bag of",
    "three bags of",
    "a can of",
    "four cans of",
    "a carton of",
    "a pack of",
    "two packs of",
    "a jar of",
    "a loaf of",
    "a bunch of",
    "a dozen",
    "half a dozen",
    "a pound of",
    "two pounds of",
    "a gallon of",
    "half a gallon of",
    "a pair of",
    "a few",
    "some",
    "some more",
    "a couple of",
    "a case of",
    "a roll of",
    "a six pack of",
    "a liter of",
    "a kilo of",
    "five hundred grams of",
]
ADJ = [
    "organic",
    "fresh",
    "cheap",
    "large",
    "small",
    "medium",
    "big",
    "frozen",
    "gluten free",
    "sugar free",
    "low fat",
    "vegan",
    "red",
    "blue",
    "green",
    "black",
    "white",
    "yellow",
    "new",
    "extra large",
    "wireless",
    "plastic",
    "cotton",
    "local",
    "whole",
    "light",
]
CONTROL = (HERE / "control_phrases.txt").read_text(encoding="utf-8").splitlines()
TAIL = [
    "",
    "",
    "",
    "",
    "please",
    "to my cart",
    "to the cart",
    "to my list",
    "to my basket",
    "for me",
    "again",
]
PRE = [
    "",
    "",
    "",
    "",
    "",
    "please",
    "can you",
    "could you",
    "i want to",
    "i'd like to",
    "i need to",
    "okay",
    "let's",
]


def number(r):
    k = r.random()
    n = r.choice(D["number"][1:13]) if k < 0.7 else r.choice(D["number"][13:21])
    if k > 0.9:
        n = r.choice(D["number"][20:28]) + " " + r.choice(D["number"][1:10])
    return n


def item(r):
    it = r.choice(D[r.choice(GOODS)])
    if r.random() < 0.25:
        it = r.choice(ADJ) + " " + it
    return it


def quantified(r):
    k = r.random()
    if k < 0.35:
        return item(r)
    if k < 0.6:
        return number(r) + " " + item(r)
    if k < 0.8:
        return r.choice(CONTAINERS) + " " + item(r)
    if k < 0.9:
        return number(r) + " " + r.choice(D["unit"]) + " of " + item(r)
    return r.choice(["the", "some", "a", "more", "my", "another"]) + " " + item(r)


def several(r):
    k = r.random()
    if k < 0.75:
        return quantified(r)
    if k < 0.92:
        return quantified(r) + " and " + quantified(r)
    return quantified(r) + " " + quantified(r) + " and " + quantified(r)


def coffee(r):
    size = (
        r.choice(["a", "one", "two", "three"])
        + " "
        + r.choice(["small", "medium", "large", "extra large", "tall", "grande", "venti", ""])
    )
    drink = r.choice(
        [
            "latte",
            "cappuccino",
            "coffee",
            "espresso",
            "americano",
            "mocha",
            "iced coffee",
            "iced latte",
            "cold brew",
            "tea",
            "green tea",
            "hot chocolate",
            "flat white",
            "macchiato",
            "decaf latte",
            "black coffee",
            "double espresso",
            "chai latte",
        ]
    )
    withs = [
        "oat milk",
        "almond milk",
        "soy milk",
        "skim milk",
        "whole milk",
        "two shots",
        "an extra shot",
        "a double shot",
        "three shots",
        "one shot",
        "vanilla syrup",
        "caramel",
        "hazelnut",
        "whipped cream",
        "no sugar",
        "one sugar",
        "two sugars",
        "brown sugar",
        "extra foam",
        "light ice",
        "cinnamon",
        "a little milk",
        "a lot of milk",
        "cream",
        "medium roast",
        "dark roast",
        "light roast",
    ]
    s = (
        r.choice(
            ["", "", "can i have", "i'd like", "i'll have", "give me", "make me", "could i get", "i want"]
        )
        + " "
        + size
        + " "
        + drink
    )
    k = r.random()
    if k < 0.75:
        s += " with " + r.choice(withs)
        if k < 0.4:
            s += " and " + r.choice(withs)
    return s


def spell(r):
    words = [
        "spring",
        "summer",
        "winter",
        "save",
        "fresh",
        "welcome",
        "fall",
        "sale",
        "happy",
        "free",
        "holiday",
    ]
    k = r.random()
    code = r.choice(words) + " " + number(r)
    if k > 0.7:
        code = (
            " ".join(r.choice(LETTERS) for _ in range(r.randint(2, 4)))
            + " "
            + " ".join(r.choice(D["number"][:10]) for _ in range(r.randint(1, 3)))
        )
    return (
        r.choice(
            [
                "apply the coupon code",
                "use the code",
                "apply coupon",
                "my coupon code is",
                "use promo code",
                "apply the code",
            ]
        )
        + " "
        + code
    )


def domain_sentence(r):
    k = r.random()
    if k < 0.22:
        s = (
            r.choice(PRE)
            + " "
            + r.choice(
                [
                    "add",
                    "add",
                    "put",
                    "buy",
                    "order",
                    "get",
                    "get me",
                    "i need",
                    "order me",
                    "add",
                    "i want",
                    "give me",
                ]
            )
            + " "
            + several(r)
            + " "
            + r.choice(TAIL)
        )
    elif k < 0.36:
        s = (
            r.choice(PRE)
            + " "
            + r.choice(
                [
                    "search for",
                    "find",
                    "find me",
                    "look for",
                    "show me",
                    "search",
                    "do you have",
                    "i'm looking for",
                    "browse",
                    "what about",
                ]
            )
            + " "
            + (
                item(r)
                if r.random() < 0.7
                else r.choice(["cheap", "cheaper", "the cheapest", "organic", "the best", "some"])
                + " "
                + item(r)
            )
            + r.choice(
                [
                    "",
                    "",
                    "",
                    " under " + number(r) + " dollars",
                    " in " + r.choice(D["colour"]),
                    " in size " + r.choice(D["size"]),
                    " from the " + r.choice(["last", "same"]) + " brand",
                ]
            )
        )
    elif k < 0.46:
        s = (
            r.choice(PRE)
            + " "
            + r.choice(
                [
                    "remove the",
                    "remove",
                    "delete the",
                    "take out the",
                    "remove all the",
                    "remove one",
                    "drop the",
                    "no more",
                ]
            )
            + " "
            + item(r)
            + " "
            + r.choice(["", "", "from my cart", "from the cart", "from my list"])
        )
    elif k < 0.52:
        s = (
            r.choice(
                [
                    "make it",
                    "make that",
                    "change it to",
                    "change the quantity to",
                    "i want",
                    "set the quantity to",
                    "i said",
                ]
            )
            + " "
            + number(r)
            + " "
            + r.choice(["", "", "instead", "of them", "please"])
        )
    elif k < 0.58:
        s = (
            r.choice(
                [
                    "order new",
                    "reorder",
                    "order more",
                    "reorder the",
                    "order",
                    "subscribe to",
                    "i'm out of",
                    "we need",
                    "we are out of",
                    "buy more",
                ]
            )
            + " "
            + item(r)
            + r.choice(["", "", " every week", " every month", " again"])
        )
    elif k < 0.66:
        s = coffee(r)
    elif k < 0.69:
        s = spell(r)
    elif k < 0.75:
        w = r.choice(
            [
                "the " + o + " " + r.choice(["one", "one", "item", "result", "option", "product"])
                for o in D["ordinal"]
            ]
            + ["number " + n for n in D["number"][1:11]]
            + ["the " + c + " one" for c in D["colour"] + D["size"][:8]]
        )
        s = (
            r.choice(
                [
                    "tell me more about",
                    "show me",
                    "add",
                    "i want",
                    "i'll take",
                    "select",
                    "open",
                    "read the reviews for",
                    "what is the price of",
                    "how much is",
                    "more about",
                    "pick",
                    "remove",
                ]
            )
            + " "
            + w
        )
    elif k < 0.81:
        s = (
            r.choice(
                [
                    "how much is the",
                    "how much are the",
                    "what is the price of",
                    "is the",
                    "are the",
                    "do you have any",
                    "what's the rating of",
                    "what are the ingredients of",
                    "does the",
                    "compare the",
                    "what kind of",
                    "which",
                ]
            )
            + " "
            + item(r)
            + " "
            + r.choice(["", "", "in stock", "on sale", "available", "gluten free", "do you have", "cost"])
        )
    elif k < 0.86:
        s = (
            r.choice(
                [
                    "in",
                    "i want it in",
                    "do you have it in",
                    "change the color to",
                    "change the size to",
                    "make it",
                    "the",
                    "size",
                    "a",
                ]
            )
            + " "
            + r.choice(D["colour"] + D["size"])
            + " "
            + r.choice(["", "", "one", "size", "please", "instead"])
        )
    elif k < 0.90:
        s = (
            r.choice(
                [
                    "deliver it",
                    "ship it",
                    "i need it",
                    "can you deliver it",
                    "will it arrive",
                    "schedule the delivery",
                    "pick it up",
                    "when can you deliver",
                ]
            )
            + " "
            + r.choice(["", "on", "this", "by", "next"])
            + " "
            + r.choice(
                [
                    "tomorrow",
                    "today",
                    "monday",
                    "tuesday",
                    "wednesday",
                    "thursday",
                    "friday",
                    "saturday",
                    "sunday",
                    "morning",
                    "evening",
                    "week",
                    "weekend",
                    "tonight",
                ]
            )
        )
    else:
        s = r.choice(PRE if r.random() < 0.2 else [""]) + " " + r.choice(CONTROL)
    return " ".join(s.split())


def random_words(r, vocab, dom):
    n = r.choice([1, 2, 3, 4, 4, 5, 5, 6, 7, 8])
    return " ".join(r.choice(vocab if r.random() < 0.6 else dom) for _ in range(n))


def main(
    n_lm=3000 if QUICK else 150000, n_prompts=150 if QUICK else 30000, n_test=20 if QUICK else 400, seed=1
):
    r = random.Random(seed)
    vocab, dom = vocabulary(), domain_vocabulary()
    known = set(vocab)
    out = WORK / "text"
    out.mkdir(parents=True, exist_ok=True)

    def sentence():
        while True:
            s = domain_sentence(r)
            if set(s.split()) <= known:
                return s

    missing = {w for s in CONTROL for w in s.split()} - known
    print("words of control phrases outside the vocabulary:", missing)
    # Long sentences are what can be unseen; short ones occur everywhere.
    test = []
    while len(test) < n_test:
        s = sentence()
        if s not in test and 2 <= len(s.split()) <= 12:
            test.append(s)
    held = {s for s in test if len(s.split()) > 3}
    lm = [s for s in (sentence() for _ in range(n_lm)) if s not in held]
    prompts = []
    # every word of the vocabulary at least once, domain words five times
    pool = [] if QUICK else vocab + dom * 4
    r.shuffle(pool)
    while pool:
        n = r.randint(3, 6)
        prompts.append(" ".join(pool[:n]))
        pool = pool[n:]
    while len(prompts) < n_prompts:
        if r.random() < 0.55:
            s = sentence()
            if s in held:
                continue
        else:
            s = random_words(r, vocab, dom)
        prompts.append(s)
    r.shuffle(prompts)
    (out / "lm.txt").write_text("\n".join(lm) + "\n")
    (out / "prompts.txt").write_text("\n".join(prompts) + "\n")
    (out / "test.txt").write_text("\n".join(test) + "\n")
    print(len(lm), len(prompts), len(test), "vocabulary", len(vocab))


if __name__ == "__main__":
    main()
