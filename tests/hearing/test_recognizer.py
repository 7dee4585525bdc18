"""Vosk hears what the synthesiser says, and survives what is no speech and no model."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from local_voice.errors import VoiceError
from local_voice.hearing.ear import Ear
from local_voice.hearing.transcript import Transcript
from local_voice.hearing.vosk_recognizer import VoskRecognizer
from local_voice.models import builtin_model
from local_voice.models.wordlist import cut_short
from local_voice.sound import HEARING_RATE, Pcm, at_rate, silence
from local_voice.understanding.values import Context, Frames

pytestmark = pytest.mark.audio

Say = Callable[..., Pcm]
LINES_EXPECTED = (
    "add two",
    "bananas",
    "two bananas",
    "to my cart",
    "check out",
    "yes",
    "no",
    "what's in my cart",
    "help",
)
GRAMMAR = Frames(LINES_EXPECTED, (), ())
LINES = ("add two bananas", "check out", "yes", "what's in my cart")


def heard(recognizer: VoskRecognizer, sound: Pcm, expected: Frames | None = GRAMMAR) -> str:
    return recognizer.transcribe(sound.samples, sound.rate, expected).text


def together(words: str) -> str:
    """Words that sound alike written alike."""
    return words.replace("checkout", "check out")


@pytest.mark.parametrize("voice", ["customer", "customer-high"])
@pytest.mark.parametrize("line", LINES)
def test_the_main_lines_are_heard_in_the_grammar(
    recognizer: VoskRecognizer, say: Say, line: str, voice: str
) -> None:
    assert heard(recognizer, say(line, voice)) == line


@pytest.mark.parametrize("line", LINES)
def test_the_main_lines_are_heard_without_a_grammar(recognizer: VoskRecognizer, say: Say, line: str) -> None:
    assert together(heard(recognizer, say(line), None)) == line


@pytest.mark.parametrize("rate", [8_000, 22_050, 48_000])
def test_every_rate_is_heard(recognizer: VoskRecognizer, say: Say, rate: int) -> None:
    assert heard(recognizer, at_rate(say("add two bananas"), rate)) == "add two bananas"


def test_words_outside_the_grammar_are_heard_openly(recognizer: VoskRecognizer, say: Say) -> None:
    assert heard(recognizer, say("do you have orange juice")) == "do you have orange juice"


def test_talk_about_other_things_is_not_forced_into_the_grammar(recognizer: VoskRecognizer, say: Say) -> None:
    talk = say("the museum is closed on mondays")
    found = recognizer.transcribe(talk.samples, talk.rate, GRAMMAR)

    assert not set(found.hypotheses) & set(LINES_EXPECTED)


@pytest.mark.parametrize("sound", [b"", b"\0", bytes(32_000)])
def test_no_sound_is_no_words(recognizer: VoskRecognizer, sound: bytes) -> None:
    assert recognizer.transcribe(sound, 16_000, GRAMMAR) == Transcript("")
    assert recognizer.transcribe(sound, 16_000).hypotheses == ()


@pytest.mark.parametrize("grammar", [(), ("zzyzx",), ("ZZYZX!", "")])
def test_a_grammar_without_known_words_hears_openly(
    recognizer: VoskRecognizer, say: Say, grammar: tuple[str, ...]
) -> None:
    assert heard(recognizer, say("add two bananas"), Frames(grammar, (), ())) == "add two bananas"


def test_alternatives_follow_the_best_and_are_not_repeated(recognizer: VoskRecognizer, say: Say) -> None:
    sound = say("add two bananas")
    expected = Frames((*LINES_EXPECTED, "add to", "to bananas"), (), ())
    found = recognizer.transcribe(sound.samples, sound.rate, expected)

    assert {"add two bananas", "add to bananas"} <= set(found.hypotheses)
    assert len(set(found.hypotheses)) == len(found.hypotheses)


def test_several_threads_may_ask(recognizer: VoskRecognizer, say: Say) -> None:
    sounds = [say(line) for line in LINES] * 2

    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(lambda sound: heard(recognizer, sound), sounds))

    assert texts == [*LINES, *LINES]


def test_a_missing_model_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="nowhere is missing") as told:
        VoskRecognizer(tmp_path / "nowhere")

    assert "\n" not in str(told.value)


def test_a_folder_without_a_model_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match=r"is no Vosk model: am/final\.mdl and conf/mfcc\.conf not found"):
        VoskRecognizer(tmp_path)


@pytest.mark.parametrize("name", ["am/final.mdl", "graph/HCLr.fst", "graph/words.txt", "conf/mfcc.conf"])
def test_a_model_cut_off_in_the_middle_is_told_in_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    folder = Path(shutil.copytree(builtin_model(), tmp_path / "model"))
    whole = (folder / name).read_bytes()
    # Of a table no line that is cut may look like a whole one.
    (folder / name).write_bytes(whole[: len(whole) // 2].rstrip(b"0123456789 \n"))

    with pytest.raises(VoiceError, match="is damaged"):
        VoskRecognizer(folder)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("lines", [-1, 9000, 0])
def test_a_list_of_words_that_ends_at_a_line_is_told_too(tmp_path: Path, lines: int) -> None:
    folder = Path(shutil.copytree(builtin_model(), tmp_path / "model"))
    words = folder / "graph" / "words.txt"
    words.write_bytes(b"".join(words.read_bytes().splitlines(keepends=True)[:lines]))

    with pytest.raises(VoiceError, match=r"is damaged: graph/words\.txt ends too early"):
        VoskRecognizer(folder)


def test_a_graph_of_another_kind_has_nothing_to_tell_of_its_list(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(builtin_model(), tmp_path / "model"))
    (folder / "graph" / "words.txt").write_text("<eps> 0\n")
    for graph in (b"", b"x" * 100, b"\xd6\xfd\xb2~\x06\x00\x00\x00vector" + bytes(100)):
        (folder / "graph" / "Gr.fst").write_bytes(graph)

        assert cut_short(folder) is None


def expected(context: Context) -> Frames:
    """A tea room: what is asked for decides what is expected."""
    if context.elicit == ("OrderTeaIntent", "tea"):
        return Frames(("{tea}",), ("green tea", "darjeeling"), ())
    return Frames(("i want {tea}", "good night", "number 10"), ("mint tea", "feijoada"), ("one", "two"))


def test_an_ear_expects_what_the_conversation_expects(recognizer: VoskRecognizer) -> None:
    ear = Ear(recognizer, expected)

    assert "mint tea" in ear.expected().names
    assert ear.expected(Context(elicit=("OrderTeaIntent", "tea"))).names == ("green tea", "darjeeling")


def test_an_ear_tells_the_words_it_cannot_hear(recognizer: VoskRecognizer) -> None:
    assert Ear(recognizer, expected).cannot_hear() == ["feijoada"]


def test_an_ear_hears(recognizer: VoskRecognizer, say: Say) -> None:
    ear = Ear(recognizer, expected)
    ear.prepare()

    assert ear.hear(say("i want a mint tea")).text == "i want a mint tea"
    assert ear.hear(silence(1, HEARING_RATE)).hypotheses == ()


def test_an_ear_gets_ready_while_nobody_speaks(recognizer: VoskRecognizer, say: Say) -> None:
    ear = Ear(recognizer, expected)
    asked = Context(elicit=("OrderTeaIntent", "tea"))

    ear.expect(asked)
    ear.expect(asked)

    assert ear.hear(say("green tea"), asked).text == "green tea"
