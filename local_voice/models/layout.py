"""What a model's folder consists of. Newer models have folders in it, some older ones are flat."""

from __future__ import annotations

from pathlib import Path

LAYOUTS = (("am/final.mdl", "conf/mfcc.conf"), ("final.mdl", "mfcc.conf"))
"""What Vosk looks for (its model.cc), the usual layout first."""
DYNAMIC = (("graph/HCLr.fst", "graph/Gr.fst"), ("HCLr.fst", "Gr.fst"))
"""A graph that is put together as it is used: without it no grammar can be given."""


def lacking(folder: Path) -> list[str]:
    """The files that are missing; none when it is a model."""
    missing = [[name for name in layout if not (folder / name).is_file()] for layout in LAYOUTS]
    return [] if [] in missing else missing[0]


def takes_grammar(folder: Path) -> bool:
    return any(all((folder / name).is_file() for name in graph) for graph in DYNAMIC)


def installed_size(folder: Path) -> int:
    """Bytes on disk."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
