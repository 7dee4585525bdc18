"""Words that the built-in model lacks are added to a copy of it, and heard."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from local_voice.errors import VoiceError
from local_voice.hearing.vosk_recognizer import VoskRecognizer
from local_voice.learning.learn import known_words, learn, learned
from local_voice.learning.wordlist import read_words, spoken, words_of_texts
from local_voice.models import builtin_model
from local_voice.sound import HEARING_RATE, at_rate
from local_voice.speaking import Speaker, voice_of
from skill.cli import main
from skill.cli._voice_learn_words import NAME, command

LISTED = "gochujang\tgo chew jang\nZyrtec\tZ ER T EH K\ntostada, bellini\n"


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.audio
def test_words_are_learned_tried_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICECART_DATA_DIR", str(tmp_path))
    words, model, before = (
        tmp_path / "words.txt",
        tmp_path / "models" / "learned" / NAME,
        bytes_of(builtin_model()),
    )
    words.write_text(LISTED)

    first = CliRunner().invoke(command, ["--file", str(words), "BELLINI", "milk", "7up"])
    again = CliRunner().invoke(command, ["tostada", "--use"])

    assert first.exit_code == again.exit_code == 0
    assert "gochujang\tG OW CH UW JH AE NG\theard" in first.stdout
    assert "bellini\tB EH L IY N IY\theard" in first.stdout
    assert "7up: nobody knows how to speak it" in first.stderr
    assert "4 words learned" in first.stderr
    assert "1 words were known already" in first.stderr
    assert str(model) in first.stderr
    assert (again.stdout, again.stderr) == (
        "",
        f"1 words were known already\nVosk listens with {NAME}, as voicecart voice use says\n",
    )
    assert learned(model).keys() == {"gochujang", "zyrtec", "tostada", "bellini"}
    assert bytes_of(builtin_model()) == before


@pytest.mark.audio
def test_learned_words_are_heard_in_free_speech_and_old_ones_as_before(tmp_path: Path) -> None:
    learn(builtin_model(), tmp_path / "model", spoken({"bellini": "", "tostada": ""}))
    recognizer = VoskRecognizer(tmp_path / "model")

    with Speaker() as speaker:
        sounds = [at_rate(speaker.synthesize(line, voice_of("customer")), HEARING_RATE) for line in SAID]
    heard = [recognizer.transcribe(sound.samples, sound.rate).text for sound in sounds]

    assert heard == list(SAID)


SAID = ("add two bananas to my cart", "add some bellini to my cart", "i want to buy bellini")


@pytest.mark.process
def test_a_word_learned_again_replaces_its_sound_and_the_rest_stays(tmp_path: Path) -> None:
    out = tmp_path / "model"
    learn(builtin_model(), out, {"gochujang": (("G", "AA"),), "tostada": (("S", "AO"),)})
    learn(builtin_model(), out, {**learned(out), "gochujang": (("G", "OW"),)})

    assert learned(out) == {"gochujang": (("G", "OW"),), "tostada": (("S", "AO"),)}
    assert known_words(out).keys() - known_words(builtin_model()).keys() == {"gochujang", "tostada"}


def test_a_folder_that_was_not_made_here_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine")

    with pytest.raises(VoiceError, match="was not made by learning words"):
        learn(builtin_model(), tmp_path, {"tostada": (("S", "AO"),)})

    assert bytes_of(tmp_path) == {"letters.txt": b"mine"}


@pytest.mark.parametrize("line", ["tostada", "tostada\t", "tostada\tT OH S"])
def test_a_list_of_learned_words_that_was_damaged_is_told(tmp_path: Path, line: str) -> None:
    (tmp_path / "learned.tsv").write_text(f"gochujang\tG OW\n{line}\n")

    with pytest.raises(VoiceError, match=r"learned\.tsv, line 2 .* --anew forgets them all"):
        learned(tmp_path)


def test_a_file_of_words_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "words").write_bytes(b"\xff\xfe")

    with pytest.raises(VoiceError, match="words is no text in UTF-8"):
        read_words(tmp_path / "words")
    with pytest.raises(VoiceError, match="gone cannot be read: No such file"):
        read_words(tmp_path / "gone")


def test_what_is_no_folder_cannot_become_a_model(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")

    with pytest.raises(VoiceError, match=r"learned\.tsv cannot be read: Not a directory"):
        learned(tmp_path / "file")
    with pytest.raises(VoiceError, match="was not made by learning words"):
        learn(builtin_model(), tmp_path / "file", {"tostada": (("S", "AO"),)})


def test_a_model_of_another_make_cannot_learn(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="not made as the built-in model"):
        learn(tmp_path, tmp_path / "out", {"tostada": (("S", "AO"),)})


def test_words_are_taken_from_texts_once_in_the_recognisers_spelling() -> None:
    assert list(words_of_texts(["Tostada, BELLINI!", "tostada"])) == ["tostada", "bellini"]


def test_a_sound_is_told_in_phones_or_in_words(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("# names\n" + LISTED)

    assert spoken(read_words(tmp_path / "words.txt")).keys() >= {"gochujang", "zyrtec", "tostada"}
    assert spoken({"zyrtec": "Z ER T EH K"}) == {"zyrtec": (("Z", "ER", "T", "EH", "K"),)}
    assert spoken({"gochujang": "go chew jang"}) == {
        "gochujang": (("G", "OW", "CH", "UW", "JH", "AE", "NG"),)
    }
    assert spoken({"x": "7 8"}) == {}


@pytest.mark.parametrize("line", ["two words\tgo", "word\t", "\tgo"])
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "words.txt").write_text(f"fine\n{line}\n")

    with pytest.raises(VoiceError, match="line 2: write one word"):
        read_words(tmp_path / "words.txt")


@pytest.mark.parametrize(
    ("arguments", "said"), [([], "nothing to learn"), (["7up"], "no word was learned"), (["?!"], "nothing")]
)
def test_nothing_to_learn_is_said_in_one_line(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("VOICECART_DATA_DIR", str(tmp_path))

    monkeypatch.setattr("sys.argv", ["voicecart", "voice", "learn-words", *arguments])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 2
    assert said in capsys.readouterr().err.splitlines()[-1]
    assert not list(tmp_path.rglob("*.fst"))
