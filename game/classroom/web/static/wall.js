// The wall: what everybody may see, large.

import {
  announce, button, change, everySecond, given, h, icon, minutes, plain, remaining, render, say,
  shape, statement,
} from "./core.js";
import { lineChart, lineTable, shareBar, spaced } from "./charts.js";
import { Feed, post } from "./feed.js";
import { short, stageOf } from "./stages.js";

const root = document.getElementById("app");
const NARROW = 960; // below, it is a page like any other
const ui = { tables: false, blank: false };
const feed = new Feed({ query: `page=wall&lang=${given.code}`, first: given.view, changed: seen });

let place;
function seen() {
  const { class: room } = feed.parts;
  const now = `${room.round} ${room.phase} ${room.stage}`;
  if (place !== undefined && place !== now) announce(`${room.round_text} ${room.phase_text}`);
  place = now;
  draw();
  fit();
}

/** Smaller letters rather than a part that nobody sees: the wall is not scrolled. */
function fit() {
  const page = document.documentElement;
  for (let share = 1; share > 0.6; share -= 0.05) {
    page.style.setProperty("--fit", share);
    if (innerWidth < NARROW || page.scrollHeight <= innerHeight) return;
  }
}

function draw() {
  const { class: room } = feed.parts;
  document.title = `${room.phase_text} · ${room.title}`;
  if (room.blank || ui.blank) render(root, h("main", { id: "main", class: "dark" }, h("p", { class: "sr" }, say("blank"))));
  else if (feed.ended) render(root, h("main", { id: "main" }, h("h1", { tabindex: "-1", "data-rest": true }, feed.words || say("gone"))));
  else render(root, header(), h("main", { id: "main", class: room.phase, key: place }, body()), footer());
}

addEventListener("keydown", async (event) => {
  if (event.key.toLowerCase() !== "b" || event.ctrlKey || event.metaKey || event.altKey) return;
  const on = !(feed.parts.class.blank || ui.blank);
  const answer = await post("/api/t/switch", { what: "projector", on });
  ui.blank = answer.ok ? false : on; // without the teacher's cookie this screen alone goes dark
  draw();
});

// ---- the frame

function header() {
  const { class: room, clock, worlds } = feed.parts;
  const left = remaining(clock, feed.now());
  const paused = clock.left !== null && !["lobby", "resolve", "debrief", "over"].includes(room.phase);
  const where = [room.round_text, worlds.length === 1 ? worlds[0].name : "", worlds[0]?.date].filter(Boolean);
  return h("header", { class: "wall-top" },
    h("div", {}, h("p", { class: "where" }, room.phase === "lobby" ? room.title : where.join(" · ")),
      h("h1", { tabindex: "-1", "data-rest": true }, room.phase_text, room.practice ? h("span", { class: "tag" }, say("practice_tag")) : null)),
    feed.mode === "off" ? h("p", { class: "note warn" }, icon("alert"), say("offline_short")) : null,
    left === null ? null : h("p", { class: `clock ${left <= 10 && !paused ? "last" : ""}`, role: "timer" }, paused ? h("span", { class: "paused" }, say("paused")) : null, minutes(left)));
}

function footer() {
  const { class: room } = feed.parts;
  const charts = feed.parts.worlds.length === 1 && ["negotiate", "reflect"].includes(room.phase) && feed.parts.worlds[0].series.tension.length > 1;
  return h("footer", { class: "wall-foot" },
    room.open && room.phase !== "lobby" ? h("p", {}, plain(room.join.replace(/^https?:\/\//, "")), h("strong", { class: "code" }, spaced(room.code))) : h("p", {}),
    charts ? button(say(ui.tables ? "show_charts" : "show_tables"), () => { ui.tables = !ui.tables; draw(); fit(); }, { class: "quiet" }) : null,
    h("p", {}, say("online", { n: room.online })));
}

// ---- what each part of the game shows

function body() {
  const { class: room, worlds } = feed.parts;
  if (room.phase === "lobby") return lobby();
  if (room.phase === "debrief" || room.phase === "over") return stageOf(feed.parts, room.phase === "over");
  const asked = feed.parts.forecast ? h("p", { class: "lead" }, say("forecast", { label: feed.parts.forecast })) : null;
  if (worlds.length > 1) return [asked, side(room.phase)];
  return [asked, PHASES[room.phase]?.(worlds[0])];
}

const PHASES = {
  brief: (world) => h("div", { class: "two" }, news(world), panel(say("numbers"), numbers(world.numbers))),
  negotiate: (world) => {
    const drawn = world.series.tension.length > 1;
    const beside = [words(world), pacts(world)].filter(Boolean);
    if (drawn && !beside.length) return pictures(world, "three");
    const left = drawn ? pictures(world) : panel(say("numbers"), numbers(world.numbers));
    if (!beside.length) return h("div", { class: "two" }, world.story ? news(world) : null, left);
    return h("div", { class: drawn ? "two wide" : "two" }, left, h("div", { class: "stack" }, beside));
  },
  commit: (world) => [signatures(world), ecosystem(world)],
  resolve: (world) => [h("p", { class: "lead" }, say("resolving")), signatures(world, true)],
  reveal: (world) => h("div", { class: "two wide" }, cards(world.result), h("div", { class: "stack" },
    broken(world.result), panel(say("numbers"), numbers(world.result.numbers)))),
  reflect: (world) => h("div", { class: "two wide" }, pictures(world), h("div", { class: "stack" }, broken(world.result), causes(world.result))),
};

const panel = (title, ...kids) => h("section", { class: "panel" }, h("h2", {}, title), kids);

function lobby() {
  const { class: room, worlds, claim } = feed.parts;
  const many = worlds.length > 1;
  return [
    h("div", { class: "join" },
      h("div", { class: "stack" },
        claim ? h("p", { class: "claim" }, h("q", {}, claim)) : null,
        h("div", {}, h("p", { class: "soft" }, say("type_address")), h("p", { class: "address" }, plain(room.join.replace(/^http:\/\//, "")))),
        room.open ? h("div", {}, h("p", { class: "soft" }, say("and_code")), h("p", { class: "huge code" }, spaced(room.code))) : h("p", { class: "lead" }, icon("lock"), say("door_locked"))),
      room.open ? h("figure", {}, h("img", { class: "qr", src: "/qr.svg", alt: say("qr") }), h("figcaption", {}, say("or_scan"))) : null),
    h("ul", { class: "crews" }, worlds.map((world) => h("li", { key: world.key },
      many ? h("strong", {}, world.name) : null,
      world.teams.map((team) => h("span", { class: "crew", key: team.seat }, shape(team), many ? null : h("span", {}, team.name), h("strong", {}, team.people)))))),
  ];
}

function news(world) {
  if (world.story) return panel(say("story"), world.story.split("\n\n").map((part) => h("p", { class: "read" }, part)));
  return panel(say("news"), h("ul", { class: "news" }, world.headlines.slice(0, 6).map((one) =>
    h("li", {}, h("span", { class: "soft" }, one.date), h("span", {}, one.text)))));
}

const numbers = (rows) => h("dl", { class: "numbers" }, rows.map((row) => h("div", { key: row.key },
  h("dt", {}, row.label, short(row)), h("dd", {}, h("strong", {}, row.text), change(row)))));

function pictures(world, more = "") {
  const rows = world.numbers.map((row) => ({ ...row, series: world.series[row.key], fan: world.fan?.[row.key], dates: world.dates }));
  if (ui.tables) return h("div", { class: "charts tables", tabindex: "0", role: "region", "aria-label": say("numbers") }, rows.map(lineTable));
  return h("div", { class: `charts ${more}` }, rows.map((row) => h("figure", { key: row.key },
    h("figcaption", {}, h("span", {}, row.label, short(row)), h("strong", {}, row.text), change(row)), lineChart(row))),
  world.fan ? h("p", { class: "soft fan-key" }, say("fan_key")) : null);
}

function words(world) {
  if (!feed.parts.class.statements) return null;
  return world.statements.length ? panel(say("said_in_public"), h("ul", { class: "said" }, world.statements.slice(-6).map(statement))) : panel(say("said_in_public"), h("p", { class: "soft" }, say("nothing_said")));
}

function pacts(world) {
  const rows = world.treaties.slice(-4);
  return rows.length ? panel(say("treaties"), h("ul", { class: "pacts" }, rows.map((one) => h("li", {},
    h("strong", {}, one.parties.join(", ")), h("span", { class: "tag" }, one.status_text), h("span", {}, one.clauses.join("; ")))))) : null;
}

function signatures(world, all = false) {
  const teams = world.teams.filter((team) => team.seat !== "press");
  return h("ul", { class: "tiles" }, teams.map((team) => {
    const done = all || team.signed;
    return h("li", { key: team.seat, class: done ? "done" : "" }, shape(team), h("strong", {}, team.name),
      h("span", { class: "state" }, done ? [icon("check"), say("team_signed")] : say("team_open")));
  }));
}

function ecosystem(world) {
  const row = world.numbers.find((one) => one.key === "developer_share_sovereign");
  const values = world.series.developer_share_sovereign;
  if (!row || !values.length) return null;
  return panel(say("ecosystem"), shareBar({ share: values.at(-1), text: row.text, own: row.label, other: say("other_stacks") }));
}

const MOST_MOVES = 4;
const MOST_NEWS = 3; // worlds whose news fit beside each other

function cards(result) {
  return h("div", { class: "flips" }, result.cards.map((one) => h("article", { class: "flip", key: one.seat },
    h("h2", {}, shape(one), h("span", {}, one.name), one.how === "signed" ? null : h("span", { class: "tag" }, one.how_text)),
    one.moves.length ? h("ul", {}, one.moves.slice(0, MOST_MOVES).map((move) => h("li", {}, move.title, " ", icon(move.more ? "up" : "down"), h("strong", {}, move.after),
      move.bound ? h("span", { class: "tag" }, say("held")) : null)),
    one.moves.length > MOST_MOVES ? h("li", {}, say("and_more", { n: one.moves.length - MOST_MOVES })) : null) : h("p", { class: "soft" }, say("no_change")))));
}

const broken = (result) => (result?.breaches.length ? h("ul", { class: "broken" }, result.breaches.map((one) => h("li", {}, icon("alert"), one))) : null);

function causes(result) {
  if (!result) return null;
  const rows = result.moved.slice(0, 2);
  return panel(say("why_moved"), rows.map((one) => h("div", { class: "why", key: one.key },
    h("h3", {}, one.label, h("strong", {}, one.total)),
    h("ul", {}, one.causes.map((cause) => h("li", {}, h("span", {}, cause.text), h("strong", {}, cause.change)))))));
}

// ---- several worlds side by side

function side(phase) {
  const { worlds } = feed.parts;
  const revealed = phase === "reveal" || phase === "reflect";
  const rows = worlds[0].numbers.map((row) => row.key);
  const cell = (world, key) => (revealed && world.result ? world.result.numbers : world.numbers).find((one) => one.key === key);
  const marks = (world) => world.teams.filter((team) => team.seat !== "press").map((team) => shape(team, team.signed || phase === "resolve" ? "full" : "hollow"));
  const story = phase === "brief" && worlds[0].story;
  const table = h("table", { class: `side ${revealed ? "flip" : ""}` },
    h("caption", { class: "sr" }, say("worlds_side")),
    h("thead", {}, h("tr", {}, h("td", {}), worlds.map((world) => h("th", { scope: "col" }, world.name)))),
    h("tbody", {},
      rows.map((key) => h("tr", {}, h("th", { scope: "row" }, cell(worlds[0], key).label, short(cell(worlds[0], key))), worlds.map((world) => {
        const row = cell(world, key);
        return h("td", {}, h("strong", {}, row?.text ?? "–"), row ? change(row) : null);
      }))),
      phase === "commit" || phase === "resolve" ? h("tr", {}, h("th", { scope: "row" }, say("signed")), worlds.map((world) => h("td", { class: "marks" },
        h("span", { class: "sr" }, String(world.teams.filter((team) => team.signed).length)), marks(world)))) : null,
      revealed ? h("tr", {}, h("th", { scope: "row" }, say("broken_treaties")), worlds.map((world) => h("td", {}, h("strong", {}, world.result?.breaches.length ?? 0)))) : null,
      phase === "brief" && !story && worlds.length <= MOST_NEWS ? h("tr", {}, h("th", { scope: "row" }, say("news")), worlds.map((world) => h("td", {}, world.headlines.at(-1)?.text))) : null));
  if (!story) return table;
  return worlds.length > MOST_NEWS ? news(worlds[0]) : h("div", { class: "two" }, news(worlds[0]), table);
}

// ---- begin

seen();
feed.start();
addEventListener("resize", fit);
document.fonts?.ready.then(fit);
everySecond(draw, () => remaining(feed.parts.clock, feed.now()));
