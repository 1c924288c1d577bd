"""The standing texts of the reports: how to read them, what the model is good for and not."""

HOW_TO_READ = (
    "<strong>A run and its twin.</strong> Every run is played twice with the same luck: once as "
    "planned, once without the sender's export controls and with the target's recorded answers "
    "left to its own judgement. The difference between the two is what the controls did in that "
    "run. Equal plans differ by exactly zero.",
    "<strong>A fan.</strong> The solid line is the median over runs, the strong band holds the "
    "middle half of them, the light band 5 to 95%. The dashed line is the median of the twins.",
    "<strong>Backfire is five numbers, never one.</strong> For each, above zero means that the "
    "controls did worse for the sender than no controls would have. They often disagree; which of "
    "them counts depends on what the policy was for.",
    "<strong>A band that spans zero</strong> means that single runs go either way; the mean may "
    "still have a sign.",
)

GOOD_FOR = (
    "seeing which mechanisms work against each other, and in what order;",
    "finding out which assumption a conclusion hangs on;",
    "arguing about policy with the same picture in view;",
    "teaching.",
)

NOT_GOOD_FOR = (
    "predicting a year, a firm or a share price; judging one event; proving that a policy was "
    "right.",
    "History settles only some of the parameters: how fast a threat is forgotten, or how much a "
    "follower foundry gains from captive customers, can be set either way without contradicting "
    "the record.",
    "Smuggling, stocks and rented compute are estimates in the sources too.",
    "Firms and governments follow simple rules. They do not invent what is not in the rules.",
)


def spread(sets: int) -> str:
    """What the spread over runs is made of."""
    if sets == 1:
        return (
            "The spread over runs is luck under one set of parameters; what the parameters "
            "themselves might be comes on top."
        )
    return (
        f"The spread over runs is luck, and what history leaves open: {sets} sets of parameters "
        "that meet the recorded facts."
    )


SOURCES = (
    "Every opening number carries its unit and source in the scenario file, every parameter its "
    "range and source in the model. Hardware and model figures: Epoch AI, CC BY 4.0, "
    "epoch.ai/data. Policies of both governments are entered by the date and rule of the measure."
)

LEVERAGE = (
    "Leverage is read from two more worlds: ten quarters before the end everything is cut off at "
    "once, allies included, in the run and in its twin, and the AI gap that this adds is compared."
)

ONE_GAME = (
    "One game is one draw of luck. How the same moves fare over many worlds, and how much leverage "
    "the controls use up, is a question for a study: <code>twostacks run</code> takes the same "
    "orders and shows them as distributions."
)
