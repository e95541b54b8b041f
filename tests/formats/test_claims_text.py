"""Claims as pasted or kept in a text file: what is understood, what is told, and nothing hostile comes through."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screencopilot.domain.events import ClaimText
from screencopilot.formats.claims_text import (
    CLAIM_LIMIT,
    MOST_CLAIMS,
    SIZE_LIMIT,
    ClaimsError,
    claim_of,
    load_claims,
    parse_claims,
)
from screencopilot.formats.text_safety import one_line

KINDS = ("owned-model-in-production", "cut-cost", "cut-latency", "built-evaluation")


@pytest.mark.parametrize(
    "line",
    [
        "cut-cost: Halved the bill",
        "  Cut Cost :  Halved the bill ",
        "CUT_COST:Halved the bill",
        "- cut-cost: Halved the bill",
        "• cut-cost: Halved the bill",
        "3. cut-cost: Halved the bill",
        "cut-c: Halved the bill",
    ],
)
def test_a_kind_is_understood_as_people_write_it(line):
    assert parse_claims(line, KINDS).claims == (ClaimText("cut-cost", "Halved the bill"),)


def test_text_keeps_its_own_colons_and_its_order():
    text = "cut-cost: p99: 400 ms to 90\n\n# from the CV\nowned: Led it\r\n\tbuilt: All of it\rcut-latency: Faster"
    assert parse_claims(text, KINDS).claims == (
        ClaimText("cut-cost", "p99: 400 ms to 90"),
        ClaimText("owned-model-in-production", "Led it"),
        ClaimText("built-evaluation", "All of it"),
        ClaimText("cut-latency", "Faster"),
    )


def test_what_is_no_claim_is_told_with_its_line_and_the_kinds():
    found = parse_claims("Led a team\ncut-cost: Halved\ncut: which?\nco: too short\ncut-cost:  ", KINDS)
    assert found.claims == (ClaimText("cut-cost", "Halved"),)
    assert [(u.line, u.why) for u in found.unread] == [
        (1, "has no kind"),
        (3, "'cut' is no kind of claim"),
        (4, "'co' is no kind of claim"),
        (5, "has no words after its kind"),
    ]
    assert all("cut-latency" in unread.mend for unread in found.unread)


def test_the_same_claim_twice_is_one_and_their_number_has_an_end():
    twice = parse_claims("cut-cost: A\ncut-cost: A", KINDS)
    assert (twice.claims, twice.unread) == ((ClaimText("cut-cost", "A"),), ())
    many = parse_claims("\n".join(f"cut-cost: {n}" for n in range(MOST_CLAIMS + 5)), KINDS)
    assert len(many.claims) == MOST_CLAIMS
    assert [u.line for u in many.unread] == [MOST_CLAIMS + 1]


def test_of_a_flood_of_other_text_only_the_first_lines_are_told():
    found = parse_claims("no claim\n" * 500_000, KINDS)
    assert (found.claims, len(found.unread)) == ((), MOST_CLAIMS)


def test_a_claim_beyond_measure_is_told_not_cut():
    assert (
        claim_of(f"cut-cost: {'x' * (CLAIM_LIMIT + 1)}", KINDS) == f"has more than {CLAIM_LIMIT} characters"
    )
    assert claim_of(f"cut-cost: {'x' * CLAIM_LIMIT}", KINDS) == ClaimText("cut-cost", "x" * CLAIM_LIMIT)


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from(["cut-cost: ", "\x1b[2J", "\u202e", "a", "\n", ":"])).map("".join)
)
@settings(deadline=None, max_examples=150, database=None)
def test_whatever_is_pasted_comes_out_clean_on_one_line_or_is_told(text):
    found = parse_claims(text, KINDS)
    for words in [*(c.text for c in found.claims), *(u.text for u in found.unread)]:
        assert words == one_line(words)
        assert not set("\x1b\u202e\n") & set(words)
    assert all(claim.kind in KINDS and claim.text for claim in found.claims)


# Files.


def test_a_file_is_read_whatever_its_line_ends_and_its_mark(tmp_path):
    path = tmp_path / "claims.txt"
    for raw in (
        b"cut-cost: A\r\nbuilt: B\r\n",
        "\ufeffcut-cost: A\nbuilt: B".encode(),
        "cut-cost: A\nbuilt: B".encode("utf-16"),
    ):
        path.write_bytes(raw)
        assert [claim.text for claim in load_claims(path, KINDS)] == ["A", "B"]


def test_every_fault_of_a_file_is_told_with_file_and_line(tmp_path):
    path = tmp_path / "claims.txt"
    path.write_text("cut-cost: A\nno kind here\n\nmade-up: B\n")
    with pytest.raises(ClaimsError) as refused:
        load_claims(path, KINDS)
    told = str(refused.value).splitlines()
    assert len(told) == 2
    assert told[0].startswith(
        f"{path}:2: 'no kind here': has no kind (begin it with one of: built-evaluation, "
    )
    assert told[1].startswith(f"{path}:4: ")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"cut-cost: A\n\xff\xfe\xfa", ":2: is not plain text"),
        (b"cut-cost: A\n\nb\x00c", ":3: holds a NUL"),
        (b"x" * (SIZE_LIMIT + 1), "larger than 64 KB"),
        (b"", "holds no claim"),
        (b"# only a remark\n", "holds no claim"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3", ":2: is not plain text"),
    ],
)
def test_what_is_no_text_of_claims_is_refused(tmp_path, raw, words):
    path = tmp_path / "claims.txt"
    path.write_bytes(raw)
    with pytest.raises(ClaimsError, match=words):
        load_claims(path, KINDS)


def test_folders_pipes_and_missing_files_are_refused_without_waiting(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, words in (
        (tmp_path, "is a folder"),
        (pipe, "pipe or device"),
        (tmp_path / "gone", "does not exist"),
    ):
        with pytest.raises(ClaimsError, match=words):
            load_claims(path, KINDS)


def test_an_escape_in_a_file_or_its_name_never_reaches_the_message(tmp_path):
    path = tmp_path / "a\x1b[31m.txt"
    path.write_text("\x1b]0;title\x07 no kind\n")
    with pytest.raises(ClaimsError) as refused:
        load_claims(path, KINDS)
    assert str(refused.value).isprintable()
