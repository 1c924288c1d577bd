"""Articles that the model's tables write: levers, measures, goals, characters, what is hidden."""

from collections.abc import Callable, Sequence

from agents import belief, characters, mandate
from agents.levers import ACTOR_NAMES, LEVERS, SEATS, Lever
from agents.names import FULL_NAMES, TRAITS
from game.language import mark, tr
from game.views.articles import HEADING, ROW, SOURCE, TEXT, Article, Block, see
from game.views.goals import HOW_TEXTS, value_text
from game.views.ledger_charts import PAGES, Chart
from game.views.words import lever_text, listed

TRAIT_TEXTS = {
    "hawkishness": mark("Hawkish"),
    "patience": mark("Patient"),
    "reciprocity": mark("Answers in kind"),
    "openness_trait": mark("Open"),
    "risk": mark("Takes risks"),
    "legalism": mark("Keeps to rules"),
    "greed": mark("Counts the money"),
    "secrecy": mark("Secretive"),
}


def model_articles(actors: frozenset[str]) -> list[Article]:
    """Every article of these; `actors` are the keys of articles on actors that there are."""
    groups: dict[tuple[str, str], list[Lever]] = {}
    for lever in LEVERS.values():
        groups.setdefault((lever.field, lever.help), []).append(lever)
    names = [shared[0].name for shared in groups.values()]
    levers = [_lever(shared, names.count(shared[0].name) > 1, actors) for shared in groups.values()]
    measures = [_measure(chart) for page in PAGES for chart in page.charts]
    goals = [_goals(seat, actors) for seat in SEATS if mandate.all_goals(seat)]
    people = [_character(one) for one in characters.characters().values()]
    return [*levers, *measures, *goals, *people, _hidden()]


def _lever(shared: Sequence[Lever], ambiguous: bool, actors_known: frozenset[str]) -> Article:
    lever = shared[0]
    actors = listed(tr(ACTOR_NAMES[one.actor]) for one in shared)
    title = tr(lever.name)
    if ambiguous:
        title = tr("{lever} ({actors})", lever=title, actors=actors)
    ranges = _by_actor(shared, _range)
    neutral = _by_actor(shared, lambda one: lever_text(one, one.off))
    rows = [
        (tr("Who may set it"), actors),
        (tr("Group"), tr(lever.group)),
        (tr("Range"), ranges),
        (tr("Neutral value"), neutral),
    ]
    blocks = [Block(TEXT, tr(lever.help))]
    blocks += [Block(ROW, text, label) for label, text in rows]
    if lever.control:
        words = tr("A control of the sender: the world without controls holds it where it does "
                   "nothing.")  # fmt: skip
        blocks.append(Block(TEXT, words))
    effects = dict.fromkeys(one.side_effect for one in shared if one.side_effect)
    if effects:
        blocks.append(Block(HEADING, tr("Side effect")))
        blocks += [Block(TEXT, tr(words)) for words in effects]
    sources = dict.fromkeys(one.source for one in shared if one.source)
    if sources:
        blocks.append(Block(HEADING, tr("Precedent or source")))
        blocks += [Block(SOURCE, source=source) for source in sources]
    actor_articles = [
        f"actor.{one.actor}" for one in shared if f"actor.{one.actor}" in actors_known
    ]
    blocks += see([*actor_articles, "play.capital"])
    keys = tuple(f"lever.{one.key}" for one in shared)
    return Article(keys[0], "levers", title, tuple(blocks), keys[1:], lever.name)


def _range(lever: Lever) -> str:
    low, high = lever_text(lever, lever.low), lever_text(lever, lever.high)
    return tr("{low} to {high}", low=low, high=high)


def _by_actor(shared: Sequence[Lever], write: Callable[[Lever], str]) -> str:
    """What all share, or what each actor has."""
    texts = [write(one) for one in shared]
    if len(set(texts)) == 1:
        return texts[0]
    pairs = zip(shared, texts, strict=True)
    return "; ".join(
        tr("{what}: {value}", what=tr(ACTOR_NAMES[one.actor]), value=text) for one, text in pairs
    )


def _measure(chart: Chart) -> Article:
    blocks = [Block(TEXT, tr(chart.definition)), Block(ROW, tr(chart.unit), tr("Unit"))]
    if len(chart.lines) > 1:
        lines = listed(tr(line.label) for line in chart.lines)
        blocks.append(Block(ROW, lines, tr("Lines")))
    columns = [line.column for line in chart.lines if line.column]
    if columns:
        blocks.append(Block(ROW, label=tr("Name in files"), source=listed(columns)))
    blocks += [Block(HEADING, tr("Source")), Block(TEXT, tr(chart.source))]
    blocks += see([chart.article] if chart.article else [])
    aliases = tuple(f"outcome.{column.partition('[')[0]}" for column in columns[:1])
    title = chart.title
    return Article(f"chart.{chart.key}", "measures", tr(title), tuple(blocks), aliases, title)


# ---- goals, characters, what is hidden


def _goals(seat: str, actors: frozenset[str]) -> Article:
    """What a seat is asked to reach."""
    blocks = [Block(TEXT, tr("Three goals that everybody may see, from 0 to 100 points each, and "
                             "one of the secret ones, drawn for each game."))]  # fmt: skip
    for goal in mandate.all_goals(seat):
        secret = tr("{goal} (may be the secret goal)", goal=tr(goal.text))
        blocks.append(Block(HEADING, secret if goal.secret else tr(goal.text)))
        blocks.append(Block(TEXT, tr(goal.why)))
        blocks.append(Block(ROW, tr(HOW_TEXTS[goal.how]), tr("Measured")))
        span = tr("{low} to {high}", low=value_text(goal, goal.zero),
                  high=value_text(goal, goal.hundred))  # fmt: skip
        blocks.append(Block(ROW, span, tr("From 0 to 100 points")))
        blocks.append(Block(SOURCE, source=goal.source))
    name = ACTOR_NAMES[seat]
    blocks += see([key for key in (f"actor.{seat}", "play.ends") if key in {*actors, "play.ends"}])
    title = tr("Goals: {seat}", seat=tr(name))
    return Article(f"goals.{seat}", "goals", title, tuple(blocks), english=name)


def _character(one: characters.Character) -> Article:
    """A way to lead a seat that nobody plays."""
    seats = listed(tr(ACTOR_NAMES[seat]) for seat in one.seats)
    blocks = [
        Block(TEXT, tr(one.line)),
        Block(ROW, seats, tr("May lead")),
        Block(HEADING, tr("Traits, 0 to 100; 50 is plain")),
    ]
    blocks += [
        Block(ROW, f"{one.traits[name] * 100:.0f}", tr(TRAIT_TEXTS[name])) for name in TRAITS
    ]
    note = tr("Who leads which seat is drawn for each game and told at its end. Nobody in office "
              "is meant.")  # fmt: skip
    blocks += [Block(TEXT, note), *see(["rule.R28", "rule.R29"])]
    key = f"character.{one.key}"
    return Article(key, "goals", tr(one.name), tuple(blocks), english=one.name)


def _hidden() -> Article:
    """What a seat does not see of the other side."""
    blocks = [
        Block(TEXT, tr("What the other side hides is known as an estimate with a band. Its error "
                       "lasts for quarters; intelligence makes it smaller, and what a champion "
                       "says of itself shifts it. The fan starts from what you believe.")),
    ]  # fmt: skip
    for one in belief.hidden():
        members = listed(tr(FULL_NAMES[member]) for member in one.members if member in FULL_NAMES)
        blocks.append(Block(HEADING, tr(one.name)))
        if members:
            blocks.append(Block(ROW, members, tr("Of whom")))
        blocks.append(Block(SOURCE, source=one.source))
    title = mark("What you do not see")
    return Article(
        "play.hidden", "play", tr(title), (*blocks, *see(["rule.R27", "play.fan"])), english=title
    )
