// The debrief in large letters, for the wall and the console: one picture for each stage.

import { h, say } from "./core.js";
import { bars, histogram } from "./charts.js";

/** The stage that is on; after the class its last one. */
export function stageOf(parts, over = false) {
  const { debrief, worlds } = parts;
  if (over) return h("p", { class: "lead" }, say("thanks"));
  return debrief ? STAGES[debrief.stage](debrief, worlds) : null;
}

/** What a number is counted in, in a word. */
export const short = (row) => (row.short ? h("span", { class: "soft unit" }, " ", say("in_unit", { unit: row.short })) : null);

const panel = (title, ...kids) => h("section", { class: "panel" }, title ? h("h2", {}, title) : null, kids);

const STAGES = {
  feelings: (part) => panel(say("answers", { n: part.answered }),
    bars(part.words.map((one) => ({ key: one.key, label: one.text, value: one.count, text: one.count })))),
  timeline,
  vote: (part) => panel(null, part.candidates.length
    ? bars(part.candidates.map((one) => ({ key: one.key, label: one.text, value: one.votes, text: one.votes })))
    : h("p", {}, say("nothing_to_vote"))),
  flip,
  forecasts: (part) => h("div", { class: "two" },
    panel(say("how_sure_how_right"), part.calibration.length
      ? bars(part.calibration.map((one) => ({ key: one.said, label: say("said_how_often", { said: one.said, n: one.count }), value: parseFloat(one.came), text: one.came })), 100)
      : h("p", {}, say("no_forecasts"))),
    panel(say("class_score_title"), h("p", { class: "giant" }, part.score.brier || "–"), h("p", {}, say("brier_help", part)))),
  experiment,
  transfer: (part) => [
    part.claim ? h("p", { class: "claim" }, h("q", {}, part.claim), part.verdict.count ? h("strong", {}, say("verdict_mean", part.verdict)) : null) : null,
    h("ul", { class: "points" }, part.points.map((one) => h("li", {}, one)))],
  exit: (part) => [h("p", { class: "lead" }, part.question), h("p", { class: "soft" }, say("answers", { n: part.answered }))],
};

function timeline(part) {
  const few = part.rounds.length > 5 ? 1 : 2;
  const more = ({ round, all_moves }) => (all_moves > few ? h("li", { class: "soft" }, say("and_more_in", { round, n: all_moves - few })) : null);
  return [
    h("table", { class: "side timeline" }, h("caption", { class: "sr" }, say("round_by_round")),
      h("thead", {}, h("tr", {}, h("td", {}), h("th", { scope: "col" }, say("opening")), part.rounds.map((one) => h("th", { scope: "col" }, say("round_short", { n: one.round }))))),
      h("tbody", {}, part.opening.map((row, i) => h("tr", { key: row.key }, h("th", { scope: "row" }, row.label, short(row)),
        h("td", {}, row.text), part.rounds.map((one) => h("td", {}, one.numbers[i].text)))))),
    h("ul", { class: "moves" }, part.rounds.flatMap((one) => [one.moves.slice(0, few).map((text) => h("li", {}, text)), more(one)])),
    part.treatment ? h("p", { class: "soft" }, part.treatment) : null,
    part.secret.length ? panel(say("secret_treaties"), h("ul", {}, part.secret.map((one) => h("li", {}, h("strong", {}, one.parties.join(", ")), " ", one.clauses.join("; "))))) : null,
  ];
}

function flip(part) {
  const one = part.flips.at(-1);
  const { decision, open } = part.guess;
  if (one) return flipPicture(one);
  return [
    decision ? h("p", { class: "lead" }, say("most_votes", { decision })) : null,
    h("p", { class: "lead" }, say("guess_now")), open ? guessed("class_guesses", part.guess) : null];
}

const guessed = (key, one) => (one?.count ? h("p", { class: "guess" }, say(key), h("strong", {}, one.mean), h("span", { class: "soft" }, say("answers", { n: one.count }))) : null);

/** A changed decision: the difference over many pairs, as a picture and in numbers. */
export function flipPicture(one) {
  const first = one.backfire[0];
  const shown = (first && one.rows.find((row) => row.key === first.key)) || one.rows.find((row) => /[1-9]/.test(row.median)) || one.rows[0];
  return [
    h("p", { class: "lead" }, one.text), one.assumptions.map((text) => h("p", { class: "soft" }, text)),
    h("div", { class: "two" },
      panel(say("difference_of", { label: shown.label }), histogram(shown),
        h("p", { class: "soft" }, say("flip_runs", { runs: one.runs, last: one.last }))),
      h("div", { class: "stack" },
        first ? panel(say("backfires", first), h("p", { class: "giant" }, first.share), guessed("class_had_guessed", one.guess)) : null,
        h("table", { class: "data" }, h("caption", { class: "sr" }, say("difference_all")),
          h("thead", {}, h("tr", {}, h("td", {}), h("th", { scope: "col" }, say("middle")), h("th", { scope: "col" }, say("eight_of_ten")))),
          h("tbody", {}, one.rows.map((row) => h("tr", { key: row.key }, h("th", { scope: "row" }, row.label), h("td", {}, row.median), h("td", {}, say("from_to", row)))))))),
  ];
}

function experiment(part) {
  return [
    h("table", { class: "side" }, h("caption", { class: "sr" }, say("experiment")),
      h("thead", {}, h("tr", {}, h("td", {}), part.arms.map((arm) => h("th", { scope: "col" }, arm)), h("th", { scope: "col" }, say("difference")))),
      h("tbody", {}, part.rows.map((row) => h("tr", { key: row.key }, h("th", { scope: "row" }, row.label),
        row.values.map((side) => h("td", {}, side.join(", "))),
        h("td", {}, h("strong", {}, row.difference), row.interval ? h("span", { class: "soft" }, " ", say("from_to", { low: row.interval[0], high: row.interval[1] })) : null))))),
    h("p", { class: "soft" }, part.few),
  ];
}
