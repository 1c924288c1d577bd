"""The look of the reports: the window's own tokens and typeface, inside the page."""

import base64
import runpy
from functools import lru_cache
from pathlib import Path
from typing import Any

from game.assets import asset

_THEME = Path(__file__).resolve().parent.parent / "window" / "theme.py"
# The page on a light ground, and on paper: the same hues, dark enough to read on white.
LIGHT_CODES = {
    "sea": "#DCE6F2",
    "background": "#F4F6FA",
    "panel": "#EAEFF6",
    "card": "#FFFFFF",
    "raised": "#EEF2F8",
    "track": "#D5DEEA",
    "line": "#DDE4EE",
    "line_strong": "#A9B6CA",
    "edge": "#6B7F9F",
    "text": "#101826",
    "text_soft": "#33415A",
    "text_muted": "#56657F",
    "incumbent": "#0B67A3",
    "sovereign": "#965F00",
    "open": "#1E7A55",
    "bad": "#B4440D",
    "good": "#12724F",
}
_WEIGHTS = {400: "Inter-Regular", 600: "Inter-SemiBold"}


@lru_cache(maxsize=1)
def css() -> str:
    """The style sheet of a report, with the fonts in it."""
    light = "".join(
        f"  --{name.replace('_', '-')}: {code};\n" for name, code in LIGHT_CODES.items()
    )
    return (
        f"{font_faces()}{_theme()['css_variables']()}:root {{ color-scheme: dark; }}\n"
        f"@media (prefers-color-scheme: light), print {{\n:root {{ color-scheme: light;\n{light}}}"
        f"\n}}\n{RULES}"
    )


@lru_cache(maxsize=1)
def _theme() -> dict[str, Any]:
    # theme.py stands alone; importing it would bring the package around it, and so pygame.
    return runpy.run_path(str(_THEME))


def codes(light: bool) -> dict[str, str]:
    """The colours of the page by name, on a light or on a dark ground."""
    return {**_theme()["CODES"], **(LIGHT_CODES if light else {})}


def font_faces() -> str:
    """The typeface as rules that hold its files."""
    faces = []
    for weight, name in _WEIGHTS.items():
        data = base64.b64encode(asset(f"fonts/{name}.ttf").read_bytes()).decode("ascii")
        faces.append(
            f"@font-face {{ font-family: Inter; font-weight: {weight}; font-display: block;\n"
            f"  src: url(data:font/ttf;base64,{data}) format('truetype'); }}\n"
        )
    return "".join(faces)


RULES = """
* { box-sizing: border-box; }
html { background: var(--background); }
body { margin: 0 auto; max-width: 1180px; padding: 40px 24px 64px; color: var(--text-soft);
  font: 400 15px/1.55 Inter, system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1, h2, h3 { color: var(--text); font-weight: 600; line-height: 1.25; margin: 0; }
h1 { font-size: 34px; letter-spacing: -0.01em; }
h2 { font-size: var(--type-h2); margin: 48px 0 4px; }
h3 { font-size: var(--type-h3); }
p { margin: 8px 0; max-width: 72ch; }
ul { margin: 8px 0; padding-left: 20px; max-width: 74ch; }
li { margin: 4px 0; }
strong { color: var(--text); font-weight: 600; }
a { color: var(--incumbent); }
code { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  color: var(--text); }
.brand { display: flex; align-items: center; gap: 12px; color: var(--text-muted);
  font-size: var(--type-body); font-weight: 600; letter-spacing: 0.06em; margin-bottom: 20px; }
.lead { font-size: 17px; color: var(--text-soft); margin: 10px 0 20px; }
.chips { display: flex; flex-wrap: wrap; gap: 8px; padding: 0; margin: 0; list-style: none;
  max-width: none; }
.chips li { margin: 0; padding: 4px 12px; border: 1px solid var(--line); border-radius: 999px;
  background: var(--panel); font-size: var(--type-body); }
.note { color: var(--text-muted); font-size: 14px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px;
  padding: 16px 20px; }
.fans { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 16px;
  margin-top: 16px; }
.fans .card { padding: 16px 20px 12px; }
.fans p { font-size: var(--type-body); line-height: 1.45; color: var(--text-muted);
  margin: 2px 0 8px; min-height: 38px; }
.fans h3 span { color: var(--text-muted); font-weight: 400; font-size: var(--type-body); }
.key { display: flex; flex-wrap: wrap; gap: 20px; align-items: center; margin: 12px 0 0;
  font-size: var(--type-body); }
.key span { display: inline-flex; align-items: center; gap: 8px; }
svg { display: block; width: 100%; height: auto; }
svg text { font-family: Inter, system-ui, sans-serif; font-variant-numeric: tabular-nums; }
.vector { margin-top: 16px; padding: 8px 20px; }
.vector .row { display: grid; grid-template-columns: 290px 1fr 150px; gap: 4px 28px;
  align-items: start; padding: 16px 0; border-bottom: 1px solid var(--line); }
.vector .row:last-child { border-bottom: 0; }
.vector p { margin: 2px 0 0; font-size: var(--type-body); line-height: 1.45;
  color: var(--text-muted); }
.vector .value { text-align: right; }
.vector .value strong { font-size: 22px; display: block; line-height: 1.2; }
.vector .value span { font-size: var(--type-body); color: var(--text-muted); }
.vector .said { grid-column: 2 / -1; color: var(--text-soft); max-width: none; }
.ends { display: grid; grid-template-columns: 290px 1fr 150px; gap: 28px; padding: 10px 0 0;
  font-size: var(--type-small); color: var(--text-muted); }
.ends div { white-space: nowrap; display: flex; justify-content: space-between; }
.scroll { overflow-x: auto; margin-top: 16px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
caption { text-align: left; color: var(--text-muted); padding-bottom: 8px; }
th, td { padding: 8px 12px; border-bottom: 1px solid var(--line); text-align: right; }
th { color: var(--text-muted); font-weight: 600; font-size: var(--type-body); }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
td:first-child { color: var(--text); }
td.text, th.text { text-align: left; }
td:not(.text) { white-space: nowrap; }
.long th, .long td { padding: 8px 6px; font-size: 13px; }
pre { overflow-x: auto; padding: 16px 20px; background: var(--card); border-radius: 8px;
  border: 1px solid var(--line); }
.answer { border-left: 3px solid var(--sovereign); padding: 2px 0 2px 20px; margin: 24px 0 0; }
.answer p { font-size: 17px; color: var(--text); max-width: 80ch; }
.chart { overflow-x: auto; }
.wide { margin-top: 16px; }
figure { margin: 16px 0; }
figcaption { margin-top: 8px; font-size: var(--type-body); color: var(--text-muted); }
figure img { display: block; width: 100%; border-radius: 4px; }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 16px 40px; }
.columns h2 { margin-top: 40px; }
footer { margin-top: 56px; padding-top: 16px; border-top: 1px solid var(--line);
  color: var(--text-muted); font-size: var(--type-body); }
@media (max-width: 900px) {
  .fans, .columns { grid-template-columns: minmax(0, 1fr); }
  .vector .row, .ends { grid-template-columns: 1fr; gap: 8px; }
  .vector .value { text-align: left; }
  .ends div { display: block; white-space: normal; }
  .ends div span { display: block; }
  .vector .said { grid-column: 1; }
  .chart svg { min-width: 480px; }
}
@media print { .card, .vector .row { break-inside: avoid; } }
"""
