"""A call made up for tests: two people talk, the screen is paused, quotes come a little late and not quite right."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from screencopilot.domain.note import Evidence
from screencopilot.domain.transcript import Transcript, Utterance
from screencopilot.domain.transcript_clock import Pause, lay

COMMON = [
    "the",
    "a",
    "we",
    "it",
    "was",
    "and",
    "to",
    "of",
    "that",
    "in",
    "i",
    "you",
    "so",
    "on",
    "is",
    "not",
    "for",
    "but",
    "then",
    "they",
    "had",
    "with",
    "what",
    "this",
]
RARE = [
    f"{start}{end}"
    for start in [
        "rank",
        "drif",
        "lab",
        "joi",
        "pag",
        "metri",
        "cach",
        "tok",
        "queu",
        "roll",
        "latenc",
        "feat",
        "mode",
        "batc",
        "deplo",
        "alar",
        "shad",
        "vend",
        "pric",
        "scor",
    ]
    for end in ["er", "ing", "ed", "ion", "s", "able", "less", "ly", "out", "back"]
]


@dataclass
class Call:
    """What there is to find out: the true offset, and the evidence written on the screen's clock."""

    transcript: Transcript
    offset: float
    pauses: tuple[Pause, ...]
    evidence: list[Evidence] = field(default_factory=list)


def made_up(
    seed: int, *, minutes: int = 40, quotes: int = 8, slip: float = 0.2, pauses: tuple[Pause, ...] = ()
) -> Call:
    """Return a call; ``slip`` is the share of words that a written quote or the recogniser got wrong."""
    chance = random.Random(seed)
    offset = chance.uniform(60, 600)
    utterances: list[Utterance] = []
    second = 0.0
    while second < offset + minutes * 60 + sum(p.seconds for p in pauses):
        count = chance.choice([4, 8, 12, 20, 40])
        words = [chance.choice(COMMON if chance.random() < 0.6 else RARE) for _ in range(count)]
        end = second + count / chance.uniform(2.0, 3.2)
        utterances.append(
            Utterance(round(second, 2), round(end, 2), chance.choice(["Nora", "Idris"]), " ".join(words))
        )
        second = end + chance.choice([0.2, 0.5, 4.0])
    call = Call(Transcript(tuple(utterances), ("Nora", "Idris"), "made-up"), offset, pauses)
    laid = lay([], offset, pauses)
    sayable = [u for u in utterances if len(u.text.split()) >= 12 and u.start > offset]
    for number in range(quotes):
        u = chance.choice(sayable)
        words = u.text.split()
        first = chance.randrange(len(words) - 7)
        said = [
            chance.choice(RARE) if chance.random() < slip else w
            for w in words[first : first + chance.randint(7, 14)]
        ]
        heard = u.start + (u.end - u.start) * (first + len(said)) / len(words)
        at = laid.to_active(heard + chance.uniform(4, 22))
        call.evidence.append(Evidence(f"e{number}", int(max(0, at)), "AR1-A", "quote", "", " ".join(said)))
    return call
