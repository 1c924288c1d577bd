// The door: a code and one button; or the seat that this browser, or its owner, had before.

import { announce, button, card, given, h, icon, plain, render, say, store, tell } from "./core.js";
import { post } from "./feed.js";

const root = document.getElementById("app");
const ui = { code: given.filled || "", name: "", word: "", error: "", lacking: false, busy: false, seat: null, knock: "", fresh: !given.seats.length };
const ASK_MS = 2000;

/** One key for each attempt to join, so that an answer that was lost does not take a second seat. */
function joinKey() {
  const key = store.get("join key") || Array.from(crypto.getRandomValues(new Uint8Array(12)), (one) => one.toString(16).padStart(2, "0")).join("");
  store.set("join key", key);
  return key;
}

async function enter(path, body, key) {
  ui.busy = true;
  ui.error = "";
  draw();
  const answer = await post(path, body, key);
  ui.busy = false;
  if (answer.again) ui.error = answer.error || say("no_answer");
  else if (!answer.ok) ui.error = answer.error;
  else if (answer.said.knock) knock(answer.said.knock);
  else seated(answer.said);
  if (!answer.again) store.remove("join key");
  if (ui.error) announce(ui.error);
  draw();
}

function seated(said) {
  ui.seat = said;
  ui.knock = "";
  announce(say("your_seat_is", { name: said.name, word: said.word }));
}

/** Ask every two seconds whether the teacher has opened the door. */
function knock(id) {
  ui.knock = id;
  const ask = async () => {
    try {
      const answer = await fetch(`/api/knock/${id}`, { cache: "no-store" });
      const said = await answer.json();
      if (answer.status === 202) return setTimeout(ask, ASK_MS);
      ui.knock = "";
      if (answer.ok) seated(said);
      else ui.error = said.error;
    } catch {
      return setTimeout(ask, ASK_MS);
    }
    return draw();
  };
  setTimeout(ask, ASK_MS);
}

function draw() {
  render(root, h("main", { id: "main" }, brand(), ui.seat ? welcome() : ui.knock ? waiting() : [door(), foot()]));
}

const brand = () => h("p", { class: "brand", translate: "no" },
  h("svg", { viewBox: "0 0 32 24", "aria-hidden": "true", fill: "none", "stroke-width": "3", "stroke-linecap": "round" },
    h("path", { d: "M2 12h10", stroke: "currentColor" }), h("path", { d: "M12 12c6 0 7-8 16-8", stroke: "#4ba9e2" }),
    h("path", { d: "M12 12c6 0 7 8 16 8", stroke: "#f2a900" })), "TWO STACKS");

const failed = () => h("div", { role: "alert" }, ui.error ? h("p", { class: "note warn" }, icon("alert"), h("span", {}, ui.error)) : null);

const typed = (key, label, props = {}) => h("label", { class: "field" }, label,
  h("input", { value: ui[key], autocomplete: "off", autocapitalize: "none", spellcheck: "false", required: true,
    oninput: (event) => { ui[key] = event.target.value; }, ...props }));

const codeField = (more) => typed("code", say("code"), { class: "code", maxlength: "12", autocapitalize: "characters", inputmode: "text", "aria-describedby": "code-help", ...more });

function door() {
  return [
    h("h1", { tabindex: "-1", "data-rest": true }, say("title")),
    failed(),
    given.seats.map((name) => h("a", { class: "button go wide", href: `/s/${name}`, key: name }, tell("go_on_as", { name: plain(name) }))),
    ui.fresh ? joinForm() : button(say("join_new"), () => { ui.fresh = true; draw(); }, { class: "wide" }),
    h("details", { class: "card" }, h("summary", {}, h("h2", {}, say("was_here"))), backForm()),
  ];
}

function joinForm() {
  const submit = (event) => {
    event.preventDefault();
    if (!ui.busy) enter("/api/join", { code: ui.code, language: given.code }, joinKey());
  };
  return h("form", { class: "card", onsubmit: submit, key: "join" },
    codeField(), h("p", { class: "soft", id: "code-help" }, say("code_help")),
    h("button", { class: "go wide", "aria-disabled": ui.busy ? "true" : null }, say(ui.busy ? "wait" : "join")),
    h("p", { class: "soft" }, say("no_account")));
}

function backForm() {
  const submit = (event) => {
    event.preventDefault();
    ui.lacking = !ui.code.trim();
    draw();
    if (ui.lacking) event.target.querySelector(".code").focus();
    else if (!ui.busy) enter("/api/rejoin", { code: ui.code, name: ui.name, word: ui.word });
  };
  return h("form", { onsubmit: submit },
    h("p", { class: "soft" }, say("was_here_help")),
    codeField({ required: false, "aria-describedby": "code-too", "aria-invalid": ui.lacking ? "true" : null }),
    h("p", { id: "code-too", class: ui.lacking ? "note warn" : "soft", role: "status" }, ui.lacking ? icon("alert") : null, h("span", {}, say("code_too"))),
    typed("name", say("seat_name")), typed("word", say("secret_word")),
    h("button", { class: "wide" }, say("come_back")));
}

function waiting() {
  return h("div", { class: "card" }, h("h1", { tabindex: "-1", "data-rest": true }, say("knocking")), h("p", { role: "status" }, say("knocking_help")));
}

function welcome() {
  const { name, word, page } = ui.seat;
  return [
    h("h1", { tabindex: "-1", "data-rest": true }, say("welcome")),
    h("div", { class: "card word-card" }, h("p", { class: "soft" }, say("seat_name")), h("strong", {}, plain(name)),
      h("p", { class: "soft" }, say("secret_word")), h("strong", {}, plain(word))),
    h("p", {}, say("write_down")),
    h("a", { class: "button go wide", href: page }, say("go_on")),
  ];
}

function foot() {
  const change = (event) => { location.search = `?lang=${event.target.value}`; };
  return h("div", { class: "foot" },
    h("label", { class: "field" }, say("language"), h("select", { value: given.code, onchange: change },
      given.languages.map(([key, text]) => h("option", { value: key, lang: key, translate: "no" }, text)))),
    h("a", { href: `/privacy?lang=${given.code}` }, say("privacy")),
    h("a", { href: `/accessibility?lang=${given.code}` }, say("accessibility")));
}

draw();
