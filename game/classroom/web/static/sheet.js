// The team's move: steppers for each decision, what is in force, what the team thinks, proposing and
// signing. Two taps propose, three sign.

import { button, h, icon, plain, say, tell } from "./core.js";

/** The student's own choices of this round: typed here, or sent before. */
function mine(app) {
  if (!app.ui.draft) app.ui.draft = { ...app.parts.me.proposal };
  return app.ui.draft;
}

function same(one, other) {
  const keys = new Set([...Object.keys(one), ...Object.keys(other || {})]);
  return other !== null && other !== undefined && [...keys].every((key) => one[key] === other[key]);
}

/** Decisions of the student first, then those of the others, folded. */
export function sheetRows(app, choices = mine(app), open = false) {
  const { sheet, me, team } = app.parts;
  if (!sheet || team.seat === "press") return null;
  const own = sheet.filter((one) => open || me.duties.includes(one.key));
  const rest = sheet.filter((one) => !own.includes(one));
  const set = (key) => (step) => {
    choices[key] = step;
    if (choices === app.ui.draft) app.keep(`draft ${app.parts.class.round}`, choices);
    app.draw();
  };
  const row = (one) => decision(app, one, choices[one.key], set(one.key));
  return [
    own.map(row),
    rest.length ? h("details", { class: "card rest", key: "rest" },
      h("summary", {}, h("h2", {}, say("rest_of_sheet", { n: rest.length }))),
      h("p", { class: "soft" }, say("rest_help")), rest.map(row)) : null,
  ];
}

function decision(app, one, chosen, set) {
  const id = `d-${one.key}`;
  const moved = chosen !== undefined && !(chosen === one.now && one.exact);
  const grave = moved && one.grave !== null && chosen >= one.grave && app.parts.team.two;
  return h("section", { class: `card decision ${chosen === undefined ? "" : "touched"}`, key: one.key, "aria-labelledby": id },
    h("h3", { id }, one.title),
    h("p", { class: "soft" }, one.about),
    stepper({ label: one.title, labelled: id, steps: one.steps, step: chosen ?? one.now, set,
      text: chosen === undefined && !one.exact ? one.now_text : null }),
    track(one, chosen),
    h("p", { class: "soft facts" }, say("in_force", { step: one.now_text }), team(one)),
    grave ? h("p", { class: "note" }, icon("pen"), say("grave")) : null,
    one.bound.map((text) => h("p", { class: "note" }, icon("lock"), text)));
}

function team(one) {
  if (one.draft === null || !one.spread) return null;
  const [low, high] = one.spread.map((step) => one.steps[step]);
  const draft = one.steps[one.draft];
  return [" ", low === high ? say("team_draft", { draft }) : say("team_draft_spread", { draft, low, high })];
}

/** Less, where it stands, more. */
export function stepper({ label, labelled, steps, step, set, text }) {
  const go = (by) => () => {
    const next = step + by;
    if (next >= 0 && next < steps.length) set(next);
  };
  const end = (by) => (step + by < 0 || step + by >= steps.length ? "true" : null);
  return h("div", { class: "stepper", role: "group", "aria-labelledby": labelled, "aria-label": labelled ? null : label },
    button(icon("minus"), go(-1), { "aria-label": say("less", { what: label }), "aria-disabled": end(-1) }),
    h("output", { "aria-live": "polite" }, text ?? steps[step]),
    button(icon("plus"), go(1), { "aria-label": say("more", { what: label }), "aria-disabled": end(1) }));
}

/** The steps as dots: the one in force is a square, the team's draft has a ring, the chosen is full. */
function track(one, chosen) {
  const marks = (i) => [i === one.now && "now", i === one.draft && "draft", i === (chosen ?? one.now) && "here"];
  return h("div", { class: "track", "aria-hidden": "true" },
    one.steps.map((_, i) => h("span", { class: marks(i).filter(Boolean).join(" ") })));
}

// ---- the part of the round in which teams decide

export function moveCards(app) {
  const { team, me } = app.parts;
  if (me.observer) return [];
  if (app.ui.sign) return signCards(app);
  const done = team.status === "signed";
  return [
    statusCard(app),
    team.signed_by ? signedCard(app) : null,
    done ? null : h("p", { class: "soft" }, say(team.members.length > 1 ? "propose_help" : "alone_help")),
    done ? null : sheetRows(app),
  ];
}

function statusCard(app) {
  const { team, me } = app.parts;
  const here = team.members.filter((one) => one.here && !one.observer);
  const proposed = here.filter((one) => one.proposed).length;
  return h("p", { class: "status" },
    here.length > 1 ? [say("proposed", { n: proposed, all: here.length }), " "] : null,
    me.pen ? h("strong", {}, icon("pen"), say("you_sign")) : team.pen ? tell("other_signs", { name: plain(team.pen) }) : null);
}

function signedCard(app) {
  const { team, me, sheet } = app.parts;
  const rows = sheet.filter((one) => one.signed !== null && one.signed !== undefined);
  const waits = team.status === "second";
  return h("section", { class: "card signed" },
    h("h2", {}, icon(waits ? "pen" : "check"), say(waits ? "needs_second" : "signed")),
    h("p", {}, tell("signed_by", { name: plain(team.signed_by) })),
    rows.length ? h("ul", {}, rows.map((one) => h("li", {}, one.title, ": ", h("strong", {}, one.steps[one.signed]))))
      : h("p", {}, say("nothing_changes")),
    waits ? h("p", {}, say("second_help", { what: team.grave.join("; ") })) : null,
    team.receipt ? h("p", { class: "soft" }, tell("receipt", { code: plain(team.receipt) })) : null,
    me.pen ? button(say("unsign"), () => app.give("unsign", { round: app.parts.class.round })) : null);
}

/** The bar at the bottom: what counts if time runs out, and what to press. */
export function moveBar(app) {
  const { team, me, class: room } = app.parts;
  if (me.observer || team.seat === "press" || !app.parts.sheet) return null;
  if (app.ui.sign) return signBar(app);
  const choices = mine(app);
  const sent = same(choices, me.proposal);
  const open = team.status !== "signed";
  const canSign = room.phase === "commit" && me.pen && team.status === "open";
  const propose = () => app.give("draft", { round: room.round, choices }, true).then(app.draw);
  return [
    room.phase === "commit" ? h("p", { class: "fallback" }, team.fallback) : null,
    open && sent ? h("p", { class: "sent", role: "status" }, icon("check"), say("sent")) : null,
    h("div", { class: "buttons" },
      open ? button(say(me.proposal ? "propose_again" : "propose"), propose,
        { key: "propose", class: sent || me.can_second ? "" : "go", "aria-disabled": sent ? "true" : null }) : null,
      me.can_second ? button([icon("pen"), say("second")], () => app.give("second", { round: room.round, receipt: team.receipt }), { key: "second", class: "go" }) : null,
      canSign ? button([icon("pen"), say("sign")], () => startSigning(app), { key: "sign", class: sent ? "go" : "" }) : null),
  ];
}

// ---- signing

function startSigning(app) {
  const { sheet, me } = app.parts;
  const draft = {};
  for (const one of sheet) if (one.draft !== null) draft[one.key] = one.draft;
  app.ui.sign = Object.keys(draft).length ? draft : { ...me.proposal };
  scrollTo({ top: 0 });
  app.draw();
}

function signCards(app) {
  const choices = app.ui.sign;
  const { sheet } = app.parts;
  const moved = sheet.filter((one) => choices[one.key] !== undefined && (choices[one.key] !== one.now || !one.exact));
  return [
    h("p", { class: "soft" }, say("sign_help")),
    h("section", { class: "card" }, h("h2", {}, say("will_change")),
      moved.length ? h("ul", {}, moved.map((one) => h("li", {}, one.title, ": ", h("span", { class: "soft" }, one.now_text, " → "), h("strong", {}, one.steps[choices[one.key]]))))
        : h("p", {}, say("nothing_changes"))),
    h("details", { class: "card", key: "adjust" }, h("summary", {}, h("h2", {}, say("adjust"))), sheetRows(app, choices, true)),
  ];
}

function signBar(app) {
  const { sheet, team, class: room } = app.parts;
  const choices = app.ui.sign;
  const grave = team.two && sheet.some((one) => one.grave !== null && choices[one.key] >= one.grave && !(choices[one.key] === one.now && one.exact));
  const sign = async () => {
    if (!(await app.give("sign", { round: room.round, choices }))) return;
    app.ui.sign = null;
    scrollTo({ top: 0 });
    app.draw();
  };
  return [
    grave ? h("p", { class: "fallback" }, say("grave")) : null,
    h("div", { class: "buttons" },
      button(say("back"), () => { app.ui.sign = null; app.draw(); }, { key: "back" }),
      button([icon("pen"), say("sign_now")], sign, { key: "sign now", class: "go" })),
  ];
}

// ---- what counts if the team does not answer

export function standingCard(app) {
  const { team, sheet, me } = app.parts;
  if (!sheet || team.seat === "press" || me.observer) return null;
  if (!app.ui.standing) app.ui.standing = { ...team.standing };
  const choices = app.ui.standing;
  const set = (key) => (step) => { choices[key] = step; app.draw(); };
  const saved = same(choices, team.standing);
  const doctrine = (one) => h("label", { class: "pick" },
    h("input", { type: "radio", name: "doctrine", checked: team.doctrine === one.key, onchange: () => app.give("doctrine", { doctrine: one.key }, true) }),
    h("span", {}, h("strong", {}, one.name), " ", h("span", { class: "soft" }, one.line)));
  const wanted = app.parts.class.phase === "lobby" && !team.standing;
  return h("details", { class: "card", key: "standing", made: (el) => { el.open = wanted; } },
    h("summary", {}, h("h2", {}, say("standing"), team.standing ? h("span", { class: "tag" }, say("written")) : null)),
    h("p", { class: "soft" }, say("standing_help")),
    sheet.map((one) => h("div", { class: "compact", key: one.key },
      h("h3", { id: `s-${one.key}` }, one.title),
      stepper({ label: one.title, labelled: `s-${one.key}`, steps: one.steps, step: choices[one.key] ?? one.now, set: set(one.key),
        text: choices[one.key] === undefined ? say("as_it_is", { step: one.now_text }) : null }))),
    h("div", { class: "buttons" },
      button(say(saved && team.standing ? "saved" : "save_standing"), () => app.give("standing", { choices }, true), { class: "go", "aria-disabled": saved ? "true" : null })),
    team.doctrines.length ? h("fieldset", { key: `doctrine ${app.ui.refusals}` }, h("legend", {}, say("doctrine")), h("p", { class: "soft" }, say("doctrine_help")), team.doctrines.map(doctrine)) : null);
}
