// The debrief on a phone: a question for each stage, and what the class found.

import { announce, button, card, change, folded, h, icon, say } from "./core.js";

/** The stage that is on. */
export function debriefCards(app) {
  const { debrief } = app.parts;
  if (!debrief) return [];
  return [STAGES[debrief.stage]?.(app, debrief)].flat();
}

const STAGES = {
  feelings: (app, part) => choice(app, "feelings", say("feelings_help"), part.words),
  timeline: (app, part) => [h("p", { class: "card soft" }, say("timeline_help")), part.rounds.map(roundCard),
    part.secret.length ? card(say("secret_treaties"), h("ul", {}, part.secret.map((one) => h("li", {}, one.parties.join(", "), ": ", one.clauses.join("; "))))) : null,
    part.treatment ? card(say("your_world_had"), h("p", {}, part.treatment)) : null],
  vote: (app, part) => (part.candidates.length ? choice(app, "vote", say("vote_help"), part.candidates)
    : h("p", { class: "card" }, say("nothing_to_vote"))),
  flip: (app, part) => [part.guess.open ? guessCard(app, "guess", say("guess_help"), part.guess.decision) : null,
    part.flips.map((one, i) => flipCard(one, i === part.flips.length - 1)).reverse()],
  forecasts: (app, part) => forecastCards(app, part),
  experiment: (app, part) => experimentCards(part),
  transfer: (app, part) => [
    part.claim ? guessCard(app, "verdict", say("verdict_help", { claim: part.claim })) : null,
    card(say("think_about"), h("ul", { class: "points" }, part.points.map((one) => h("li", {}, one))))],
  exit: (app) => exitCard(app),
};

/** One of several answers; it can be changed until the stage is over. */
function choice(app, poll, help, options) {
  const mine = app.parts.me.answers[poll];
  return card(null, h("fieldset", { key: `${poll} ${app.ui.refusals}` }, h("legend", {}, help),
    h("div", { class: options.length > 6 && poll === "feelings" ? "words" : "" }, options.map((one) => h("label", { class: "pick", key: one.key },
      h("input", { type: "radio", name: poll, checked: mine === one.key, onchange: () => app.give("poll", { poll, answer: one.key }, true) }),
      h("span", {}, one.text))))),
    h("p", { class: "soft", role: "status" }, mine ? say("answer_saved") : ""));
}

/** A probability from 0 to 100, by steps of five or typed. */
function guessCard(app, poll, help, decision = "") {
  const sent = app.parts.me.answers[poll];
  const value = Number(app.ui.texts[poll] ?? sent ?? 50);
  const put = (next) => {
    app.ui.texts[poll] = Math.max(0, Math.min(100, Math.round(next) || 0));
    app.draw();
  };
  const step = (by, name, label) => button(icon(name), () => put(value + by), { "aria-label": label });
  const unchanged = sent !== undefined && Number(sent) === value;
  return h("section", { class: "card", key: poll }, decision ? h("p", {}, h("strong", {}, say("most_votes", { decision }))) : null,
    h("p", { id: `${poll}-help` }, help),
    h("div", { class: "stepper", role: "group", "aria-labelledby": `${poll}-help` },
      step(-5, "minus", say("five_less")),
      h("label", { class: "percent" }, h("span", { class: "sr" }, say("percent_label")),
        h("input", { type: "number", inputmode: "numeric", min: "0", max: "100", value: String(value), onchange: (event) => put(Number(event.target.value)) }), "%"),
      step(5, "plus", say("five_more"))),
    button(say(unchanged ? "answer_saved" : "send_guess"), () => app.give("poll", { poll, answer: String(value) }, true),
      { class: "go", "aria-disabled": unchanged ? "true" : null }));
}

function roundCard(one) {
  return folded(`round ${one.round}`, [say("round", { n: one.round }), " ", h("span", { class: "soft" }, one.dates)].flat(),
    h("ul", {}, one.moves.map((text) => h("li", {}, text)),
      one.all_moves > one.moves.length ? h("li", { class: "soft" }, say("and_more", { n: one.all_moves - one.moves.length })) : null),
    h("dl", { class: "numbers" }, one.numbers.map((row) => h("div", {}, h("dt", {}, row.label), h("dd", {}, h("strong", {}, row.text), change(row))))));
}

/** What a changed decision did, in words: the picture is on the wall. */
function flipCard(one, newest) {
  const first = one.backfire[0];
  return h("section", { class: "card", key: `flip ${one.number}` },
    h("h2", {}, one.text),
    one.assumptions.map((text) => h("p", { class: "soft" }, text)),
    h("p", { class: "soft" }, say("flip_runs", { runs: one.runs, last: one.last })),
    first ? h("p", {}, say("backfire", { share: first.share, label: first.label })) : null,
    first && one.guess?.count ? h("p", { class: "soft" }, say("class_guessed", one.guess)) : null,
    h("dl", { class: "numbers" }, one.rows.map((row) => h("div", {},
      h("dt", {}, row.label, h("span", { class: "soft" }, say("in_80", row))), h("dd", {}, h("strong", {}, row.median))))),
    newest ? h("p", { class: "soft" }, say("flip_sign")) : null);
}

function forecastCards(app, part) {
  const { forecasts } = app.parts.me;
  const own = forecasts.count ? say("forecast_score", { ...forecasts, n: forecasts.count }) : say("no_forecasts");
  return [
    card(say("your_forecasts"), h("p", {}, own), part.score.count ? h("p", {}, say("class_score", part.score)) : null,
      h("p", { class: "soft" }, say("brier_help", part))),
    part.calibration.length ? card(say("how_sure_how_right"), h("ul", {}, part.calibration.map((one) => h("li", {}, say("calibration", { ...one, n: one.count }))))) : null,
  ];
}

function experimentCards(part) {
  return [
    h("p", { class: "card" }, part.few),
    part.rows.map((row) => card(row.label,
      h("ul", {}, part.arms.map((arm, i) => h("li", {}, arm, ": ", h("strong", {}, row.values[i].join(", "))))),
      h("p", {}, say("difference_is", { difference: row.difference })),
      h("p", { class: "soft" }, row.interval ? say("interval", { low: row.interval[0], high: row.interval[1] }) : say("no_interval")))),
  ];
}

/** The last question, in one's own words; kept while it is typed. */
export function exitCard(app) {
  const { debrief, me } = app.parts;
  if (debrief?.stage !== "exit") return null;
  const sent = me.answers.exit;
  const text = app.ui.texts.exit ?? app.kept("exit") ?? sent ?? "";
  const type = (event) => {
    app.ui.texts.exit = event.target.value;
    app.keep("exit", event.target.value);
    app.draw();
  };
  const send = async (event) => {
    event.preventDefault();
    if (text.trim() && (await app.give("poll", { poll: "exit", answer: text.trim() }, true))) announce(say("answer_saved"));
  };
  const saved = sent !== undefined && sent === text.trim();
  return h("form", { class: "card", onsubmit: send, key: "exit" },
    h("h2", { id: "exit-question" }, debrief.question),
    h("textarea", { rows: "6", maxlength: "1000", value: text, oninput: type, "aria-labelledby": "exit-question" }),
    h("button", { class: "go", "aria-disabled": saved || !text.trim() ? "true" : null }, say(saved ? "answer_saved" : "send_answer")));
}
