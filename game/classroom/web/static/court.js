// The debrief on the console: what the class says, decisions to change in hindsight, what came of it.

import { button, folded, h, say } from "./core.js";
import { flipPicture, stageOf } from "./stages.js";

export function debriefPanel(app) {
  const { class: room, debrief, worlds } = app.parts;
  const flips = ["vote", "flip", "transfer"].includes(room.stage) || room.phase === "over";
  return [
    h("section", { class: "card stage", key: "stage" }, h("h2", {}, room.phase_text),
      room.phase === "over" ? h("p", {}, say("class_over")) : stageOf({ debrief: debrief.stage, worlds })),
    flips ? flipCard(app) : null,
    debrief.flips.length && room.stage !== "flip" ? folded("flips", say("flips_n", { n: debrief.flips.length }), debrief.flips.map((one) => h("div", { class: "inner", key: one.number }, flipPicture(one))).reverse()) : null,
    debrief.exit.length ? folded("exit", say("exit_n", { n: debrief.exit.length }), h("ul", {}, debrief.exit.map((text) => h("li", {}, h("q", { translate: "no", dir: "auto" }, text))))) : null,
  ];
}

/** Choose a decision and another step for it; the model plays both games many times. */
function flipCard(app) {
  const { debrief } = app.parts;
  const ui = (app.ui.flip ||= { candidate: "", step: null, dials: {} });
  const one = debrief.candidates.find((found) => found.key === ui.candidate) || debrief.candidates[0];
  const step = ui.step !== null && one && ui.step !== one.after && ui.step < one.steps.length ? ui.step : one?.before;
  const play = (candidate, wanted) => app.give("flip", { candidate, step: wanted, ...(Object.keys(ui.dials).length ? { assumptions: ui.dials } : {}) });
  const options = one ? one.steps.map((text, i) => ({ text, i })).filter(({ i }) => i !== one.after) : [];
  return h("section", { class: "card", key: "flip" }, h("h2", {}, say("flip_title")),
    h("p", { class: "soft" }, say("flip_help")),
    one ? [
      h("label", { class: "field" }, say("flip_decision"),
        h("select", { value: one.key, onchange: (event) => { Object.assign(ui, { candidate: event.target.value, step: null }); app.draw(); } },
          debrief.candidates.map((found) => h("option", { value: found.key }, say("candidate", { text: found.text, n: found.votes }))))),
      h("label", { class: "field" }, say("flip_instead"),
        h("select", { key: one.key, value: String(step), onchange: (event) => { ui.step = Number(event.target.value); app.draw(); } },
          options.map(({ text, i }) => h("option", { value: String(i) }, i === one.before ? say("as_before", { step: text }) : text)))),
    ] : h("p", {}, say("nothing_to_vote")),
    dials(app, ui),
    h("div", { class: "buttons" },
      one ? button(say(debrief.running ? "flip_running" : "flip_play"), () => debrief.running || play(one.key, step), { class: "go", "aria-disabled": debrief.running ? "true" : null }) : null,
      button(say("flip_controls"), () => debrief.running || play("", -1), { "aria-disabled": debrief.running ? "true" : null })),
    debrief.running ? h("p", { role: "status" }, say("flip_wait")) : null,
    debrief.guess.count && debrief.guess.open ? h("p", {}, say("guess_mean", debrief.guess)) : null);
}

const MOST_DIALS = 2;

/** Contested numbers of the rules, at one of their ends. */
function dials(app, ui) {
  const set = (one) => (event) => {
    if (event.target.value === "") delete ui.dials[one.name];
    else ui.dials[one.name] = Number(event.target.value);
    app.draw();
  };
  const full = Object.keys(ui.dials).length >= MOST_DIALS;
  return h("details", { class: "inner", key: "dials" }, h("summary", {}, h("h3", {}, say("dials", { n: Object.keys(ui.dials).length }))),
    h("p", { class: "soft" }, say("dials_help", { n: MOST_DIALS })),
    app.parts.debrief.dials.map((one) => h("label", { class: "field", key: one.name }, one.question,
      h("select", { value: ui.dials[one.name] ?? "", disabled: full && !(one.name in ui.dials), onchange: set(one) },
        h("option", { value: "" }, say("as_calibrated")), h("option", { value: String(one.low) }, say("low_end")), h("option", { value: String(one.high) }, say("high_end"))))));
}
