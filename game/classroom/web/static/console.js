// The teacher's console: what comes next, who holds the class up, and everything that can be done.

import {
  announce, button, everySecond, given, h, icon, menu, minutes, remaining, render, say,
} from "./core.js";
import { deviceDialog, saveMenu, settingsDialog } from "./settings.js";
import { debriefPanel } from "./court.js";
import { Feed, Outbox } from "./feed.js";
import { side } from "./side.js";
import { teamsPanel, teamDialogs } from "./teams.js";

const root = document.getElementById("app");

/** What the parts of the console share. */
const app = {
  ui: { toast: "", dialog: null, world: "", pressed: "", texts: {} },
  get parts() {
    return feed.parts;
  },
  wall: given.wall,
  draw,
  give(command, body) {
    app.ui.toast = "";
    return outbox.give(command, body);
  },
  open(kind, more = {}) {
    app.ui.dialog = { kind, ...more };
    draw();
  },
  close() {
    document.querySelector("dialog[open]")?.close();
  },
  /** Ask before what cannot be undone. */
  confirm: (text, act, press) => app.open("confirm", { text, act, press }),
  refuse(words) {
    app.ui.toast = words || say("error");
    app.ui.pressed = "";
    announce(app.ui.toast);
    draw();
  },
};

const feed = new Feed({ query: `page=console&lang=${given.code}`, first: given.view, changed: seen });
const outbox = new Outbox({ path: (command) => `/api/t/${command}`, changed: draw, refused: (answer) => app.refuse(answer.error) });

const place = () => {
  const { class: room } = app.parts;
  return `${room.round} ${room.phase} ${room.stage}`;
};

function seen() {
  const now = place();
  if (app.ui.place !== undefined && app.ui.place !== now) {
    announce(`${app.parts.class.round_text} ${app.parts.class.phase_text}`);
    app.ui.toast = "";
  }
  app.ui.place = now;
  if (!app.parts.worlds.some((one) => one.name === app.ui.world)) app.ui.world = app.parts.worlds[0]?.name;
  draw();
}

function draw() {
  const { class: room } = app.parts;
  document.title = `${room.phase_text} · ${room.title}`;
  if (feed.ended) render(root, h("main", { id: "main" }, h("h1", { tabindex: "-1", "data-rest": true }, feed.words || say("error"))));
  else render(root, top(), bar(), main(), dialog());
}

// ---- the frame

function top() {
  const { class: room, clock, pace } = app.parts;
  const left = remaining(clock, feed.now());
  const paused = clock.left !== null && !["lobby", "resolve", "debrief", "over"].includes(room.phase);
  return h("header", { class: "con-top" },
    h("div", {}, h("p", { class: "small" }, room.title, room.practice ? ` · ${say("practice_tag")}` : ""),
      h("h1", { tabindex: "-1", "data-rest": true }, [room.round_text, room.phase_text].filter(Boolean).join(" · "))),
    left === null ? null : h("p", { class: "clock", role: "timer" }, paused ? h("span", { class: "paused" }, say("paused")) : null, minutes(left)),
    h("p", {}, h("strong", {}, say("online_of", { n: room.online, all: room.students }))),
    h("p", { class: `pace ${pace.state}` }, h("strong", {}, pace.text), pace.words ? h("span", { class: "small" }, pace.words) : null),
    feed.mode === "off" ? h("p", { class: "note warn" }, icon("alert"), say("offline_short")) : null);
}

/** Every step names the phase and stage that it was meant for, so that two presses skip none. */
function clockwork(op, more = {}) {
  const { phase, stage } = app.parts.class;
  return app.give("clock", { op, phase, stage, ...more });
}

async function next() {
  if (app.ui.pressed === place() || waiting()) return;
  app.ui.pressed = place();
  draw();
  await clockwork("next");
  setTimeout(() => { app.ui.pressed = ""; draw(); }, 1500);
}

const waiting = () => app.parts.class.phase === "resolve" || app.parts.worlds.some((one) => !one.ready);

function bar() {
  const { class: room, clock } = app.parts;
  const over = room.phase === "over";
  const runs = clock.ends_at !== null || clock.left !== null;
  const round = !["lobby", "resolve", "debrief", "over"].includes(room.phase);
  const blank = (what, key) => {
    const on = room.blank.includes(what);
    return button([icon(on ? "off" : "on"), say(key)], () => app.give("switch", { what, on: !on }), { "aria-pressed": String(on) });
  };
  return h("div", { class: "con-bar", role: "group", "aria-label": say("steering") },
    over ? null : button(say(app.parts.class.phase === "resolve" ? "model_plays" : "next_is", { what: app.parts.next }), next, { class: "go large", "aria-disabled": waiting() || app.ui.pressed === place() ? "true" : null }),
    round && runs ? button(say("extend"), () => clockwork("extend", { seconds: 30 })) : null,
    round && runs ? (clock.left === null ? button([icon("pause"), say("pause")], () => clockwork("pause")) : button([icon("play"), say("resume")], () => clockwork("resume"))) : null,
    undoMenu(),
    room.phase === "lobby" ? button(say("settings"), () => app.open("settings")) : null,
    blank("projector", "blank_wall"), blank("phones", "blank_phones"),
    button([icon("lock"), say("lock")], () => app.give("switch", { what: "door", on: !room.locked }), { "aria-pressed": String(room.locked) }),
    menu("save", say("save_menu"), saveMenu()),
    moreMenu());
}

function undoMenu() {
  const marks = app.parts.marks;
  if (!marks.length) return null;
  return menu("undo", [icon("undo"), say("undo")], marks.slice(0, 12).map((one) =>
    button(say("back_to", { what: one.text }), () => app.give("clock", { op: "undo", mark: one.mark }))));
}

function moreMenu() {
  const { class: room, debrief } = app.parts;
  const link = (text, href) => h("a", { class: "button", href, target: "_blank", rel: "noopener" }, text);
  const playing = !["lobby", "over"].includes(room.phase);
  return menu("more", say("more_menu"), [
    room.phase === "lobby" ? null : button(say("settings"), () => app.open("settings")),
    link(say("open_wall"), app.wall),
    link(say("open_rehearsal"), `/t/rehearsal?lang=${given.code}`),
    button(say("another_device"), () => app.open("device")),
    playing && room.phase !== "debrief" ? button(say("debrief_now"), () => app.confirm(say("debrief_sure"), () => clockwork("debrief"), say("debrief_now"))) : null,
    ...(playing ? debrief.played : []).map((n) => button(say("fork", { n }), () => app.confirm(say("fork_sure", { n }), () => app.give("clock", { op: "fork", round: n }), say("fork", { n })))),
    room.phase === "over" ? null : button(say("end"), () => app.confirm(say("end_sure"), () => clockwork("end"), say("end"))),
    button(say("delete"), () => app.confirm(say("delete_sure"), remove, say("delete"))),
  ]);
}

async function remove() {
  if (await app.give("delete", { confirm: true })) {
    feed.words = say("deleted");
    feed.become("gone");
  }
}

function main() {
  const { class: room, model, worlds } = app.parts;
  const debriefing = room.phase === "debrief" || room.phase === "over";
  const cold = !app.parts.trouble && worlds.some((one) => !one.ready);
  return h("main", { id: "main", class: "con-main" },
    alerts(cold && model !== "ready"),
    h("div", { class: "con-left" }, debriefing ? debriefPanel(app) : null, teamsPanel(app, debriefing)),
    h("div", { class: "con-right" }, side(app)));
}

function alerts(cold) {
  const { trouble, halted } = app.parts;
  const note = (text, act) => h("p", { class: "note warn" }, icon("alert"), h("span", {}, text), act);
  return h("div", { role: "alert", class: "alerts" },
    trouble ? note(trouble, halted ? button(say("try_again"), () => app.give("clock", { op: "again" })) : null) : null,
    outbox.trouble ? note(outbox.trouble) : null,
    app.ui.toast ? note(app.ui.toast, button(icon("close"), () => { app.ui.toast = ""; draw(); }, { class: "quiet", "aria-label": say("dismiss") })) : null,
    cold ? h("p", { class: "note" }, say("compiling")) : null);
}

// ---- dialogs

const DIALOGS = { confirm: confirmDialog, settings: settingsDialog, device: deviceDialog, ...teamDialogs };

function dialog() {
  const open = app.ui.dialog;
  if (!open) return null;
  const [title, ...body] = DIALOGS[open.kind](app, open);
  const gone = () => { app.ui.dialog = null; draw(); };
  return h("dialog", { key: `${open.kind} ${open.team || ""}`, made: (el) => el.showModal(), onclose: gone, "aria-labelledby": "dialog-title" },
    h("div", { class: "dialog-top" }, h("h2", { id: "dialog-title" }, title), button(icon("close"), app.close, { class: "quiet", "aria-label": say("close") })),
    app.ui.toast ? h("p", { class: "note warn", role: "alert" }, icon("alert"), h("span", {}, app.ui.toast)) : null,
    body);
}

function confirmDialog(_, { text, act, press }) {
  const go = () => { app.close(); act(); };
  return [say("sure"), h("p", {}, text), h("div", { class: "buttons" }, button(say("back"), app.close), button(press, go, { class: "go" }))];
}

// ---- begin

seen();
feed.start();
everySecond(draw, () => remaining(feed.parts.clock, feed.now()));
