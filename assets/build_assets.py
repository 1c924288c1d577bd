"""Build fonts, icons and the map from freely licensed sources. Not needed to play.

Usage, from any folder::

    npm install @expo-google-fonts/inter@0.4.2 @expo-google-fonts/noto-sans-sc@0.4.3 \
        lucide-static@1.62.0 world-atlas@2.0.2
    pip install fonttools brotli shapely numpy
    python assets/build_assets.py node_modules

The results are committed; licences are in ``LICENSES.md``.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from build_map import build_map
from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
LATIN = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *map(ord, "–—‘’“”•…′″€£¥₿−×÷≈≠≤≥±∞√∂Δ∑πμ←↑→↓↗↘▲▼◆●○■□✓✕·⏸▶‑\u202f"),
)
CJK_PUNCTUATION = "，。、；：？！（）《》【】“”‘’·—…％＋－０１２３４５６７８９"
INTER = {
    "Inter-Regular": "400Regular",
    "Inter-Medium": "500Medium",
    "Inter-SemiBold": "600SemiBold",
    "Inter-Bold": "700Bold",
}
NOTO = {"NotoSansSC-Regular": "400Regular", "NotoSansSC-SemiBold": "600SemiBold"}
KEPT_NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # copyright, names, version, licence and its address


def bake_tabular_digits(font: TTFont) -> None:
    """Map the digits to their fixed-width forms, so that numbers never jitter."""
    glyphs = set(font.getGlyphOrder())
    for table in font["cmap"].tables:
        for code, glyph in list(table.cmap.items()):
            if chr(code) in "0123456789" and f"{glyph}.tf" in glyphs:
                table.cmap[code] = f"{glyph}.tf"


def save_subset(font: TTFont, features: list[str], text: str, target: Path) -> None:
    """Write the part of a font that covers Latin and the given text."""
    options = subset.Options()
    options.layout_features = features
    options.hinting = False
    options.name_IDs = KEPT_NAMES
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text, unicodes=LATIN)
    subsetter.subset(font)
    font.recalcTimestamp = False
    font.save(target)


def common_hanzi() -> str:
    """Return the 6,763 characters of GB 2312 and those of the game's own texts."""
    standard = "".join(
        bytes([row, cell]).decode("gb2312", "ignore")
        for row in range(0xB0, 0xF8)
        for cell in range(0xA1, 0xFF)
    )
    return standard + CJK_PUNCTUATION + (HERE / "hanzi.txt").read_text("utf-8")


def build_fonts(npm: Path, target: Path) -> None:
    """Write the six font files."""
    target.mkdir(exist_ok=True)
    for name, weight in INTER.items():
        source = npm / f"@expo-google-fonts/inter/{weight}/Inter_{weight}.ttf"
        font = TTFont(source, recalcTimestamp=False)
        bake_tabular_digits(font)
        features = ["kern", "mark", "mkmk", "ccmp", "locl", "calt"]
        save_subset(font, features, "", target / f"{name}.ttf")
    for name, weight in NOTO.items():
        source = npm / f"@expo-google-fonts/noto-sans-sc/{weight}/NotoSansSC_{weight}.ttf"
        font = TTFont(source, recalcTimestamp=False)
        save_subset(font, ["kern", "locl", "palt"], common_hanzi(), target / f"{name}.ttf")


def build_icons(npm: Path, target: Path) -> None:
    """Write the icons named in ``icons.txt`` as white strokes 1.75 wide on a 24-pixel grid."""
    target.mkdir(exist_ok=True)
    for name in (HERE / "icons.txt").read_text("utf-8").split():
        drawing = (npm / f"lucide-static/icons/{name}.svg").read_text("utf-8")
        drawing = re.sub(r"<!--.*?-->\n?", "", drawing)
        drawing = re.sub(r'\s*class="[^"]*"', "", drawing)
        drawing = drawing.replace("currentColor", "#FFFFFF")
        drawing = drawing.replace('stroke-width="2"', 'stroke-width="1.75"')
        (target / f"{name}.svg").write_text(drawing, "utf-8")


def main() -> None:
    """Build everything."""
    parser = argparse.ArgumentParser(description="Build fonts, icons and the map.")
    parser.add_argument("npm", type=Path, help="the node_modules folder with the four sources")
    parser.add_argument("--target", type=Path, default=HERE, help="where to write")
    options = parser.parse_args()
    build_fonts(options.npm, options.target / "fonts")
    build_icons(options.npm, options.target / "icons")
    build_map(options.npm, HERE / "hubs.csv", options.target / "world.npz")


if __name__ == "__main__":
    main()
