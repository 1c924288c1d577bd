// Console, wall and phones side by side, for a teacher who tries the game alone.

import { button, given, h, icon, render, say } from "./core.js";
import { post } from "./feed.js";

const root = document.getElementById("app");
const PHONES = 3;
const ui = { seats: given.seats, error: "" };

async function takeSeat() {
  const answer = await post("/api/join", { code: given.room, language: given.code });
  if (answer.ok && answer.said.name) ui.seats.push(answer.said.name);
  ui.error = answer.ok ? "" : answer.error || say("no_answer");
  draw();
}

const frame = (title, src, more, made) => h("section", { class: `pane ${more}`, key: src },
  h("h2", {}, title), h("div", { class: "screen", made }, h("iframe", { src, title })));

const WALL = 1280; // pixels that the wall is drawn on, then made small

/** The wall as a small picture of the large one. */
function shrink(box) {
  new ResizeObserver(() => box.style.setProperty("--scale", box.clientWidth / WALL)).observe(box);
}

function draw() {
  const free = PHONES - ui.seats.length;
  render(root, h("main", { id: "main" },
    h("header", { class: "rehearsal-top" }, h("h1", { tabindex: "-1", "data-rest": true }, say("title")), h("p", {}, say("help")),
      h("a", { class: "button", href: `/t?lang=${given.code}` }, say("alone"))),
    ui.error ? h("p", { class: "note warn", role: "alert" }, icon("alert"), h("span", {}, ui.error)) : null,
    h("div", { class: "panes" },
      frame(say("console"), `/t?lang=${given.code}`, "console-pane"),
      frame(say("wall"), `/p?lang=${given.code}`, "wall-pane", shrink),
      ui.seats.map((name, i) => frame(say("phone", { n: i + 1 }), `/s/${name}`, "phone-pane")),
      Array.from({ length: Math.max(free, 0) }, (_, i) => h("section", { class: "pane phone-pane empty", key: `free ${i}` },
        h("h2", {}, say("phone", { n: ui.seats.length + i + 1 })), button(say("take_seat"), takeSeat, { class: "go" }))))));
}

draw();
