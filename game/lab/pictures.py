"""Charts as files of their own: SVG with its colours and title in it, and PNG at twice the size."""

import re
from collections.abc import Iterator
from html import escape
from importlib.util import find_spec

from game.assets import asset
from game.batch.style import codes
from game.batch.svg import text
from game.lab.report.drawn import Chart
from game.lab.report.shapes import fitted

FONTS = ("fonts/Inter-Regular.ttf", "fonts/Inter-SemiBold.ttf")
MARGIN, HEAD, FOOT = 24.0, 62.0, 26.0
SCALE = 2
_VARIABLE = re.compile(r"var\(--([a-z_-]+)\)")
_VIEW = re.compile(r'<svg viewBox="0 0 ([\d.]+) ([\d.]+)"')


def picture(chart: Chart, source: str, light: bool = True) -> str:
    """A chart as an SVG file that needs nothing else: title, unit, where it comes from."""
    size = _VIEW.match(chart.svg)
    assert size is not None
    inner, height = float(size[1]), float(size[2])
    width, tall = inner + 2 * MARGIN, height + HEAD + FOOT + MARGIN
    heading = f"{chart.title}, {chart.unit}" if chart.unit not in {"", "-"} else chart.title
    title = text(MARGIN, 34, fitted(heading, inner, 17), "text", size=17)
    parts = [
        f'<rect width="{width:g}" height="{tall:g}" fill="var(--card)"/>',
        title.replace("<text ", '<text font-family="Inter SemiBold, Inter" font-weight="600" '),
        text(MARGIN, 52, fitted(chart.about, inner, 11), "text-muted", size=11),
        chart.svg.replace(
            "<svg ", f'<svg x="{MARGIN:g}" y="{HEAD:g}" width="{inner:g}" height="{height:g}" ', 1
        ),
        text(MARGIN, tall - 16, fitted(source, inner, 10), "text-muted", size=10),
    ]
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {tall:g}" '
        f'width="{width:g}" height="{tall:g}" font-family="Inter, sans-serif" role="img" '
        f'aria-label="{escape(heading)}">{"".join(parts)}</svg>\n'
    )
    colours = {name.replace("_", "-"): code for name, code in codes(light).items()}
    return _VARIABLE.sub(lambda found: colours[found[1]], drawing)


def png(svg: str) -> bytes:
    """The same as pixels, with the product's own typeface."""
    import resvg_py

    data = resvg_py.svg_to_bytes(
        svg_string=svg,
        skip_system_fonts=True,
        font_files=[str(asset(name)) for name in FONTS],
        font_family="Inter",
        sans_serif_family="Inter",
        zoom=SCALE,
    )
    return bytes(data)


def files(chart: Chart, source: str, light: bool = True) -> Iterator[tuple[str, bytes]]:
    """Names and contents of a chart's files: SVG, and PNG where resvg is installed."""
    svg = picture(chart, source, light)
    yield f"{chart.name}.svg", svg.encode()
    if find_spec("resvg_py") is not None:
        yield f"{chart.name}.png", png(svg)
