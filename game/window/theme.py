"""Design tokens: colours, type, spacing, radii and motion. Contrast is computed and tested."""

from __future__ import annotations

from typing import Literal, NamedTuple

Colour = tuple[int, int, int]
Weight = Literal["regular", "medium", "semibold", "bold"]


class TextStyle(NamedTuple):
    """One step of the type scale. Units: pixels at scale 1."""

    size: int
    weight: Weight
    line: int


def parse_colour(code: str) -> Colour:
    """Return the colour of a ``#RRGGBB`` code."""
    digits = code.lstrip("#")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


CODES: dict[str, str] = {
    # surfaces, darkest to lightest
    "sea": "#0A0F18",
    "background": "#0D131E",
    "panel": "#121A28",
    "card": "#182234",
    "raised": "#202C42",
    "track": "#2A3852",
    "line": "#26334A",
    "line_strong": "#3A4A68",
    "edge": "#6B7F9F",
    "land": "#1B2639",
    "land_dot": "#2C3A55",
    # text
    "text": "#F2F5FA",
    "text_soft": "#BAC6D9",
    "text_muted": "#93A2BB",
    "ink": "#0B1018",
    # ecosystems: Okabe-Ito hues with lightness spread for colour-blind readers
    "incumbent": "#4BA9E2",
    "sovereign": "#F2A900",
    "open": "#A6E3C4",
    "hybrid": "#D59BBF",
    "uncommitted": "#66748E",
    # meaning: always together with an icon or a sign
    "bad": "#F0743A",
    "good": "#4CCB9B",
    "warn": "#F0E442",
    "focus": "#FFFFFF",
}
# High contrast: grounds, lines and words only; the colours of data keep their meaning.
HIGH_CODES: dict[str, str] = {
    "sea": "#000000",
    "background": "#000000",
    "panel": "#04070C",
    "card": "#090E17",
    "raised": "#162031",
    "track": "#33435F",
    "line": "#465872",
    "line_strong": "#8DA1C0",
    "edge": "#BACAE2",
    "land": "#101826",
    "land_dot": "#34445F",
    "text": "#FFFFFF",
    "text_soft": "#EEF3FA",
    "text_muted": "#D0DBEB",
    "ink": "#000000",
}
_PLAIN = {name: parse_colour(code) for name, code in CODES.items()}
_HIGH = {**_PLAIN, **{name: parse_colour(code) for name, code in HIGH_CODES.items()}}
COLOURS: dict[str, Colour] = dict(_PLAIN)  # those in force: the window wears one dress at a time


def wear(high_contrast: bool) -> None:
    """Use the colours of high contrast, or the usual ones, for whatever is drawn from now on."""
    COLOURS.update(_HIGH if high_contrast else _PLAIN)


SURFACES = ("sea", "background", "panel", "card", "raised")
TEXT_COLOURS = (
    "text", "text_soft", "text_muted", "incumbent", "sovereign", "open", "hybrid",
    "bad", "good", "warn",
)  # fmt: skip
ECOSYSTEMS = ("incumbent", "sovereign", "open", "uncommitted")
MARKS: dict[str, str] = {
    "incumbent": "disc",
    "sovereign": "diamond",
    "open": "triangle",
    "uncommitted": "square",
    "hybrid": "ring",
}

STYLES: dict[str, TextStyle] = {
    "micro": TextStyle(11, "medium", 14),
    "small": TextStyle(12, "regular", 16),
    "small_strong": TextStyle(12, "medium", 16),
    "body": TextStyle(13, "regular", 20),
    "body_strong": TextStyle(13, "medium", 20),
    "label": TextStyle(13, "semibold", 18),
    "h3": TextStyle(15, "semibold", 20),
    "h2": TextStyle(20, "semibold", 26),
    "h1": TextStyle(28, "bold", 36),
    "big": TextStyle(40, "bold", 48),
}

SPACES = (4, 8, 12, 16, 24, 32, 48)
RADIUS_SMALL, RADIUS_MEDIUM, RADIUS_LARGE = 4, 8, 12
FOCUS_WIDTH, FOCUS_GAP = 2, 3
HIT_HEIGHT, TOUCH_HEIGHT = 28, 44

# Seconds, except speeds in pixels a second at scale 1.
TOGGLE_SECONDS = 0.12
FLASH_SECONDS = 0.6
TOOLTIP_SECONDS = 0.5
CARET_SECONDS = 0.53
PACKET_SPEED = 34.0
TICKER_SPEED = 46.0


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def luminance(colour: Colour) -> float:
    """Return the relative luminance of WCAG 2, between 0 and 1."""

    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: Colour, second: Colour) -> float:
    """Return the contrast ratio of WCAG 2, between 1 and 21."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Return the colour a share of the way from the first to the second."""
    red, green, blue = (
        round(start + (end - start) * share) for start, end in zip(first, second, strict=True)
    )
    return red, green, blue


def automatic_scale(width: int, height: int, user_scale: float = 1.0) -> float:
    """Return the interface scale for a window, in sixteenths, times the user's setting.

    Units: pixels for the window; the window's own part lies between 1 and 2.5.
    """
    fit = min(width / 1440, height / 810)
    steps = round(max(1.0, min(2.5, fit)) * 16 * user_scale)
    return max(0.5, steps / 16)


def css_variables() -> str:
    """Return the tokens as CSS custom properties, for pages that share the look."""
    lines = [f"  --{name.replace('_', '-')}: {code};" for name, code in CODES.items()]
    for name, style in STYLES.items():
        lines.append(f"  --type-{name.replace('_', '-')}: {style.size}px;")
    return ":root {\n" + "\n".join(lines) + "\n}\n"
