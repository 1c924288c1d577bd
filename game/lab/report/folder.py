"""The report of a study in a folder: the page, its charts as pictures, the summary."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from game.commands.output import plain
from game.commands.problems import CommandError
from game.diskfile import replace_file
from game.lab.pictures import files
from game.lab.report import drawn
from game.lab.report.findings import find
from game.lab.report.material import Material
from game.lab.report.page import Charts, report_page
from game.lab.report.summary import checksum_of, summarise

PAGE, SUMMARY, PICTURES = "report.html", "summary.json", "pictures"


def write_report(
    material: Material,
    out: Path,
    light: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Write everything, the page last, and return the summary. Every file is whole or not there.

    `progress` hears (pictures drawn, pictures in all).
    Raises: CommandError if the folder cannot be written.
    """
    findings, checksum = find(material), checksum_of(material)
    charts: Charts = {
        "fans": list(drawn.fans(material)),
        "points": list(drawn.named_points(material, findings)),
        "tornado": list(drawn.tornadoes(material, findings)),
        "maps": list(drawn.maps(material, findings)),
        "horizon": list(drawn.horizon_chart(findings)),
        "convergence": list(drawn.convergences(material, findings)),
    }
    summary = summarise(material, findings, checksum)
    everyone = [chart for section in charts.values() for chart in section]
    summary["pictures"] = [f"{PICTURES}/{chart.name}.svg" for chart in everyone]
    source = f"Two Stacks: {material.experiment.title}, {len(material.hits):,} runs, {checksum}"
    try:
        (out / PICTURES).mkdir(parents=True, exist_ok=True)
        for number, chart in enumerate(everyone):
            if progress is not None:
                progress(number, len(everyone))
            for name, content in files(chart, source, light):
                replace_file(out / PICTURES / name, content)
        text = json.dumps(plain(summary), indent=2, allow_nan=False, ensure_ascii=False)
        replace_file(out / SUMMARY, f"{text}\n".encode())
        page = report_page(material, findings, charts, checksum)
        replace_file(out / PAGE, page.encode())
    except OSError as error:
        raise CommandError(f"'{out}' cannot be written: {error.strerror or error}") from None
    return summary
