// Settings, another device, and what can be saved.

import { button, given, h, plain, say } from "./core.js";
import { post } from "./feed.js";

// ---- settings

const PHASES = ["brief", "negotiate", "commit", "reveal", "reflect"];

/** All settings; what can only be chosen before the game is shown then. */
export function settingsDialog(app, open) {
  const { settings, class: room } = app.parts;
  const lobby = room.phase === "lobby";
  const made = (open.made ||= {});
  const put = (key, value) => { made[key] = value; app.draw(); };
  const now = (key) => made[key] ?? settings[key];
  const send = async (event) => {
    event.preventDefault();
    if (!Object.keys(made).length || (await app.give("settings", { settings: made }))) app.close();
    app.draw();
  };
  const number = (key, low, high) => h("label", { class: "field" }, say(`set_${key}`),
    h("input", { type: "number", min: String(low), max: String(high), value: String(now(key)), onchange: (event) => put(key, Number(event.target.value)) }));
  const select = (key, options) => h("label", { class: "field" }, say(`set_${key}`),
    h("select", { value: String(now(key)), onchange: (event) => put(key, options.find((one) => String(one[0]) === event.target.value)[0]) },
      options.map(([value, text]) => h("option", { value: String(value) }, text))));
  const check = (key) => h("label", { class: "pick" }, h("input", { type: "checkbox", checked: now(key), onchange: (event) => put(key, event.target.checked) }), say(`set_${key}`));
  const seconds = (phase) => h("label", { class: "field" }, say(`step_${phase}`),
    h("input", { type: "number", min: "1", max: "3600", value: String(now("seconds")[phase]), onchange: (event) => put("seconds", { ...now("seconds"), [phase]: Number(event.target.value) }) }));
  return [say("settings"), h("form", { onsubmit: send },
    lobby ? h("div", { class: "pairs" },
      select("lesson", settings.lessons.map((one) => [one.key, one.text])), number("students", 1, 200), number("worlds", 1, 6)) : h("p", { class: "soft" }, say("early_only")),
    h("div", { class: "pairs" }, number("minutes", 15, 240), ends(now("ends_at"), put), number("rounds", 1, 12), select("signatures", [[1, say("signatures_1")], [2, say("signatures_2")]]),
      select("names", ["real", "neutral"].map((one) => [one, say(`names_${one}`)])),
      select("talk", ["face", "notes", "free"].map((one) => [one, say(`talk_${one}`)])),
      h("label", { class: "field" }, say("set_title"), h("input", { maxlength: "60", value: now("title"), onchange: (event) => put("title", event.target.value) })),
      h("label", { class: "field" }, say("page_language"), h("select", { value: given.code, onchange: (event) => { location.search = `?lang=${event.target.value}`; } },
        given.languages.map(([key, text]) => h("option", { value: key, lang: key, translate: "no" }, text))))),
    h("div", { class: "checks" }, [...(lobby ? ["practice"] : []), "treaties", "statements", "clocks", "pace"].map(check)),
    h("fieldset", {}, h("legend", {}, say("set_seconds")), h("div", { class: "five" }, PHASES.map(seconds))),
    h("div", { class: "buttons" }, button(say("back"), app.close), h("button", { class: "go" }, say("save"))))];
}

/** When the lesson must be over, by the clock on the wall of the room. */
function ends(at, put) {
  const told = at ? new Date(at * 1000) : null;
  const two = (value) => String(value).padStart(2, "0");
  const set = (event) => {
    const [hour, minute] = event.target.value.split(":").map(Number);
    if (Number.isNaN(minute)) return put("ends_at", null);
    const day = new Date();
    day.setHours(hour, minute, 0, 0);
    if (day.getTime() < Date.now()) day.setDate(day.getDate() + 1);
    return put("ends_at", day.getTime() / 1000);
  };
  return h("label", { class: "field" }, say("set_ends_at"),
    h("input", { type: "time", value: told ? `${two(told.getHours())}:${two(told.getMinutes())}` : "", onchange: set }));
}

// ---- another device

export function deviceDialog(app, open) {
  const ask = async () => {
    const answer = await post("/api/t/device", {});
    if (answer.ok) open.code = answer.said.code;
    else app.refuse(answer.error);
    app.draw();
  };
  return [say("another_device"), h("p", {}, say("device_help")), h("p", {}, plain(`${app.parts.class.join}/t`)),
    open.code ? h("p", { class: "code big", role: "status" }, plain(open.code)) : null,
    h("div", { class: "buttons" }, button(say(open.code ? "new_digits" : "show_digits"), ask, { class: "go" }))];
}

// ---- what can be saved

const FILES = [
  ["save_generic", "/t/files/grades.csv?format=generic"],
  ["save_canvas", "/t/files/grades.csv?format=canvas"],
  ["save_moodle", "/t/files/grades.csv?format=moodle"],
  ["save_report", "/t/files/report.html"],
  ["save_log", "/t/files/log.db"],
  ["save_kit", "/t/files/kit.zip"],
];

/** Links to what the class leaves behind. */
export function saveMenu() {
  return FILES.map(([key, href]) => h("a", {
    class: "button", href: `${href}${href.includes("?") ? "&" : "?"}lang=${given.code}`,
    ...(key === "save_report" ? { target: "_blank", rel: "noopener" } : { download: true }),
  }, say(key)));
}
