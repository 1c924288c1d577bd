// Who is there, who has proposed and signed, what happens if a team does not answer; people, paper
// moves and paper treaties.

import { button, change, h, icon, plain, say, shape } from "./core.js";
import { offerForm } from "./talk.js";

/** The teams of one world; `folds` while the debrief matters more. */
export function teamsPanel(app, folds) {
  const world = shownWorld(app);
  if (!world) return null;
  const body = [tabs(app), table(app, world), below(app, world)];
  const title = say("teams");
  return folds ? h("details", { class: "card", key: "teams" }, h("summary", {}, h("h2", {}, title)), body)
    : h("section", { class: "card", key: "teams" }, h("h2", {}, title), body);
}

const shownWorld = (app) => app.parts.worlds.find((one) => one.name === app.ui.world);
const movers = (world) => world.teams.filter((one) => one.seat !== "press");
const ready = (one) => one.status === "signed";

/** Which world the table shows, and which the wall does. */
function tabs(app) {
  const { worlds, class: room } = app.parts;
  if (worlds.length < 2) return null;
  const counts = room.phase === "commit";
  const show = (world) => app.give("switch", { what: "show", world });
  return h("div", { class: "tabs" },
    h("div", { class: "choices", role: "group", "aria-label": say("which_world") }, worlds.map((one) => {
      const signed = movers(one).filter(ready).length;
      return button(counts ? say("world_signed", { world: one.name, n: signed, all: movers(one).length }) : say("world", { world: one.name }),
        () => { app.ui.world = one.name; app.draw(); }, { class: "choice", "aria-pressed": String(app.ui.world === one.name) });
    })),
    h("label", { class: "inline" }, say("wall_shows"),
      h("select", { value: room.shown || "*", onchange: (event) => show(event.target.value) },
        h("option", { value: "*" }, say("all_worlds")), worlds.map((one) => h("option", { value: one.name }, say("world", { world: one.name }))))));
}

function table(app, world) {
  const { phase } = app.parts.class;
  const deciding = phase === "commit";
  const open = ["brief", "negotiate", "commit"].includes(phase);
  const lobby = phase === "lobby";
  const row = (one) => {
    const press = one.seat === "press";
    return h("tr", { key: one.seat, class: deciding && !press && ready(one) ? "done" : "" },
      h("th", { scope: "row" }, h("span", { class: "team" }, shape(one), h("span", {}, one.name, press ? null : h("span", { class: "soft" }, one.part)))),
      h("td", {}, say("here_of", { n: one.here, all: one.of })),
      open ? h("td", {}, press ? "" : one.proposed) : null,
      open ? h("td", {}, press ? "" : status(one)) : null,
      open || lobby ? h("td", { class: "soft" }, press ? "" : one.missing || "–") : null,
      h("td", {}, h("div", { class: "buttons" },
        open && !press && !ready(one) ? button(say(one.nudged ? "nudged" : "nudge"), () => app.give("nudge", { world: world.name, team: one.seat }), { "aria-label": say("nudge_team", { team: one.name }), "aria-disabled": one.nudged ? "true" : null }) : null,
        deciding && !press ? button(say("enter"), () => app.open("enter", { world: world.name, team: one.seat, choices: {}, posture: "", text: "" }), { "aria-label": say("enter_for", { team: one.name }) }) : null,
        button(say("people"), () => app.open("people", { world: world.name, team: one.seat }), { "aria-label": say("people_of", { team: one.name }) }))));
  };
  const head = ["team", "here", ...(open ? ["proposed", "status", "if_missing"] : lobby ? ["if_missing"] : []), "act"];
  return h("div", { class: "scroll" }, h("table", { class: "teams" }, h("caption", { class: "sr" }, say("teams_caption")),
    h("thead", {}, h("tr", {}, head.map((key) => h("th", { scope: "col" }, say(`col_${key}`))))),
    h("tbody", {}, world.teams.map(row))));
}

function status(one) {
  if (ready(one)) return h("strong", { class: "ok" }, icon("check"), one.signed_by ? say("signed") : say("entered"));
  if (one.status === "second") return h("strong", { class: "wait" }, say("second_missing"));
  const pen = one.people.find((person) => person.pen);
  return h("span", { class: "wait" }, pen ? [say("waits_for"), " ", plain(pen.name)] : say("nobody"));
}

/** What stands under the table: treaties, and what became of the round. */
function below(app, world) {
  const { phase } = app.parts.class;
  const shown = phase === "reveal" || phase === "reflect";
  return [
    shown && world.result ? h("div", { class: "result" }, h("h3", {}, say("result")),
      world.result.breaches.map((text) => h("p", { class: "note warn" }, icon("alert"), text)),
      h("dl", { class: "numbers" }, world.result.numbers.map((row) => h("div", {}, h("dt", {}, row.label), h("dd", {}, h("strong", {}, row.text), change(row)))))) : null,
    world.treaties_on && phase !== "lobby" ? h("details", { class: "inner", key: "pacts" }, h("summary", {}, h("h3", {}, say("treaties_n", { n: world.treaties.length }))),
      world.treaties.length ? h("ul", {}, world.treaties.map((one) => h("li", {}, h("strong", {}, one.parties.join(", ")), h("span", { class: "tag" }, one.status_text), " ", one.clauses.join("; ")))) : h("p", { class: "soft" }, say("no_treaties")),
      world.form ? button(say("enter_treaty"), () => app.open("treaty", { world: world.name, made: { partners: [], clauses: [], mode: "monitored", rounds: 2, pick: {} } })) : null) : null,
  ];
}

// ---- dialogs

const find = (app, open) => app.parts.worlds.find((one) => one.name === open.world)?.teams.find((one) => one.seat === open.team);

function peopleDialog(app, open) {
  const team = find(app, open);
  if (!team) return [say("people"), null];
  const act = (op, member, more = {}) => app.give("seat", { op, member, ...more });
  const places = app.parts.worlds.flatMap((world) => world.teams.map((one) => ({ key: `${world.name} ${one.seat}`, text: app.parts.worlds.length > 1 ? `${world.name}: ${one.name}` : one.name })));
  const row = (one) => h("li", { key: one.name, class: "person" },
    h("p", {}, h("strong", {}, plain(one.name)), " ", h("span", { class: "soft" }, one.role),
      one.here ? null : h("span", { class: "tag" }, say("not_here")), one.pen ? h("span", { class: "tag" }, icon("pen"), say("has_pen")) : null,
      one.observer ? h("span", { class: "tag" }, say("watches")) : null),
    h("div", { class: "buttons" },
      h("label", { class: "inline" }, h("span", { class: "sr" }, say("move_to")),
        h("select", { value: `${open.world} ${open.team}`, onchange: (event) => { const [world, seat] = event.target.value.split(" "); act("move", one.name, { world, team: seat }); } },
          places.map((place) => h("option", { value: place.key }, place.text)))),
      button(say("mute"), () => act(one.muted ? "unmute" : "mute", one.name), { "aria-pressed": String(one.muted) }),
      button(say("extra_time"), () => act(one.extra_time ? "usual_time" : "extra_time", one.name), { "aria-pressed": String(one.extra_time) }),
      button(say("erase"), () => { app.close(); app.confirm(say("erase_sure", { name: one.name }), () => act("erase", one.name), say("erase")); })));
  return [team.name, team.people.length ? h("ul", { class: "plain" }, team.people.map(row)) : h("p", {}, say("nobody"))];
}

/** A move from paper, or for a team without a device. */
function enterDialog(app, open) {
  const team = find(app, open);
  if (!team?.sheet?.length) return [say("enter"), null];
  const pick = (key) => (event) => {
    if (event.target.value === "") delete open.choices[key];
    else open.choices[key] = Number(event.target.value);
  };
  const send = async (event) => {
    event.preventDefault();
    const { world, choices, posture, text } = open;
    if (await app.give("enter", { world, team: open.team, choices, posture, text: text.trim() })) app.close();
    app.draw();
  };
  const peek = team.peek ? h("ul", {}, team.peek.map((text) => h("li", {}, text)))
    : button(say("peek"), () => app.give("peek", { world: open.world, team: open.team }));
  return [say("enter_for", { team: team.name }),
    h("form", { onsubmit: send },
      h("p", { class: "soft" }, say("enter_help")),
      h("div", { class: "pairs" }, team.sheet.map((one) => h("label", { class: "field", key: one.key }, one.title,
        h("select", { onchange: pick(one.key) }, h("option", { value: "" }, say("as_it_is", { step: one.now_text })), one.steps.map((step, i) => h("option", { value: String(i) }, step)))))),
      app.parts.postures.length ? h("label", { class: "field" }, say("posture"),
        h("select", { onchange: (event) => { open.posture = event.target.value; } }, h("option", { value: "" }, say("says_nothing")), app.parts.postures.map((one) => h("option", { value: one.key }, one.title)))) : null,
      app.parts.postures.length ? h("label", { class: "field" }, say("text_for_wall"), h("input", { maxlength: "140", oninput: (event) => { open.text = event.target.value; } })) : null,
      h("div", { class: "buttons" }, h("button", { class: "go" }, say("enter_now")))),
    h("div", { class: "inner" }, h("p", { class: "soft" }, say("peek_help")), peek)];
}

function treatyDialog(app, open) {
  const world = app.parts.worlds.find((one) => one.name === open.world);
  const { made } = open;
  if (!world?.form) return [say("enter_treaty"), null];
  const fits = made.clauses.length && made.partners.length > 1;
  const send = async (event) => {
    event.preventDefault();
    if (!fits) return;
    const body = { world: open.world, parties: made.partners, clauses: made.clauses.map((one) => one.body), mode: made.mode, rounds: made.rounds };
    if (await app.give("enter-treaty", body)) app.close();
    app.draw();
  };
  return [say("enter_treaty"), h("p", { class: "soft" }, say("enter_treaty_help")),
    h("form", { onsubmit: send }, offerForm(made, world.form, app.draw), h("button", { class: "go", "aria-disabled": fits ? null : "true" }, say("enter_now")))];
}

export const teamDialogs = { people: peopleDialog, enter: enterDialog, treaty: treatyDialog };
