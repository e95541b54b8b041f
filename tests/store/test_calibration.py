"""Rounds on disk: kept at once, gone on with, closed into a result that later notes carry."""

from __future__ import annotations

import datetime as dt
import errno
import stat
from pathlib import Path

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from screencopilot.analysis.calibration import result_of
from screencopilot.analysis.comparison_notes import admitted, stamped_vignettes
from screencopilot.domain import commands
from screencopilot.domain.calibration import LEAST
from screencopilot.domain.note import RatingValue
from screencopilot.domain.setup import Setup
from screencopilot.domain.writeup import note_of
from screencopilot.formats.note_text import note_text
from screencopilot.formats.note_toml import dump_note, note_to_document, parse_note, seal, verify
from screencopilot.store import calibration_log, journal_lines
from screencopilot.store.calibration import Round, Wanted, open_round
from screencopilot.store.calibration_log import AnswersLog, answers_file, read_answers
from screencopilot.store.calibration_pool import families_of_bank
from screencopilot.store.calibration_results import load_results, own_severity, results_file, save_result
from screencopilot.store.disk import Disk
from screencopilot.store.errors import StoreError
from screencopilot.store.paths import Folders, folders
from screencopilot.store.starting import start_screen
from tests.calibration_sample import DAY, gaps_log
from tests.sample import ManualClock

KIM = Wanted(evaluator="Kim", families=("FA1", "FA2"), count=3, seed=5)


@pytest.fixture
def home(tmp_path: Path) -> Folders:
    return folders({"SCREENCOPILOT_HOME": str(tmp_path / "home")})


def rate(round_: Round, rating: RatingValue = 3, ticks: tuple[str, ...] = ("s1",)) -> None:
    exercise = round_.exercise
    assert exercise is not None
    round_.hand_in(exercise, rating, ticks, 61.24)


def test_what_is_rated_is_kept_at_once_and_the_round_goes_on(home: Folders) -> None:
    clock = ManualClock()
    one = open_round(home, clock, KIM)
    rate(one, 4)
    reading = read_answers(home)  # while the round still runs
    assert [r.rating for r in reading.rounds[0].rated] == [4]
    shown = one.exercise
    one.leave()
    two = open_round(home, clock, Wanted(evaluator=" kim"))
    assert two.resumed
    assert two.exercise == shown
    assert [r.rating for r in two.rated] == [4]
    two.leave()


def test_files_are_the_users_alone(home: Folders) -> None:
    one = open_round(home, ManualClock(), KIM)
    rate(one)
    one.close()
    one.leave()
    for path in (answers_file(home), results_file(home)):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(answers_file(home).parent.stat().st_mode) == 0o700


def test_no_reference_is_given_out_before_the_round_is_over(home: Folders) -> None:
    one = open_round(home, ManualClock(), KIM)
    assert one.reference(1) is None
    rate(one)
    assert one.reference(1) is None
    one.close()
    reference = one.reference(1)
    assert reference is not None
    assert reference.rated.rung == reference.vignette.rung
    assert one.reference(2) is None  # not rated, so never shown
    assert one.exercise is None
    one.leave()


def test_practice_shows_each_reference_at_once_and_is_no_measurement(home: Folders) -> None:
    one = open_round(home, ManualClock(), replaced(learn=True))
    assert one.reference(1) is None
    rate(one)
    assert one.reference(1) is not None
    assert one.reference(2) is None
    one.close()
    one.leave()
    assert load_results(home).results == ()
    assert not results_file(home).exists()


def replaced(**fields: object) -> Wanted:
    return Wanted(**{**{name: getattr(KIM, name) for name in KIM.__dataclass_fields__}, **fields})  # type: ignore[arg-type]


def test_a_vignette_rated_before_is_marked_as_seen_and_counts_in_no_figure(home: Folders) -> None:
    clock = ManualClock()
    first = open_round(home, clock, Wanted("Kim", ("FA1",), 3, 1))
    for _ in range(3):
        assert first.exercise is not None
        assert not first.exercise.seen
        rate(first)
    first.close()
    first.leave()
    again = open_round(home, clock, Wanted("Kim", ("FA1",), 3, 2))
    assert again.exercise is not None
    assert again.exercise.seen
    rate(again)
    result = again.close()
    again.leave()
    assert (result.seen, result.vignettes) == (1, 0)
    other = open_round(home, clock, Wanted("Lee", ("FA1",), 3, 2))
    assert other.exercise is not None
    assert not other.exercise.seen
    other.leave()


def test_an_unfinished_round_is_not_quietly_replaced(home: Folders) -> None:
    clock = ManualClock()
    open_round(home, clock, KIM).leave()
    with pytest.raises(StoreError, match="unfinished") as caught:
        open_round(home, clock, replaced(count=5))
    assert "--new" in caught.value.mend
    same = open_round(home, clock, KIM)
    assert same.resumed
    same.leave()
    anew = open_round(home, clock, replaced(count=5, anew=True))
    assert not anew.resumed
    assert anew.size == 5
    anew.leave()


def test_two_programs_do_not_calibrate_at_once(home: Folders) -> None:
    one = open_round(home, ManualClock(), KIM)
    with pytest.raises(StoreError, match="another program"):
        open_round(home, ManualClock(), KIM)
    one.leave()
    open_round(home, ManualClock(), KIM).leave()


def test_an_unknown_family_names_those_there_are(home: Folders) -> None:
    with pytest.raises(StoreError) as caught:
        open_round(home, ManualClock(), Wanted(families=("FA11",)))
    assert "FA1" in caught.value.mend
    assert read_answers(home).rounds == ()


def test_a_vignette_that_changed_since_is_left_out_of_a_round_gone_on_with(home: Folders) -> None:
    clock = ManualClock()
    one = open_round(home, clock, Wanted("Kim", ("FA1",), 3, 1))
    rate(one)
    left = [item.vignette for item in read_answers(home).rounds[0].left]
    one.leave()
    from screencopilot.store.search_path import find_vignettes

    text = find_vignettes(home)["FA1"].path.read_text("utf-8")
    at = text.index(f'id = "{left[0]}"')
    text = text[:at] + text[at:].replace("rev = 1", "rev = 2", 1)
    own = home.banks / "vignettes" / "FA1.toml"
    own.parent.mkdir(parents=True)
    own.write_text(text, "utf-8")
    two = open_round(home, clock, Wanted("Kim"))
    assert two.size == 2
    rate(two)
    assert two.exercise is None
    assert [r.vignette for r in two.rated][1] == left[1]
    two.leave()


def test_a_torn_line_costs_itself_alone(home: Folders) -> None:
    one = open_round(home, ManualClock(), KIM)
    rate(one, 2)
    rate(one, 5)
    one.leave()
    path = answers_file(home)
    path.write_bytes(path.read_bytes()[:-20])
    two = open_round(home, ManualClock(), Wanted("Kim"))
    assert [r.rating for r in two.rated] == [2]
    rate(two, 1)
    two.leave()
    assert [r.rating for r in read_answers(home).rounds[0].rated] == [2, 1]
    assert read_answers(home).faults == ()


class _FullDisk(Disk):
    full = False

    def write_all(self, fd: int, data: bytes) -> None:
        if self.full:
            super().write(fd, data[:10])
            raise OSError(errno.ENOSPC, "No space left on device")
        super().write_all(fd, data)


def test_a_full_disk_keeps_nothing_of_an_answer_and_it_can_be_handed_in_again(home: Folders) -> None:
    disk = _FullDisk()
    log, _ = AnswersLog.open(home, ManualClock().wall(), disk)
    entries = gaps_log([0, 1])
    log.add(entries.begun)
    disk.full = True
    with pytest.raises(StoreError, match="not kept"):
        log.add(entries.rated[0])
    disk.full = False
    log.add(entries.rated[0])
    log.close()
    reading = read_answers(home)
    assert reading.faults == ()
    assert reading.rounds[0].rated == entries.rated[:1]


# -- results -------------------------------------------------------------------------------------------------------


def test_results_survive_a_round_trip_with_the_keys_of_a_newer_version(home: Folders) -> None:
    first = result_of(gaps_log([0, -1] * 5, name="r1"), DAY)
    short = result_of(gaps_log([1, 1], name="r2"), DAY + dt.timedelta(days=3))
    save_result(home, first)
    path = results_file(home)
    path.write_text(f'later = "kept"\n{path.read_text("utf-8")}\n[results.later]\nkept = true\n', "utf-8")
    save_result(home, short)
    assert load_results(home).results == (first, short)
    text = path.read_text("utf-8")
    assert text.count("kept") == 2
    save_result(home, short)  # the same round again is written over, not twice
    assert load_results(home, "KIM").results == (first, short)
    assert load_results(home, "Lee").results == ()
    assert short.estimate is UNSET


def test_a_severity_is_given_to_who_it_is_of_and_for_the_families_it_is_of(home: Folders) -> None:
    assert own_severity(home, "Kim", {"FA1"}) is None
    first = result_of(gaps_log([-1] * LEAST, ["FA1", "EV1"], name="r1"), DAY)
    save_result(home, first)
    assert own_severity(home, "kim", {"FA1", "EV1", "IC1"}) == first.severity
    assert own_severity(home, "Kim", {"FA1", "IC1"}) is None
    assert own_severity(home, "Lee", {"FA1", "EV1"}) is None


@pytest.mark.parametrize("text", ["not toml [", 'schema = "screencopilot/calibration/2"', "results = 3"])
def test_a_file_of_another_kind_is_told_and_never_written_over(home: Folders, text: str) -> None:
    path = results_file(home)
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    assert load_results(home).problem
    assert own_severity(home, "Kim", {"FA1"}) is None
    with pytest.raises(StoreError, match="kept"):
        save_result(home, result_of(gaps_log([0] * 8), DAY))
    assert path.read_text("utf-8") == text


def test_a_result_that_cannot_be_read_hides_no_other(home: Folders) -> None:
    good = result_of(gaps_log([0] * 8), DAY)
    save_result(home, good)
    path = results_file(home)
    path.write_text(path.read_text("utf-8") + '\n[[results]]\nevaluator = "Kim"\nestimate = 999\n', "utf-8")
    reading = load_results(home)
    assert reading.results == (good,)
    assert "1 of 2" in reading.problem


# -- notes ---------------------------------------------------------------------------------------------------------

SETUP = Setup("45", "senior", "C-1", "Kim")


def _note_document(home: Folders, setup: Setup = SETUP) -> dict[str, object]:
    desk = start_screen(home, ManualClock(), "applied-ml-engineer", setup)
    try:
        desk.session.do(commands.next_probe)
        desk.session.do(commands.rate_probe, 3)
        note = note_of(desk.session.script, desk.session.state)
        return note_to_document(note)
    finally:
        desk.close()


#: Of those that the bank of these notes asks for.
THEIRS = ("FA1", "EV1")


def test_later_notes_carry_the_severity_with_its_date(home: Folders) -> None:
    save_result(home, result_of(gaps_log([-1] * 6 + [0] * 6, THEIRS), DAY))
    document = _note_document(home)
    stamp = document["calibration"]["severity"]  # type: ignore[index]
    assert stamp["estimate"] == -0.5
    assert stamp["low"] < -0.5 < stamp["high"]
    assert stamp["basis"] == "12 vignettes, 2026-11-21"
    assert stamp["unit"] == "rating points, minus is stricter"
    sealed = seal(document, ManualClock().wall())
    read = parse_note(dump_note(sealed), "note")
    assert verify(read.raw) == "sealed-intact"
    assert read.note.calibration.severity == stamp  # type: ignore[union-attr]
    assert "written answers about 0.5 lower than the reference ratings" in note_text(read.note)


def test_a_file_of_answers_of_which_only_the_beginning_can_be_read_is_kept_whole(
    home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = ManualClock()
    one = open_round(home, clock, KIM)
    rate(one)
    one.leave()
    before = answers_file(home).read_bytes()
    for module in (calibration_log, journal_lines):
        monkeypatch.setattr(module, "SIZE_LIMIT", len(before) - 10)
    with pytest.raises(StoreError, match=r"is kept.*move it away"):
        open_round(home, clock, KIM)
    assert answers_file(home).read_bytes() == before


@pytest.mark.parametrize("results", ['"mine"', "[1, 2]"])
def test_results_that_are_none_are_told_and_never_written_over(results: str, home: Folders) -> None:
    path = results_file(home)
    path.parent.mkdir(parents=True)
    path.write_text(f'schema = "screencopilot/calibration/1"\nresults = {results}\n', encoding="utf-8")
    before = path.read_bytes()
    assert f"{path}:2: results: must be tables" in load_results(home, "Kim").problem
    with pytest.raises(StoreError, match="must be tables"):
        save_result(home, result_of(gaps_log([0] * 9), DAY))
    assert path.read_bytes() == before


def test_text_of_an_answers_file_is_cleaned(home: Folders) -> None:
    log = gaps_log([0], evaluator="K\x1b]0;pwned\x07im\u202e")
    answers, _ = AnswersLog.open(home, ManualClock().wall())
    answers.add(log.begun)
    answers.close()
    assert [r.begun.evaluator for r in read_answers(home).rounds] == ["K]0;pwnedim"]


def test_the_stamp_enters_the_severity_model_as_its_prior_with_the_sign_turned(home: Folders) -> None:
    save_result(home, result_of(gaps_log([-1] * 6 + [0] * 6, THEIRS), DAY))
    note = parse_note(dump_note(seal(_note_document(home), ManualClock().wall())), "note").note
    screened, _ = admitted([note], ["a.toml"])
    found = stamped_vignettes(screened)["Kim"]
    assert (found.severity, found.items) == (0.5, 12)  # there, positive is stricter


def test_a_note_carries_only_what_was_rated_on_its_own_banks_families(home: Folders) -> None:
    save_result(home, result_of(gaps_log([-1] * 12, ["GR1", "LD2"]), DAY))
    assert "severity" not in _note_document(home)["calibration"]  # type: ignore[operator]
    # 8 answers on the bank's families, all one lower, among 8 others that are two higher
    save_result(home, result_of(gaps_log([-1, 2] * 8, ["FA1", "GR1"], name="r2"), DAY))
    stamp = _note_document(home)["calibration"]["severity"]  # type: ignore[index]
    assert (stamp["estimate"], stamp["basis"]) == (-1.0, "8 vignettes, 2026-11-21")


def test_a_bank_gets_a_round_of_its_own_families(home: Folders) -> None:
    families = families_of_bank(home, "rag-architect")
    assert {"FA3", "RR1"} <= set(families)
    assert "RR4" not in families  # asked for, and nothing is written for it
    round_ = open_round(home, ManualClock(), Wanted("Kim", families))
    try:
        assert round_.size >= LEAST
        assert {item.vignette.split("-")[0] for item in round_.begun.items} <= set(families)
    finally:
        round_.leave()


@pytest.mark.parametrize("name", ["Lee", ""])
def test_a_note_of_someone_else_carries_nothing(home: Folders, name: str) -> None:
    save_result(home, result_of(gaps_log([-1] * 12, THEIRS), DAY))
    document = _note_document(home, replace(SETUP, evaluator=name))
    assert "severity" not in document["calibration"]  # type: ignore[operator]


def test_without_a_result_a_note_is_what_it_was(home: Folders) -> None:
    save_result(home, result_of(gaps_log([-1] * (LEAST - 1), THEIRS), DAY))
    assert "severity" not in _note_document(home)["calibration"]  # type: ignore[operator]
