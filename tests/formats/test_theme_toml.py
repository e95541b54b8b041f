from __future__ import annotations

import math
from itertools import combinations
from pathlib import Path

import pytest

from screencopilot.domain.theme import VARIABLES, ThemeFile
from screencopilot.formats.theme_toml import ANSI_COLOURS, load_theme
from screencopilot.store.search_path import shipped
from tests.formats.files import edited, faults_of

SHIPPED = sorted((p for p in shipped("themes").iterdir() if p.name.endswith(".toml")), key=lambda p: p.name)
READABLE = 4.5
VISIBLE = 1.3
AAA = 7.0
#: What WCAG 2.2 asks of lines and signs.
LINES = 3.0
#: Distance in L*a*b* at which two colours are told apart in a glance.
APART = 30.0
#: The sixteen colours of a PC's text mode, which terminals began from; of those in use today few are darker.
VGA = {
    "black": "#000000", "red": "#aa0000", "green": "#00aa00", "yellow": "#aa5500", "blue": "#0000aa",
    "magenta": "#aa00aa", "cyan": "#00aaaa", "white": "#aaaaaa", "bright_black": "#555555", "bright_red": "#ff5555",
    "bright_green": "#55ff55", "bright_yellow": "#ffff55", "bright_blue": "#5555ff", "bright_magenta": "#ff55ff",
    "bright_cyan": "#55ffff", "bright_white": "#ffffff",
}  # fmt: skip
#: What linear red, green and blue are to eyes without one kind of cone: Machado, Oliveira and Fernandes (2009), table
#: for severity 1.0.
EYES: dict[str, tuple[tuple[float, ...], ...]] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
SRGB = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))


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


def ratios(theme: ThemeFile) -> dict[tuple[str, str], float]:
    """Return the contrast of every ink on every ground that it is drawn on."""
    colours = {**inks(theme), **theme.colors}
    pairs = [(ink, ground) for ink in inks(theme) for ground in ("background", "surface")]
    # The note line's own ground; and the alert, written in the background's colour on that of a late clock.
    pairs += [("note-line", "panel"), ("foreground", "panel"), ("background", "clock-late")]
    return {(ink, ground): contrast(rgb(colours[ink]), rgb(colours[ground])) for ink, ground in pairs}


def rgb(colour: str) -> str:
    """Return a colour as digits; the terminal's own ones as most terminals are delivered, which draw none darker."""
    return VGA[colour.removeprefix("ansi_")] if colour.startswith("ansi_") else colour


@pytest.mark.parametrize("place", SHIPPED, ids=lambda place: place.name)
def test_shipped_themes_are_readable(place: Path) -> None:
    theme = load_theme(place)
    assert f"{theme.name}.toml" == place.name
    for (ink, ground), ratio in ratios(theme).items():
        assert ratio >= (VISIBLE if ink == "rule" else READABLE), f"{ink} on {ground}: {ratio:.2f}"


@pytest.mark.parametrize("name", ["high-contrast-dark", "high-contrast-light"])
def test_the_high_contrast_pair_reaches_aaa_with_every_ink(name: str) -> None:
    for (ink, ground), ratio in ratios(theme_named(name)).items():
        assert ratio >= (LINES if ink == "rule" else AAA), f"{ink} on {ground}: {ratio:.2f}"


def test_the_six_themes_are_shipped() -> None:
    assert {place.name.removesuffix(".toml") for place in SHIPPED} == {
        "quiet-dark",
        "quiet-light",
        "high-contrast-dark",
        "high-contrast-light",
        "okabe-ito",
        "plain-16",
    }


def test_plain_16_names_the_terminals_own_colours_only() -> None:
    theme = theme_named("plain-16")
    used = {*theme.colors.values(), *theme.variables.values()}
    assert used <= ANSI_COLOURS
    # The dark eight but white differ too much between terminals, or are too dark on black.
    assert {name for name in used if "bright" not in name} == {"ansi_black", "ansi_white"}


# -- eyes that see some colours alike ------------------------------------------------------------------------------------  # noqa: E501


@pytest.mark.parametrize("eyes", list(EYES))
def test_what_was_heard_keeps_three_colours_for_eyes_that_see_some_alike(eyes: str) -> None:
    theme = theme_named("okabe-ito")
    tones = [lab(seen(theme.variables[f"signal-{tone}"], EYES[eyes])) for tone in ("strong", "weak", "red")]
    for one, other in combinations(tones, 2):
        assert math.dist(one, other) >= APART


def test_the_measure_tells_alike_from_apart() -> None:
    """Red and green of one lightness are far apart for most eyes, and nearly one colour for others."""
    red, green = "#b05030", "#607830"
    assert math.dist(lab(linear(red)), lab(linear(green))) > APART * 1.5
    assert math.dist(lab(seen(red, EYES["deuteranopia"])), lab(seen(green, EYES["deuteranopia"]))) < APART


def theme_named(name: str) -> ThemeFile:
    return load_theme(next(place for place in SHIPPED if place.name == f"{name}.toml"))


def dot(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def linear(colour: str) -> tuple[float, ...]:
    """Return the linear light 0-1 of red, green and blue."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)


def seen(colour: str, eyes: tuple[tuple[float, ...], ...]) -> tuple[float, ...]:
    """Return the linear light that a colour is to some eyes."""
    light = linear(colour)
    return tuple(min(1.0, max(0.0, dot(line, light))) for line in eyes)


def lab(light: tuple[float, ...]) -> tuple[float, float, float]:
    """Return CIE L*a*b* (D65) of linear sRGB; distances of about 2 can just be seen."""
    xyz = [dot(line, light) for line in SRGB]
    x, y, z = (
        (v / white) ** (1 / 3) if v / white > 0.008856 else 7.787 * v / white + 16 / 116
        for v, white in zip(xyz, (0.9505, 1.0, 1.089), strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)
