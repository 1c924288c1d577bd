// Where a device of the teacher is added: six digits from the console.

import { button, given, h, icon, render, say } from "./core.js";
import { post } from "./feed.js";

const root = document.getElementById("app");
const ui = { digits: "", error: "" };

async function add(event) {
  event.preventDefault();
  const answer = await post("/api/device", { code: ui.digits });
  if (answer.ok) location.reload();
  ui.error = answer.error || (answer.ok ? "" : say("no_answer"));
  draw();
}

function draw() {
  render(root, h("main", { id: "main" },
    h("h1", { tabindex: "-1", "data-rest": true }, say("title")),
    h("div", { role: "alert" }, ui.error ? h("p", { class: "note warn" }, icon("alert"), h("span", {}, ui.error)) : null),
    h("form", { class: "card", onsubmit: add },
      h("p", {}, say("device_help")),
      h("label", { class: "field" }, say("digits"),
        h("input", { class: "code", inputmode: "numeric", autocomplete: "one-time-code", maxlength: "6", required: true, oninput: (event) => { ui.digits = event.target.value; } })),
      h("button", { class: "go wide" }, say("add"))),
    button(say("join_instead"), () => { location.href = `/?lang=${given.code}`; }, { class: "wide" })));
}

draw();
