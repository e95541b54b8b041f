"""Just enough English for the linter: words, a light stemmer, sentences, and how hard a sentence is to hear.

No language library: the texts are a few thousand short lines in plain English, and a rule whose every decision can be
read in a table is one that an author can argue with.
"""

from __future__ import annotations

import re
from functools import lru_cache

from screencopilot.analysis.lint.tables import IRREGULAR, STOP_WORDS

_WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.?!])['’\"]?\s+")
_VOWELS = re.compile(r"[aeiouy]+")
_BLANK = re.compile(r"\{[^{}]*\}")
#: Endings that go, longest first, and what takes their place; what is left must keep three letters and a vowel.
_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("ing", ""), ("ed", ""),
    ("ly", ""), ("s", ""),
)  # fmt: skip
_KEPT = ("ss", "us", "is")


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, in order; a blank such as ``{claim}`` is none of them."""
    return [word.lower().replace("’", "'") for word in _WORD.findall(_BLANK.sub(" ", text))]


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each with its closing mark."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Return the light stem of one lower-case word: ``noticed``, ``notices`` and ``notice`` give ``notic``.

    Wrong joins (``number`` and ``numb``) cost a waiver, missed ones a repeated word: both are cheap, so it stays small.
    """
    word = word.split("'")[0]
    word = IRREGULAR.get(word, word)
    for ending, other in _ENDINGS:
        left = word.removesuffix(ending)
        if left != word and len(left) >= 3 and _VOWELS.search(left) and not word.endswith(_KEPT):
            word = left + other
            if ending in ("ing", "ed") and len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
                word = word[:-1]
            break
    return word.removesuffix("e") if len(word) > 3 else word


@lru_cache(maxsize=4096)
def content(text: str) -> frozenset[str]:
    """Return the stems of a text that carry meaning: without stop words."""
    return frozenset(stem(word) for word in words(text) if word not in STOP_WORDS and len(word) > 1)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the Jaccard index of two sets, 0 to 1; two empty ones have nothing in common."""
    return len(one & other) / len(one | other) if one and other else 0.0


def syllables(word: str) -> int:
    """Return about how many syllables a word has."""
    bare = word.lower().split("'")[0]
    groups = len(_VOWELS.findall(bare))
    silent = bare.endswith("e") and not bare.endswith(("le", "ee")) and groups > 1
    silent = silent or (bare.endswith("ed") and not bare.endswith(("ted", "ded")) and groups > 1)
    return max(1, groups - silent)


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a text: 0.39 words per sentence + 11.8 syllables per word - 15.59.

    Source: Kincaid et al. 1975, Naval Technical Training Command report 8-75.
    """
    found = words(text)
    if not found:
        return 0.0
    per_sentence = len(found) / max(1, len(sentences(text)))
    return 0.39 * per_sentence + 11.8 * sum(map(syllables, found)) / len(found) - 15.59
