// A student's page: who you are, what is going on, and what you can do about it now.

import {
  announce, button, card, change, everySecond, folded, given, h, icon, minutes, plain, remaining,
  render, say, shape, statement, store, tell,
} from "./core.js";
import { debriefCards, exitCard } from "./debrief.js";
import { Feed, Outbox, forgetOthers } from "./feed.js";
import { moveCards, moveBar, sheetRows, standingCard } from "./sheet.js";
import { pressCards, talkCards } from "./talk.js";

const name = given.name;
const code = given.view.parts.class.code;
const prefix = `class ${code} ${name}`;
const root = document.getElementById("app");

/** What the parts of the page share: the view, what is being typed, and how to send it. */
const app = {
  ui: { toast: "", refusals: 0, draft: null, sign: null, standing: null, offer: null, texts: {} },
  get parts() {
    return feed.parts;
  },
  draw,
  give(command, body, instead) {
    app.ui.toast = "";
    return outbox.give(command, body, instead);
  },
  keep: (key, value) => store.set(`${prefix} ${key}`, JSON.stringify(value)),
  kept: (key) => JSON.parse(store.get(`${prefix} ${key}`) || "null"),
};

forgetOthers(code);
const feed = new Feed({ query: `page=student&seat=${name}`, first: given.view, changed: seen });
const outbox = new Outbox({
  name: prefix,
  path: (command) => `/api/${command}?seat=${name}`,
  changed: draw,
  refused(answer) {
    app.ui.toast = answer.error || say("error");
    app.ui.refusals += 1; // what was clicked in vain is drawn anew
    announce(app.ui.toast);
    if (answer.status === 403) feed.ask();
  },
});
/** Something new came: forget what belonged to the phase before, and say what is on. */
function seen() {
  const { class: room } = app.parts;
  const place = `${room.round} ${room.phase} ${room.stage}`;
  if (app.ui.place !== undefined && app.ui.place !== place) {
    announce(room.phase_text);
    scrollTo({ top: 0 });
    app.ui.sign = null;
    app.ui.toast = "";
  }
  whereFrom(place);
  if (app.ui.round !== room.round) app.ui.draft = app.kept(`draft ${room.round}`);
  Object.assign(app.ui, { place, round: room.round });
  draw();
}

/** Whether the student was moved since the page before, and so must be told until the next part. */
function whereFrom(place) {
  const { team, world, class: room } = app.parts;
  const now = { seat: team.seat, world: world.name, lang: document.documentElement.lang, lobby: room.phase === "lobby" };
  const was = app.kept("seat") || now;
  const elsewhere = was.world && now.world && was.lang === now.lang && was.world !== now.world;
  // Who is moved as the class begins may hear of it a moment before the first part is on.
  const moved = was.seat !== now.seat || elsewhere || (was.lobby && was.moved) ? place : was.moved;
  app.keep("seat", { ...now, moved });
  app.ui.moved = moved === place;
}

function draw() {
  document.title = `${app.parts.class.phase_text} · ${app.parts.team.name}`;
  if (feed.ended) render(root, away());
  else if (app.parts.class.blank) render(root, header(), blank());
  else render(root, header(), main(), bar());
}

// ---- the frame

function header() {
  const { class: room, team, me, clock } = app.parts;
  const left = remaining(clock, feed.now());
  const paused = clock.left !== null && !["lobby", "resolve", "debrief", "over"].includes(room.phase);
  return h("header", { class: "top" },
    h("div", { class: "top-row" },
      h("p", { class: "team" }, shape(team), h("strong", {}, team.name)),
      left === null ? null : h("p", { class: "clock", role: "timer", "aria-label": say("time_left", { time: minutes(left) }) },
        paused ? h("span", { class: "paused" }, say("paused")) : null, minutes(left))),
    h("div", { class: "top-row small" },
      h("p", {}, [me.role, plain(name)].filter(Boolean).flatMap((one, i) => (i ? [" · ", one] : [one]))),
      h("p", { class: `link ${lost() ? "off" : feed.mode}` }, connection())),
    steps(room));
}

const lost = () => feed.mode === "off" || outbox.lost;

function connection() {
  if (lost()) return say("offline_short");
  if (outbox.waiting) return say("sending");
  return say(feed.mode === "slow" ? "slow_short" : "connected");
}

const ROUND = ["brief", "negotiate", "commit", "reveal", "reflect"];

/** Where in the round we are. */
function steps(room) {
  const phase = room.phase === "resolve" ? "reveal" : room.phase;
  if (!ROUND.includes(phase)) return null;
  const at = ROUND.indexOf(phase);
  return h("ol", { class: "steps", "aria-label": say("parts_of_round") },
    ROUND.map((one, i) => h("li", { class: i < at ? "done" : i === at ? "now" : "", "aria-current": i === at ? "step" : null },
      say(`step_${one}`))));
}

function main() {
  const { class: room, me } = app.parts;
  const { trouble } = outbox;
  return h("main", { id: "main" },
    h("p", { class: "where" }, [room.round_text, app.parts.world.name, app.parts.world.date].filter(Boolean).join(" · ")),
    h("h1", { tabindex: "-1", "data-rest": true }, app.ui.sign ? say("sign_title") : room.phase_text),
    lost() ? h("p", { class: "note warn" }, icon("alert"), say("offline")) : null,
    trouble ? h("p", { class: "note warn" }, icon("alert"), trouble) : null,
    app.ui.moved ? h("p", { class: "note warn" }, icon("alert"), h("span", {}, say("you_moved", { team: [app.parts.team.name, app.parts.world.name].filter(Boolean).join(", ") }))) : null,
    room.practice ? h("p", { class: "note" }, say("practice")) : null,
    me.observer ? h("p", { class: "note" }, say("observer")) : null,
    me.muted ? h("p", { class: "note" }, say("muted")) : null,
    app.parts.team.nudged && ROUND.includes(room.phase) ? h("p", { class: "note warn" }, icon("alert"), say("nudged")) : null,
    toast(),
    h("div", { class: "cards", key: app.ui.place }, cards()));
}

function toast() {
  return h("div", { role: "alert", key: "toast" }, app.ui.toast
    ? h("p", { class: "note warn" }, icon("alert"), h("span", {}, app.ui.toast),
      button(icon("close"), () => { app.ui.toast = ""; draw(); }, { class: "quiet", "aria-label": say("dismiss") }))
    : null);
}

function bar() {
  const found = app.parts.class.phase === "commit" ? moveBar(app) : null;
  return found ? h("div", { class: "bar", key: "bar", role: "region", "aria-label": say("your_move") }, found) : null;
}

function blank() {
  return h("main", { id: "main", class: "blank" }, h("h1", { tabindex: "-1", "data-rest": true }, say("look_up")));
}

function away() {
  return h("main", { id: "main", class: "blank" },
    h("h1", { tabindex: "-1", "data-rest": true }, say(feed.mode === "moved" ? "moved" : "gone")),
    feed.words ? h("p", {}, feed.words) : null,
    h("p", {}, say("moved_help")),
    h("p", {}, h("a", { class: "button", href: `/j/${code}` }, say("to_door"))));
}

// ---- what each part of the game shows

const PHASES = {
  lobby: () => [seatCard(), teamCard(), goalsCard(), standingCard(app), storyCard(true), languageCard()],
  brief: () => [storyCard(), aimCard(), goalsCard(), numbersCard(), standingCard(app)],
  negotiate: () => [...talkCards(app), sheetRows(app) ? prepareCard() : null, numbersCard(), storyCard(true)],
  commit: () => [...moveCards(app), ...talkCards(app, true)],
  resolve: () => [h("p", { class: "card" }, say("resolving")), receiptCard()],
  reveal: () => [forecastCard(), ...resultCards()],
  reflect: () => [forecastCard(), ...resultCards(), standingCard(app)],
  debrief: () => debriefCards(app),
  over: () => [exitCard(app), h("p", { class: "card" }, say("thanks")), scoreCard()],
};

function cards() {
  const { class: room, team } = app.parts;
  if (team.seat === "press" && !["debrief", "over", "lobby"].includes(room.phase)) {
    return [...pressCards(app), storyCard(false, false), ...(room.phase === "reveal" || room.phase === "reflect" ? [forecastCard(), ...resultCards()] : []), numbersCard()];
  }
  return PHASES[room.phase]();
}

function seatCard() {
  return card(say("your_seat"), h("p", { class: "big-name" }, plain(name)), h("p", { class: "soft" }, say("seat_help")));
}

function teamCard() {
  const { team, me } = app.parts;
  return card(null,
    h("h2", { class: "team" }, shape(team), team.name),
    h("p", { class: "soft" }, team.part),
    h("p", {}, team.line),
    h("p", { class: "soft" }, say("teams_later")),
    me.role ? h("div", { class: "panel" }, h("h3", {}, tell("you_are", { role: me.role })), h("p", {}, me.aim)) : null,
    h("h3", {}, say("team_table")),
    h("ul", { class: "people" }, team.members.map((one) => h("li", { key: one.name, class: one.here ? "" : "gone" },
      plain(one.name), h("span", { class: "soft" }, one.role),
      one.here ? null : h("span", { class: "tag" }, say("not_here"))))));
}

function aimCard() {
  const { me, team } = app.parts;
  if (!me.role) return null;
  return card(tell("you_are", { role: me.role }), h("p", {}, me.aim),
    team.capital === null || team.capital === undefined ? null
      : h("p", { class: "soft" }, say("capital", { value: Math.round(team.capital) })));
}

function goalsCard() {
  const { team } = app.parts;
  if (!team.goals?.length) return null;
  return folded("goals", team.score === null ? say("goals") : say("goals_score", { score: Math.round(team.score) }),
    h("ul", { class: "goals" }, team.goals.map((one) => h("li", {},
      h("p", {}, h("strong", {}, one.text), one.points === null ? null : h("span", { class: "tag" }, say("points", { n: one.points }))),
      h("p", { class: "soft" }, one.value ? say("goal_now", one) : say("goal_range", one)),
      h("p", { class: "soft" }, one.why)))));
}

function storyCard(closed = false, said = true) {
  const { world } = app.parts;
  const news = world.headlines.map((one) => h("li", {}, h("span", { class: "soft" }, one.date), " ", one.text));
  const body = [
    world.story ? world.story.split("\n\n").map((part) => h("p", {}, part)) : null,
    news.length ? h("ul", { class: "news" }, news) : null,
    said && world.statements.length ? h("ul", { class: "said" }, world.statements.map(statement)) : null,
  ];
  if (!world.story && !news.length && !world.statements.length) return null;
  const title = say(world.story ? "story" : "news");
  return closed ? folded("story", title, body) : card(title, body);
}

function numbersCard() {
  const rows = app.parts.world.numbers;
  if (!rows.length) return null;
  return folded("numbers", say("numbers"), numbers(rows));
}

const numbers = (rows) => h("dl", { class: "numbers" }, rows.map((row) => h("div", {},
  h("dt", {}, row.label, h("span", { class: "soft" }, row.unit)),
  h("dd", {}, h("strong", {}, row.text), change(row)))));

function prepareCard() {
  return h("details", { class: "card" }, h("summary", {}, h("h2", {}, say("prepare"))),
    h("p", { class: "soft" }, say("prepare_help")), sheetRows(app), moveBar(app));
}

function receiptCard() {
  const { team } = app.parts;
  return team.receipt ? h("p", { class: "card soft" }, tell("receipt", { code: plain(team.receipt) })) : null;
}

function languageCard() {
  const { me } = app.parts;
  return card(say("language"), h("label", { class: "field" }, h("span", { class: "sr" }, say("language")),
    h("select", {
      value: me.language,
      onchange: async (event) => {
        if (await app.give("speak", { language: event.target.value })) location.reload();
      },
    }, given.languages.map(([key, text]) => h("option", { value: key, lang: key, translate: "no" }, text)))));
}

// ---- after the round

function resultCards() {
  const { result, team } = app.parts;
  if (!result) return [];
  return [
    result.breaches.length ? card(say("broken"), h("ul", {}, result.breaches.map((one) => h("li", {}, one)))) : null,
    result.causes.length ? card(say("your_score", { score: Math.round(result.score ?? 0), change: result.score_change }),
      h("p", { class: "soft" }, say("why_score")), causes(result.causes)) : null,
    h("section", { class: "flips", key: `cards ${result.round}` }, h("h2", {}, say("moves")),
      result.cards.map((one) => moveCard(one, one.seat === team.seat))),
    card(say("numbers"), numbers(result.numbers)),
    result.ended ? h("p", { class: "note" }, say("ended")) : null,
  ];
}

const causes = (rows) => h("ul", { class: "causes" }, rows.map((one) => h("li", {},
  h("span", {}, one.text), h("strong", {}, one.change))));

/** A team's move, turned over. */
function moveCard(one, own) {
  return h("article", { class: `card flip ${own ? "own" : ""}` },
    h("h3", { class: "team" }, shape(one), one.name, h("span", { class: "tag" }, one.how_text)),
    one.moves.length
      ? h("ul", {}, one.moves.map((move) => h("li", {}, move.title, ": ",
        h("span", { class: "soft" }, move.before, " → "), h("strong", {}, move.after),
        move.bound ? h("span", { class: "tag" }, say("held")) : null)))
      : h("p", { class: "soft" }, say("no_change")));
}

function forecastCard() {
  const { me } = app.parts;
  const { forecast, settled } = me;
  const last = settled ? h("p", { class: settled.came ? "note good" : "note" },
    say(settled.came ? "forecast_right" : "forecast_wrong", { label: settled.label, p: Math.round(settled.p * 100) })) : null;
  if (!forecast) return last;
  const mine = { ...forecast.mine, ...app.ui.texts[`forecast ${forecast.round}`] };
  const choose = (what) => () => {
    const next = { ...mine, ...what };
    app.ui.texts[`forecast ${forecast.round}`] = next;
    if (next.up !== undefined && next.p !== undefined) {
      app.give("predict", { round: forecast.round, item: forecast.item, up: next.up, p: next.p }, true);
    }
    draw();
  };
  const option = (text, what, on) => button(text, choose(what), { class: "choice", "aria-pressed": String(on) });
  return card(say("forecast"), last,
    h("p", {}, forecast.question),
    h("p", {}, h("strong", {}, forecast.label), " ", h("span", { class: "soft" }, forecast.unit)),
    h("div", { class: "choices", role: "group", "aria-label": forecast.label },
      option([icon("up"), say("higher")], { up: true }, mine.up === true),
      option([icon("down"), say("lower")], { up: false }, mine.up === false)),
    h("p", { id: "sure" }, say("how_sure")),
    h("div", { class: "choices", role: "group", "aria-labelledby": "sure" },
      [0.5, 0.7, 0.9].map((p) => option(`${p * 100}%`, { p }, mine.p === p))),
    h("p", { class: "soft" }, say(forecast.mine ? "forecast_saved" : "forecast_help")));
}

function scoreCard() {
  const { forecasts } = app.parts.me;
  return forecasts.count ? card(say("your_forecasts"), h("p", {}, say("forecast_score", { ...forecasts, n: forecasts.count }))) : null;
}

// ---- begin

seen();
feed.start();
everySecond(draw, () => remaining(feed.parts.clock, feed.now()));
