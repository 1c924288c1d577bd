// Beside the teams: the way in, who knocks, texts that wait, what to say now, the plan.

import { button, card, folded, h, plain, say } from "./core.js";
import { spaced } from "./charts.js";

export function side(app) {
  const { class: room } = app.parts;
  return [
    knocks(app), texts(app),
    room.phase === "lobby" ? null : sayNow(app),
    join(app), paceCard(app), plan(app),
  ];
}

function join(app) {
  const { class: room } = app.parts;
  if (room.over) return null;
  const body = [
    h("p", {}, plain(room.join, { class: "address" })),
    h("p", { class: "code big" }, spaced(room.code)),
    room.locked ? h("p", { class: "note" }, say("locked")) : null,
    h("img", { class: "qr", src: "/qr.svg", alt: say("qr"), width: "160", height: "160" }),
    h("a", { class: "button", href: app.wall, target: "_blank", rel: "noopener" }, say("open_wall")),
  ];
  return room.phase === "lobby" ? card(say("join"), body) : folded("join", [say("join"), " ", h("span", { class: "code" }, spaced(room.code))], body);
}

function knocks(app) {
  const rows = app.parts.knocks;
  if (!rows.length) return null;
  const answer = (knock, let_in) => () => app.give("admit", { knock, let_in });
  return h("section", { class: "card urgent", key: "knocks" }, h("h2", {}, say("knocking", { n: rows.length })),
    h("ul", { class: "plain" }, rows.map((one) => h("li", { key: one.knock },
      h("p", {}, one.member ? [plain(one.member), " ", say("other_device")] : say("newcomer")),
      h("div", { class: "buttons" }, button(say("let_in"), answer(one.knock, true), { class: "go" }), button(say("send_away"), answer(one.knock, false)))))));
}

function texts(app) {
  const rows = app.parts.texts;
  if (!rows.length) return null;
  const show = (item, on) => () => app.give("switch", { what: "text", item, on });
  return h("section", { class: "card urgent", key: "texts" }, h("h2", {}, say("texts_wait", { n: rows.length })),
    h("ul", { class: "plain" }, rows.map((one) => h("li", { key: one.item },
      h("p", {}, h("strong", {}, one.team), " ", h("q", { translate: "no", dir: "auto" }, one.text)),
      h("div", { class: "buttons" }, button(say("show_text"), show(one.item, true), { class: "go" }), button(say("hide_text"), show(one.item, false)))))));
}

function sayNow(app) {
  const rows = app.parts.say;
  return rows.length ? card(say("say_now"), h("ol", {}, rows.map((text) => h("li", {}, text)))) : null;
}

const clockTime = (at) => new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }).format(new Date(at * 1000));

function paceCard(app) {
  const { pace, settings, class: room } = app.parts;
  if (room.over || pace.state === "none") return null;
  const accept = () => app.give("settings", { settings: accepted(pace.offer, pace, settings, Math.max(room.round, 0)) });
  return card(say("pace"),
    h("p", {}, pace.ends_at ? say("ends_at", { time: clockTime(pace.ends_at) }) : ""),
    pace.words ? h("p", {}, pace.words) : null,
    pace.offer ? button(pace.offer_text, accept, { class: "go" }) : null);
}

/** What an offer of the pace clock changes in the settings. */
function accepted(offer, pace, settings, round) {
  if (offer === "shorten") return { seconds: { ...settings.seconds, negotiate: Math.max(1, Math.round(settings.seconds.negotiate / 2)) } };
  return { rounds: offer === "add" ? settings.rounds + 1 : Math.max(1, round + pace.rounds_left) };
}

function plan(app) {
  const { settings } = app.parts;
  return folded("plan", say("plan"),
    h("p", { class: "soft" }, settings.aim),
    h("table", { class: "data" }, h("caption", { class: "sr" }, say("plan")),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, say("minutes")), h("th", { scope: "col" }, say("what")))),
      h("tbody", {}, app.parts.plan.map((one) => h("tr", {}, h("td", {}, `${one.from}–${one.to}`), h("td", {}, one.what))))));
}
