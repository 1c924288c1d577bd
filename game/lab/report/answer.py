"""The answer in a few sentences, as far as the runs go and no further."""

import numpy as np

from game.batch.svg import minus
from game.lab.report.effects import Swing
from game.lab.report.findings import Findings
from game.lab.report.material import DRAWN, Material
from game.lab.report.naming import criterion, in_sentence, plain_unit, reach
from game.lab.report.shapes import interval, shown, signed

CLEAR = 0.005  # of the runs: what rounds to nothing
LITTLE = 0.1  # of the runs: a range between last quarters that is called little


def percent(part: float) -> str:
    """A share in per cent; never rounded up to all or down to none."""
    if 0.0 < part < CLEAR:
        return "less than 1%"
    if 1.0 - CLEAR < part < 1.0:
        return "more than 99%"
    return f"{100 * part:.0f}%"


def answer(material: Material, findings: Findings) -> list[str]:
    """What the study says, what decides it, whether the last quarter does."""
    told = [_how_often(material, findings), _by_how_much(material, findings)]
    told.append(_by_name(findings) if findings.points else _decides(findings))
    told.append(_horizon(material, findings))
    return [sentence for sentence in told if sentence]


def _how_often(material: Material, findings: Findings) -> str:
    rule = criterion(material.experiment.backfire, material.main_measure)
    part = findings.share
    of = f"of the {len(material.hits):,} runs"
    how = f"in {percent(part.value)} {of}"
    if part.value in {0.0, 1.0}:
        how = f"in {'all' if part.value else 'none'} {of}"
    told = f"This experiment calls it backfire when {rule}. It is so {how}"
    if part.known:
        told += f" (95% interval {100 * part.low:.0f} to {100 * part.high:.0f}%)"
    return f"{told}."


def _by_how_much(material: Material, findings: Findings) -> str:
    measure, main = material.main_measure, findings.main
    if not np.isfinite(main.value):
        return f"No run has a value of {in_sentence(measure)}."
    size = f"{signed(measure, main.value)} {plain_unit(measure.unit)}".strip()
    told = f"The mean {in_sentence(measure)} is {size}"
    if not main.known:
        return f"{told}; how sure that is cannot be said, for nothing was repeated."
    told += f" ({interval(measure, main, True)})"
    if not material.experiment.paired:
        return f"{told}."
    return f"{told}: the sign of the mean is {'settled' if main.settles(0.0) else 'open'}."


def _decides(findings: Findings) -> str:
    moving = [s for s in findings.share_swings if s.change.settles(0.0)]
    if not findings.share_swings:
        return ""
    if not moving:
        most = findings.share_swings[0]
        if most.low == most.high:
            return "No factor moves that share."
        return (
            "No factor moves that share by more than its error yet; in these runs "
            f"{most.factor.name} moves it most: {_ends(most)}."
        )
    told = f"{moving[0].factor.name} decides it most: {_ends(moving[0])}"
    if len(moving) > 1:
        told += f"; then {moving[1].factor.name}: {_ends(moving[1])}"
    return f"{told}."


def _ends(swing: Swing) -> str:
    factor = swing.factor
    return (
        f"{percent(swing.low)} of the runs at {reach(factor, swing.at_low)}, "
        f"{percent(swing.high)} at {reach(factor, swing.at_high)}"
    )


def _by_name(findings: Findings) -> str:
    ordered = sorted(findings.points, key=lambda point: point.share.value)
    least, most = ordered[0], ordered[-1]
    if least.share.value == most.share.value:
        return f"It is the same at every point: {percent(least.share.value)} of the runs."
    return (
        f"It ranges from {percent(least.share.value)} of the runs ({least.label}) to "
        f"{percent(most.share.value)} ({most.label})."
    )


def _horizon(material: Material, findings: Findings) -> str:
    found = findings.horizons
    if found is None or len(found.later) < 2:
        return "Whether another last quarter would say otherwise, this study does not keep."
    values = [s.value for _, s in found.later]
    least, most = int(np.argmin(values)), int(np.argmax(values))
    if not found.turns:
        small = values[most] - values[least] <= LITTLE
        said = "hardly matters" if small else "may matter, more than these runs can tell"
        return (
            f"The last quarter {said}: between {percent(values[least])} and "
            f"{percent(values[most])} at the end of any kept quarter from the second year on."
        )
    ends = [
        f"{percent(values[place])} at the end of {found.later[place][0]}"
        for place in sorted((least, most))
    ]
    return f"The last quarter matters: {ends[0]}, {ends[1]}."


def interval_words(material: Material, findings: Findings) -> str:
    """What the 95% intervals reckon with."""
    lucks = material.replications
    drawn = material.kind in DRAWN
    if lucks < 2 and not drawn:
        return "Nothing was repeated, so no interval can be given: one replication is one luck."
    parts = []
    if lucks > 1:
        parts.append(f"that all points of one of the {lucks} replications share their luck")
    if drawn:
        parts.append("that the points are a sample of their ranges")
    told = f"All 95% intervals reckon with it {' and '.join(parts)}"
    if drawn and lucks > 1:
        told += " (errors clustered both ways)"
    if drawn and lucks < 2:
        return f"{told}. With one replication they say nothing of luck."
    if not drawn:
        told += "; the points stand as they are"
    if findings.share.value in {0.0, 1.0}:
        told += "; where all runs agree, a whole replication counts as one run"
    few = " With so few replications they are wide." if lucks < 10 else ""
    return f"{told}.{few}"


def settled_words(material: Material, findings: Findings) -> list[str]:
    """How sure the averages are, and what would make them surer."""
    told = []
    lucks, part, main = material.replications, findings.share, findings.main
    measure = material.main_measure
    if part.known:
        half = 50 * (part.high - part.low)
        more = f"{4 * lucks:,} replications instead of {lucks:,}" if lucks > 1 else "more of them"
        told.append(
            f"The share is known to about {half:.1f} percentage points either way. Four times as "
            f"many replications halve the part of the error that luck makes: {more}."
        )
    if findings.luck_part > 0.95:
        told.append("Luck and parameters make nearly all of the error; more points would not help.")
    elif np.isfinite(findings.luck_part):
        told.append(
            f"Luck and parameters make {percent(findings.luck_part)} of the squared error, the "
            "choice of points the rest; only more points lessen that."
        )
    if part.known:
        sides = "settled" if part.settles(0.5) else "not settled"
        told.append(f"Whether it is so in most runs or in few is {sides}.")
    if main.known and material.experiment.paired:
        sign = "is settled" if main.settles(0.0) else "is not settled: the interval spans zero"
        told.append(f"The sign of the mean {in_sentence(measure)} {sign}.")
    return told


def pairing_words(material: Material, findings: Findings) -> str:
    """What equal luck saved."""
    gains = {c.outcome.name: c.pairing for c in findings.compared if not np.isnan(c.pairing)}
    if not gains:
        return ""
    main = material.experiment.backfire.outcome
    name = main if main in gains else next(iter(gains))
    gain = gains[name]
    measure = material.measure(name, np.array([1.0]))
    if np.isinf(gain):
        return f"Equal luck leaves no chance in the difference of {in_sentence(measure)}."
    own = "luck and parameters" if material.experiment.doubt else "luck"
    words = "as many" if gain < 1.05 else f"{shown_times(gain)} times as many"
    return (
        f"Pairing: if every baseline had {own} of its own, "
        f"{in_sentence(measure)} would take {words} runs for the same error."
    )


def shown_times(gain: float) -> str:
    """A factor in two digits."""
    return minus(f"{gain:,.0f}" if gain >= 10 else f"{gain:.1f}")


def never_words(material: Material, findings: Findings) -> list[str]:
    """In which share of the runs an outcome has no value."""
    told = []
    for found in findings.compared:
        if found.without > 0.0:
            measure = material.measure(found.outcome.name, np.array(found.spread))
            middle = f"; where it has one the median is {shown(measure, found.spread[2])}"
            end = f"{middle} {measure.unit}." if np.isfinite(found.spread[2]) else "."
            told.append(
                f"{measure.title} has no value in {percent(found.without)} of the runs (it never "
                f"came to it){end}"
            )
    return told
