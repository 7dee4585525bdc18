"""`voicecart transcribe`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from local_voice.errors import VoiceError
from local_voice.sound import Pcm, silence, write_wav
from skill.cli.transcribe import command
from skill.errors import SettingsError

pytestmark = pytest.mark.audio

MODEL = {
    "interactionModel": {
        "languageModel": {
            "invocationName": "tea room",
            "intents": [
                {
                    "name": "OrderTeaIntent",
                    "slots": [{"name": "tea", "type": "TEA"}],
                    "samples": ["i want {tea}", "a cup of {tea}"],
                }
            ],
            "types": [{"name": "TEA", "values": [{"name": {"value": "mint tea"}}]}],
        }
    }
}


@pytest.fixture
def tea_room(tmp_path: Path) -> Path:
    path = tmp_path / "tea.json"
    path.write_text(json.dumps(MODEL))
    return path


def test_each_file_gives_one_object(tmp_path: Path, tea_room: Path, say: Callable[..., Pcm]) -> None:
    spoken, silent = tmp_path / "spoken.wav", tmp_path / "silent.wav"
    write_wav(spoken, say("a cup of mint tea"))
    write_wav(silent, silence(1, 44_100))

    result = CliRunner().invoke(
        command, ["--interaction-model", str(tea_room), "--json", str(spoken), str(silent)]
    )

    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert result.exit_code == 0
    assert set(first) == {"file", "text", "alternatives", "audio_s", "ms"}
    assert (first["file"], first["text"]) == (str(spoken), "a cup of mint tea")
    assert (second["text"], second["alternatives"], second["audio_s"]) == ("", [], 1.0)


def test_a_bad_file_costs_one_line_and_not_the_others(
    tmp_path: Path, tea_room: Path, say: Callable[..., Pcm]
) -> None:
    spoken, broken = tmp_path / "spoken.wav", tmp_path / "broken.wav"
    write_wav(spoken, say("i want mint tea"))
    broken.write_bytes(b"nothing")

    files = [str(broken), str(tmp_path / "gone.wav"), str(spoken)]
    result = CliRunner().invoke(command, ["--interaction-model", str(tea_room), *files])

    assert result.exit_code == 2
    assert result.stdout == f"{spoken}: i want mint tea\n"
    assert [line.split(": ")[-1] for line in result.stderr.splitlines()] == [
        "this is not a sound file that can be read; give a WAV file",
        "there is no such file",
    ]


def test_a_wrong_model_folder_stops_at_once(tmp_path: Path, tea_room: Path) -> None:
    with pytest.raises(VoiceError, match="is no Vosk model"):
        CliRunner().invoke(
            command,
            ["--interaction-model", str(tea_room), "--model", str(tmp_path), "x.wav"],
            catch_exceptions=False,
        )


@pytest.mark.parametrize("content", ["[]", "{", None])
def test_what_is_no_interaction_model_stops_at_once(tmp_path: Path, content: str | None) -> None:
    wrong = tmp_path / "wrong.json"
    if content is not None:
        wrong.write_text(content)

    with pytest.raises(SettingsError, match=r"the interaction model .*wrong\.json"):
        CliRunner().invoke(command, ["--interaction-model", str(wrong), "x.wav"], catch_exceptions=False)
