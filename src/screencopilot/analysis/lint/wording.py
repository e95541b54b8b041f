"""E01 to E06, E08 to W11: how a question sounds when it is read aloud."""

from __future__ import annotations

from collections.abc import Iterator

from screencopilot.analysis.lint import tables
from screencopilot.analysis.lint.language import grade, sentences, words
from screencopilot.analysis.lint.registry import Found, reader_rule, rule
from screencopilot.analysis.lint.subjects import QUESTIONS, Context, ProbeAt, SignalAt, Spoken
from screencopilot.formats.errors import shown

#: Words a listener holds in one sentence, and the school grade beyond which a second-language one lags behind.
SENTENCE_WORDS = 22
GRADE = 9.0
#: The grade of fewer words says more of one long word than of the text.
GRADED_FROM_WORDS = 15


@rule(
    "E01", "open-question", "spoken",
    reason="A question that takes yes or no for an answer spends a minute and brings no story.",
    mend="open with what, when, who, how or 'Tell me about'",
)  # fmt: skip
def open_question(spoken: Spoken, _: Context) -> Iterator[Found]:
    """Find sentences that can be answered with yes or no."""
    if spoken.part not in QUESTIONS:
        return
    for sentence in sentences(spoken.text):
        asked = sentence.endswith("?")
        closed = tables.CLOSED_OPENER.match(sentence) or (asked and tables.CLOSED_IF_ASKED.match(sentence))
        if closed and not tables.INVERSION.search(sentence):
            yield Found(spoken.key, f"{shown(sentence)} can be answered with yes or no")


@rule(
    "E02", "no-definitions", "spoken",
    reason="A definition shows who has read, never who has run it.",
    mend="ask for a case of their own in which it mattered",
)  # fmt: skip
def no_definitions(spoken: Spoken, _: Context) -> Iterator[Found]:
    """Find sentences that ask for a definition or a list."""
    if spoken.part in QUESTIONS:
        for sentence in sentences(spoken.text):
            if tables.DEFINITIONAL.match(sentence):
                yield Found(spoken.key, f"{shown(sentence)} asks for a definition or a list")


@rule(
    "E03", "one-question", "spoken",
    reason="Of two questions in one breath the easier gets answered, and nobody notices which was dropped.",
    mend="keep one, and make the other a follow-up",
)  # fmt: skip
def one_question(spoken: Spoken, _: Context) -> Iterator[Found]:
    """Find texts that ask two things."""
    marks = spoken.text.count("?")
    if marks > 1 and spoken.part not in ("opening", "closing"):
        yield Found(spoken.key, f"has {marks} question marks")
    compound = tables.COMPOUND.search(spoken.text)
    if compound:
        yield Found(spoken.key, f"asks two things at once: {shown(compound.group().strip(', '))}")


reader_rule(
    "E04", "one-breath", "spoken",
    reason="Beyond twenty seconds the listener has lost the beginning, and every evaluator shortens differently.",
    mend="cut it: a question 50 words, its repeat 15, a follow-up 25, a card 30",
)  # fmt: skip


@rule(
    "E05", "speakable", "spoken",
    reason="What cannot be said aloud is improvised, and then no two candidates hear the same question.",
    mend="write it the way it is said",
)  # fmt: skip
def speakable(spoken: Spoken, _: Context) -> Iterator[Found]:
    """Find signs, digits and abbreviations in spoken text; the blank ``{claim}`` is filled before it is said."""
    text = spoken.text.replace("{claim}", "that")
    for what, pattern in tables.UNSPEAKABLE:
        if pattern.search(text):
            yield Found(spoken.key, f"has {what}")
            return


@rule(
    "W05", "easy-to-hear", "spoken",
    reason="A long sentence over a poor line measures hearing and second languages, not the work.",
    mend="split the sentence, or take shorter words",
)  # fmt: skip
def easy_to_hear(spoken: Spoken, _: Context) -> Iterator[Found]:
    """Find long sentences and texts that read harder than ninth grade."""
    for sentence in sentences(spoken.text):
        count = len(words(sentence))
        if count > SENTENCE_WORDS:
            yield Found(spoken.key, f"has a sentence of {count} words: {shown(sentence)}")
    hardness = grade(spoken.text)
    if hardness > GRADE and len(words(spoken.text)) >= GRADED_FROM_WORDS:
        yield Found(spoken.key, f"reads at school grade {hardness:.0f}, {GRADE:.0f} is plain speech")


@rule(
    "E06", "not-leading", "spoken",
    reason="A question that carries the wished answer gets it, from everyone.",
    mend="ask without the nudge",
)  # fmt: skip
def not_leading(spoken: Spoken, _: Context) -> Iterator[Found]:
    """Find words that push towards an answer."""
    nudge = tables.LEADING.search(spoken.text)
    if nudge:
        yield Found(spoken.key, f"leads with {shown(nudge.group())}")


@rule(
    "E08", "no-products", "spoken",
    reason="A product's name locks out who solved the same thing with another, and tells what you use.",
    mend="name the kind of thing",
)  # fmt: skip
def no_products(spoken: Spoken, _: Context) -> Iterator[Found]:
    """Find products, vendors and libraries."""
    name = tables.PRODUCTS.search(spoken.text)
    if name:
        yield Found(spoken.key, f"names a product: {shown(name.group())}")


@rule(
    "E09", "no-protected-topics", "spoken",
    reason="A protected topic on the table cannot be unheard, and makes every rating after it open to challenge.",
    mend="ask about the work; if a word of the trade was meant, use another or waive the rule with the reason",
)  # fmt: skip
def no_protected_topics(spoken: Spoken, _: Context) -> Iterator[Found]:
    """Find age, family, origin, health, faith and the like in what is said."""
    governance = spoken.probe is not None and spoken.probe.competency == tables.GROUPS_ALLOWED_IN
    topic = protected_topic(spoken.text, governance)
    if topic:
        yield Found(spoken.key, f"touches a protected topic: {shown(topic)}")


@rule(
    "W09", "no-protected-signals", "signal",
    reason="A signal that mentions a protected topic puts it into the note, where it looks like a ground.",
    mend="say what was heard about the work",
)  # fmt: skip
def no_protected_signals(at: SignalAt, _: Context) -> Iterator[Found]:
    """Find the topics of E09 in signals."""
    topic = protected_topic(at.signal.text, at.probe.competency == tables.GROUPS_ALLOWED_IN)
    if topic:
        yield Found((*at.key, "text"), f"touches a protected topic: {shown(topic)}")


def protected_topic(text: str, governance: bool) -> str:
    """Return the first protected topic of a text, or nothing; governance probes may speak of groups in data."""
    left = tables.NOT_PROTECTED.sub(" ", text)
    if governance:
        left = tables.GROUP_ATTRIBUTES.sub(" ", left)
    found = tables.PROTECTED.search(left)
    return found.group() if found else ""


@rule(
    "W10", "what-did-happen", "probe",
    reason="'Would' in a question about the past gets what one ought to do, which can be read up.",
    mend="ask for the time it happened; the hypothetical belongs into if_no_case",
)  # fmt: skip
def what_did_happen(at: ProbeAt, _: Context) -> Iterator[Found]:
    """Find hypotheticals in the opening question of an archaeology probe."""
    if at.probe.kind != "archaeology":
        return
    for name, text in (("say", at.probe.say), ("say_again", at.probe.say_again)):
        word = tables.HYPOTHETICAL.search(text)
        if word:
            yield Found((*at.key, name), f"asks for the past with {shown(word.group())}")


@rule(
    "W11", "a-way-in", "probe",
    reason="A story without a time or a person to begin at begins with the architecture.",
    mend="name a moment or a person to start from: 'Start with who noticed.'",
)  # fmt: skip
def a_way_in(at: ProbeAt, _: Context) -> Iterator[Found]:
    """Find archaeology probes that offer neither a time nor a person.

    A second sentence says where to begin as well: forms B enter by a number, a decision or a thing.
    """
    entered = tables.ENTRY_POINTS.intersection(words(at.probe.say)) or len(sentences(at.probe.say)) > 1
    if at.probe.kind == "archaeology" and not entered:
        yield Found((*at.key, "say"), "names neither a time nor a person to begin at")
