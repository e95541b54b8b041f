from __future__ import annotations

from pathlib import Path

import pytest

from screencopilot.domain.theme import VARIABLES, ThemeFile
from screencopilot.formats.theme_toml import load_theme
from screencopilot.store.search_path import shipped
from tests.formats.files import edited, faults_of

SHIPPED = sorted((p for p in shipped("themes").iterdir() if p.name.endswith(".toml")), key=lambda p: p.name)
READABLE = 4.5
VISIBLE = 1.3


@pytest.mark.parametrize(
    ("old", "new", "key", "message", "mend"),
    [
        ('error = "ansi_bright_red"\n', "", "colors.error", "is missing", "#1c2024"),
        ("panel =", "pannel =", "colors.pannel", "not a known colour", "'panel'"),
        (
            "signal-strong =",
            "signal-stron =",
            "variables.signal-stron",
            "not a known colour",
            "'signal-strong'",
        ),
        ('"#999"', '"url(x)"', "colors.secondary", "'url(x)' is not a colour", "#rrggbb"),
        ('"#999"', '"#99"', "colors.secondary", "is not a colour", "#rgb"),
        ('"#999"', '"red"', "colors.secondary", "is not a colour", "#rgb"),
        ('"#999"', '"#999}"', "colors.secondary", "is not a colour", ""),
        ('"ansi_green"', '"ansi_gren"', "colors.success", "is not a colour", "'ansi_green'"),
        ("dark = true", 'dark = "yes"', "dark", "true or false", ""),
        ("dark = true", "dark = true\nluminosity = 3", "luminosity", "not a known key", ""),
    ],
)
def test_a_broken_theme_gives_its_fault(
    old: str, new: str, key: str, message: str, mend: str, tmp_path: Path
) -> None:
    faults = {fault.key: fault for fault in faults_of("theme", edited("theme", (old, new)), tmp_path)}
    assert message in faults[key].message
    assert mend in faults[key].mend
    assert faults[key].line


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio 1-21 of WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def inks(theme: ThemeFile) -> dict[str, str]:
    tokens = {name: theme.variables.get(name, theme.colors[base]) for name, base in VARIABLES.items()}
    return {"foreground": theme.colors["foreground"], **tokens}


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("place", SHIPPED, ids=lambda place: place.name)
def test_shipped_themes_are_readable(place: Path) -> None:
    theme = load_theme(place)
    assert theme.name == place.stem
    for name, ink in inks(theme).items():
        for ground in ("background", "surface"):
            if ink.startswith("ansi_") or theme.colors[ground].startswith("ansi_"):
                continue  # the terminal's own colours: nothing to compute
            ratio = contrast(ink, theme.colors[ground])
            assert ratio >= (VISIBLE if name == "rule" else READABLE), f"{name} on {ground}: {ratio:.2f}"


def test_the_two_quiet_themes_are_shipped() -> None:
    assert {"quiet-dark", "quiet-light"} <= {place.name.removesuffix(".toml") for place in SHIPPED}
