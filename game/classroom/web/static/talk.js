// Words between teams: public statements, treaties, notes; and the page of the press desk.

import { button, card, folded, h, icon, plain, say, statement, tell } from "./core.js";
import { stepper } from "./sheet.js";

/** What can be said in this part of the round; `closed` while the move matters more. */
export function talkCards(app, closed = false) {
  const found = [postureCard(app, closed), treatiesCard(app, closed), textCard(app, closed), notesCard(app, closed)];
  if (closed) return found;
  return [h("p", { class: "card" }, say(app.parts.talk.choices.length ? "talk_help" : "talk_face")), ...found];
}

/** A card, folded where the move matters more. */
const place = (closed, key, title, ...body) => (closed ? folded(key, title, body) : card(title, body));

// ---- in public

function postureCard(app, closed) {
  const { talk, me, class: room } = app.parts;
  if (!talk.postures.length || me.observer || me.muted) return null;
  const option = (one) => h("label", { class: "pick" },
    h("input", { type: "radio", name: "posture", checked: talk.posture === one.key,
      onchange: () => app.give("say", { round: room.round, posture: one.key }, true) }),
    h("span", {}, h("strong", {}, one.title), " ", h("span", { class: "soft" }, one.line)));
  const chosen = talk.postures.find((one) => one.key === talk.posture);
  return place(closed, "posture", [say("posture"), chosen ? h("span", { class: "tag" }, chosen.title) : null],
    h("fieldset", { key: `posture ${app.ui.refusals}` }, h("legend", { class: "sr" }, say("posture")),
      h("p", { class: "soft" }, talk.help), talk.postures.map(option)));
}

function textCard(app, closed) {
  const { talk, me, class: room } = app.parts;
  if (!talk.texts || me.observer || me.muted) return null;
  return place(closed, "text", say("for_wall"), field(app, "say", {
    label: say("text_for_wall"), help: say("waits_for_teacher"), press: say("send_text"),
    send: (text) => app.give("say", { round: room.round, text }),
  }), said(talk.said));
}

const said = (rows) => (rows.length ? h("ul", { class: "said" }, rows.map((one) => h("li", {},
  h("q", { dir: "auto", translate: "no" }, one.text),
  h("span", { class: "tag" }, say(one.shown === null ? "text_waits" : one.shown ? "text_shown" : "text_not_shown"))))) : null);

/** A text of at most 140 signs, kept while it is typed. */
function field(app, key, { label, help, press, send }) {
  const held = `text ${key}`;
  const text = app.ui.texts[key] ?? app.kept(held) ?? "";
  const type = (event) => {
    app.ui.texts[key] = event.target.value;
    app.keep(held, event.target.value);
    app.draw();
  };
  const go = async (event) => {
    event.preventDefault();
    const words = (app.ui.texts[key] ?? text).trim();
    if (!words || !(await send(words))) return;
    app.ui.texts[key] = "";
    app.keep(held, "");
    app.draw();
  };
  return h("form", { onsubmit: go, key },
    h("label", { class: "field" }, label, h("textarea", { rows: "3", maxlength: "140", value: text, oninput: type, "aria-describedby": `help-${key}` })),
    h("p", { class: "soft", id: `help-${key}` }, help, " ", say("signs_left", { n: 140 - text.length })),
    h("button", { class: "go", "aria-disabled": text.trim() ? null : "true" }, press));
}

// ---- treaties

function treatiesCard(app, closed) {
  const { treaties, me, team } = app.parts;
  if (!treaties) return null;
  const mine = treaties.list.filter((one) => one.can_sign || one.can_leave || one.can_withdraw || one.leaving);
  const waiting = treaties.list.filter((one) => one.can_sign).length;
  const title = waiting ? say("treaties_waiting", { n: waiting }) : say("treaties");
  const body = [
    treaties.list.length ? treaties.list.map((one) => treaty(app, one)) : h("p", { class: "soft" }, say("no_treaties")),
    me.observer || team.seat === "press" ? null : offer(app),
  ];
  return place(closed && !mine.length, "treaties", title, body);
}

function treaty(app, one) {
  const reply = (op) => () => app.give("treaty", { treaty: one.number, op });
  const act = app.parts.me.observer ? [] : [
    one.can_sign && button(say("treaty_sign"), reply("sign"), { class: "go" }),
    one.can_decline && button(say("treaty_decline"), reply("decline")),
    one.can_withdraw && button(say("treaty_withdraw"), reply("decline")),
    one.can_leave && button(say("treaty_leave"), reply("leave")),
    one.leaving && one.leaving !== app.parts.me.name && button(say("treaty_leave_too"), reply("leave")),
  ].filter(Boolean);
  return h("article", { class: `treaty ${one.status}`, key: `treaty ${one.number}` },
    h("h3", {}, say("treaty", { n: one.number }), h("span", { class: "tag" }, one.status_text)),
    h("p", { class: "soft" }, one.parties.join(", ")),
    h("ul", {}, one.clauses.map((text) => h("li", {}, text))),
    h("p", { class: "soft" }, one.mode, ". ", say("rounds_left", { n: one.rounds })),
    one.breached_by ? h("p", { class: "note warn" }, icon("alert"), say("broken_by", { team: one.breached_by })) : null,
    one.leaving ? h("p", { class: "note" }, tell("wants_to_leave", { name: plain(one.leaving) })) : null,
    act.length ? h("div", { class: "buttons" }, act) : null);
}

const EMPTY = () => ({ open: false, partners: [], clauses: [], mode: "binding", rounds: 2, pick: {} });

/** An offer in four steps: with whom, what is promised, how it binds, for how long. */
function offer(app) {
  const { form, offers_left: left } = app.parts.treaties;
  if (left < 1) return h("p", { class: "soft" }, say("no_offers_left"));
  app.ui.offer ||= EMPTY();
  const made = app.ui.offer;
  const send = async (event) => {
    event.preventDefault();
    const body = { parties: [form.own.seat, ...made.partners], clauses: made.clauses.map((one) => one.body), mode: made.mode, rounds: made.rounds };
    if (made.clauses.length && (await app.give("offer", body))) app.ui.offer = EMPTY();
    app.draw();
  };
  return h("details", { key: "offer", class: "inner" }, h("summary", {}, h("h3", {}, say("offer_treaty"))),
    h("p", { class: "soft" }, say("offers_left", { n: left })),
    h("form", { onsubmit: send }, offerForm(made, form, app.draw),
      h("button", { class: "go", "aria-disabled": made.clauses.length ? null : "true" }, say("offer_it"))));
}

/** The fields of an offer; `made` holds what is chosen. */
export function offerForm(made, form, draw) {
  const toggle = (seat) => (event) => {
    made.partners = event.target.checked ? [...made.partners, seat] : made.partners.filter((one) => one !== seat);
    draw();
  };
  const fits = made.partners.length > (form.own ? 0 : 1);
  return [
    h("fieldset", {}, h("legend", {}, say("with_whom")), form.partners.map((one) => h("label", { class: "pick", key: one.seat },
      h("input", { type: "checkbox", checked: made.partners.includes(one.seat), onchange: toggle(one.seat) }), one.name))),
    h("fieldset", {}, h("legend", {}, say("what_promised")),
      made.clauses.length ? h("ul", { class: "promises" }, made.clauses.map((one, i) => h("li", {}, one.text,
        button(icon("close"), () => { made.clauses.splice(i, 1); draw(); }, { class: "quiet", "aria-label": say("take_out", { what: one.text }) })))) : null,
      !fits ? h("p", { class: "soft" }, say("choose_partner"))
        : made.clauses.length < form.most_clauses ? clausePicker(made, form, draw) : null),
    h("fieldset", {}, h("legend", {}, say("how_binding")), form.modes.map((one) => h("label", { class: "pick" },
      h("input", { type: "radio", name: "mode", checked: made.mode === one.key, onchange: () => { made.mode = one.key; draw(); } }), h("span", {}, one.text)))),
    h("h4", { id: "for-rounds" }, say("for_rounds")),
    stepper({ label: say("for_rounds"), labelled: "for-rounds", step: made.rounds - 1, set: (step) => { made.rounds = step + 1; draw(); },
      steps: Array.from({ length: form.most_rounds }, (_, i) => say("rounds", { n: i + 1 })) }),
  ];
}

/** One more promise: its kind, what it is about, how far it goes. */
function clausePicker(made, form, draw) {
  const parties = [form.own, ...form.partners].filter((one) => one && (one === form.own || made.partners.includes(one.seat)));
  const kinds = form.kinds.map((one) => ({ ...one, choices: choicesOf(one, parties) })).filter((one) => one.choices.length);
  const pick = made.pick;
  const kind = kinds.find((one) => one.key === pick.kind) || kinds[0];
  if (!kind) return h("p", { class: "soft" }, say("nothing_to_promise"));
  const what = kind.choices.find((one) => one.key === pick.what) || kind.choices[0];
  const step = Math.min(pick.step ?? 0, Math.max(what.steps.length - 1, 0));
  const select = (label, value, options, key) => h("label", { class: "field" }, label,
    h("select", { value, onchange: (event) => { Object.assign(pick, key(event.target.value)); draw(); } },
      options.map((one) => h("option", { value: one.key }, one.title))));
  const text = sentence(kind, what, step);
  const add = () => {
    made.clauses.push({ text, body: what.body(step) });
    made.pick = {};
    draw();
  };
  return [
    select(say("kind_of_promise"), kind.key, kinds, (value) => ({ kind: value, what: undefined, step: 0 })),
    select(say("about_what"), what.key, kind.choices, (value) => ({ what: value, step: 0 })),
    what.steps.length ? select(say("how_far"), String(step), what.steps.map((title, i) => ({ key: String(i), title })), (value) => ({ step: Number(value) })) : null,
    what.help ? h("p", { class: "soft" }, what.help) : null,
    h("p", { class: "panel" }, text),
    button([icon("plus"), say("add_promise")], add),
  ];
}

function choicesOf(kind, parties) {
  const there = (seat) => parties.some((one) => one.seat === seat);
  const name = (seat) => parties.find((one) => one.seat === seat).name;
  if (kind.postures) {
    const steps = kind.postures.map((one) => one.title);
    return parties.map((one) => ({ key: one.seat, title: one.name, by: one.name, steps,
      body: (step) => ({ kind: kind.key, by: one.seat, limit: kind.postures[step].key }) }));
  }
  if (kind.deals) {
    return kind.deals.filter((one) => one.sides.every(there)).map((one) => ({ key: one.key, title: one.title, deal: one.title, help: one.help, steps: [],
      body: () => ({ kind: kind.key, deal: one.key }) }));
  }
  return kind.decisions.filter((one) => there(one.seat)).map((one) => ({
    key: `${one.seat}.${one.key}`, title: `${name(one.seat)}: ${one.title}`, by: name(one.seat), decision: one.title, steps: one.steps,
    body: (step) => ({ kind: kind.key, by: one.seat, decision: one.key, ...(kind.frozen ? {} : { limit: step }) }),
  }));
}

const sentence = (kind, what, step) =>
  kind.text.replace(/\{(\w+)\}/g, (_, key) => ({ by: what.by, decision: what.decision, deal: what.deal, step: what.steps[step] })[key] ?? "");

// ---- notes

function notesCard(app, closed) {
  const { talk, me } = app.parts;
  if (!talk.choices.length) return null;
  const ui = app.ui;
  ui.to ||= talk.partners[0]?.seat;
  ui.note ||= talk.choices[0].key;
  const select = (label, key, options) => h("label", { class: "field" }, label,
    h("select", { value: ui[key], onchange: (event) => { ui[key] = event.target.value; } }, options));
  const write = me.observer || me.muted ? null : [
    select(say("note_to"), "to", talk.partners.map((one) => h("option", { value: one.seat }, one.name))),
    select(say("note_what"), "note", talk.choices.map((one) => h("option", { value: one.key }, one.text))),
    button(say("send_note"), () => app.give("note", { to: ui.to, note: ui.note })),
    talk.free ? field(app, "note", { label: say("note_own"), help: "", press: say("send_note"),
      send: (text) => app.give("note", { to: ui.to, text }) }) : null,
  ];
  const list = talk.notes.map((one) => h("li", {}, h("strong", {}, one.from), " ", one.note,
    one.text ? h("q", { dir: "auto", translate: "no" }, one.text) : null));
  return place(closed, "notes", list.length ? say("notes_count", { n: list.length }) : say("notes"),
    list.length ? h("ul", { class: "said" }, list.reverse()) : h("p", { class: "soft" }, say("no_notes")), write);
}

// ---- the press desk

export function pressCards(app) {
  const { world } = app.parts;
  return [
    h("p", { class: "card" }, say("press_help")),
    textCard(app),
    world.statements.length ? card(say("said_in_public"), h("ul", { class: "said" }, world.statements.map(statement))) : null,
    treatiesCard(app, false),
  ];
}
