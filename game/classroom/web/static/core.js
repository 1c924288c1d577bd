// What every page is built from: a tree of plain values that is patched into the document, so that
// focus, caret, opened details and typed text survive an update. What students write only ever
// becomes text nodes.

const SVG = "http://www.w3.org/2000/svg";
// Set when a page changes its mind, and else left to whoever types or opens.
const OWN = new Set(["value", "checked", "open", "selected"]);

/** A node: tag, properties and children. `key` keeps it the same among its siblings. */
export function h(tag, props, ...kids) {
  return { tag, props: props || {}, key: props?.key, kids: flat(kids, []) };
}

function flat(kids, into) {
  for (const kid of kids) {
    if (Array.isArray(kid)) flat(kid, into);
    else if (kid !== null && kid !== undefined && kid !== false && kid !== true)
      into.push(typeof kid === "object" ? kid : { tag: "", text: String(kid), kids: [] });
  }
  return into;
}

/** Make what stands in an element the same as these nodes. */
export function render(root, ...kids) {
  const held = document.activeElement;
  if (!root.nodes) root.replaceChildren();
  patch(root, flat(kids, []), null);
  const lost = held && held !== document.body && !held.isConnected;
  if (lost && !document.querySelector("dialog[open]")) {
    root.querySelector("[data-rest]")?.focus({ preventScroll: true });
  }
}

function patch(el, kids, ns) {
  const old = el.nodes || [];
  const pairs = match(old, kids);
  const kept = new Set(pairs);
  for (const one of old) if (!kept.has(one)) one.el.remove();
  let at = el.firstChild;
  kids.forEach((kid, i) => {
    const was = pairs[i];
    const space = kid.tag === "svg" ? SVG : ns;
    kid.el = was ? was.el : create(kid, space);
    if (kid.el === at) at = at.nextSibling;
    else el.insertBefore(kid.el, at);
    update(kid, was, space);
  });
  el.nodes = kids;
}

/** For each new node the old one that it goes on with. */
function match(old, kids) {
  const keyed = new Map();
  const free = [];
  for (const one of old) {
    if (one.key === undefined) free.push(one);
    else keyed.set(one.key, one);
  }
  let next = 0;
  return kids.map((kid) => {
    if (kid.key !== undefined) {
      const was = keyed.get(kid.key);
      keyed.delete(kid.key);
      return was?.tag === kid.tag ? was : undefined;
    }
    const place = free.findIndex((one, i) => i >= next && one.tag === kid.tag);
    if (place < 0) return undefined;
    next = place + 1;
    return free[place];
  });
}

function create(kid, ns) {
  if (!kid.tag) return document.createTextNode(kid.text);
  return ns ? document.createElementNS(ns, kid.tag) : document.createElement(kid.tag);
}

function update(kid, was, ns) {
  const el = kid.el;
  if (!kid.tag) {
    if (el.data !== kid.text) el.data = kid.text;
    return;
  }
  const before = was?.props || {};
  for (const name in before) if (!(name in kid.props)) set(el, name, null);
  for (const name in kid.props) {
    if (!OWN.has(name) && kid.props[name] !== before[name]) set(el, name, kid.props[name]);
  }
  patch(el, kid.kids, kid.tag === "foreignObject" ? null : ns);
  for (const name of OWN) {
    const wanted = kid.props[name];
    if (name in kid.props && wanted !== before[name] && el[name] !== wanted) el[name] = wanted;
  }
  if (!was) kid.props.made?.(el);
}

function set(el, name, value) {
  if (name === "key" || name === "made") return;
  if (name.startsWith("on")) el[name] = value;
  else if (name === "style") for (const key in value) el.style.setProperty(key, value[key]);
  else if (value === null || value === undefined || value === false) el.removeAttribute(name);
  else el.setAttribute(name, value === true ? "" : value);
}

// ---- words

const page = (id) => JSON.parse(document.getElementById(id)?.textContent || "null");
export const texts = page("texts") || {};
export const given = page("given") || {};

/** A fixed text of the page, its names in braces filled in; `key_one` is the form for one. */
export function say(key, values) {
  return tell(key, values).join("");
}

/** The same in parts, so that names can be nodes. */
export function tell(key, values = {}) {
  const text = (values.n === 1 && texts[`${key}_one`]) || texts[key];
  if (text === undefined) {
    console.error(`There is no text "${key}".`);
    return [key];
  }
  return fill(text, values);
}

/** Any text with names in braces, in parts. */
export function fill(text, values) {
  return text.split(/\{(\w+)\}/).map((part, i) => (i % 2 ? values[part] ?? `{${part}}` : part));
}

/** What no language translates: names of seats, codes, addresses, words of students. */
export const plain = (text, more) => h("span", { translate: "no", dir: "auto", ...more }, text);

/** Say something to whoever listens to the page, once. */
export function announce(text) {
  const el = document.getElementById("status");
  if (el && el.textContent !== text) el.textContent = text;
}

// ---- clock

export const ANNOUNCED = [60, 30, 10];

/** Seconds left of a clock by the server's time; nothing where none runs. */
export function remaining(clock, now) {
  if (!clock) return null;
  if (clock.left !== null) return clock.left;
  return clock.ends_at === null ? null : Math.max(0, clock.ends_at - now);
}

/** Seconds as 1:42. */
export function minutes(seconds) {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Draw again whenever the clock shows another second, and say the time where it matters. */
export function everySecond(draw, read) {
  let last = "";
  let told = null;
  setInterval(() => {
    const left = read();
    const text = left === null ? "" : minutes(left);
    if (text === last) return;
    last = text;
    draw();
    const mark = ANNOUNCED.find((one) => Math.ceil(left) === one);
    if (left === null || !mark || told === text) return;
    told = text;
    announce(say("time_left", { time: say("seconds", { n: mark }) }));
  }, 250);
}

// ---- signs

const SHAPES = {
  square: "M-9-9H9V9H-9z",
  circle: "M-10 0A10 10 0 1 0 10 0 10 10 0 1 0-10 0z",
  triangle: "M0-10 10.5 8.5h-21z",
  diamond: "M0-11 9 0 0 11-9 0z",
  hexagon: "M-10.5 0-5.2-9.2H5.2L10.5 0 5.2 9.2H-5.2z",
  pentagon: "M0-10.5 10-3.2 6.2 8.5H-6.2L-10-3.2z",
  star: "M0-11 2.6-3.6 10.5-3.4 4.2 1.4 6.5 8.9 0 4.5-6.5 8.9-4.2 1.4-10.5-3.4-2.6-3.6z",
  cross: "M-3.5-10h7v6.5H10v7H3.5V10h-7V3.5H-10v-7h6.5z",
};
const BUBBLE = "M-10-9h20V5H1l-5 5V5h-6z"; // the press desk

/** A team's shape, told apart by form; its name always stands beside it. */
export const shape = (team, more = "") =>
  h("svg", { class: `shape ${team.seat} ${more}`, viewBox: "-12 -12 24 24", "aria-hidden": "true" },
    h("path", { d: SHAPES[team.shape] || BUBBLE }));

// Lucide (ISC licence, see assets/LICENSES.md).
const ICONS = {
  check: "M20 6 9 17l-5-5",
  pen: "M21.17 6.81a1 1 0 0 0-3.98-3.98L3.84 16.17a2 2 0 0 0-.5.83l-1.32 4.35a.5.5 0 0 0 .62.62l4.35-1.32a2 2 0 0 0 .83-.5zM15 5l4 4",
  up: "m5 12 7-7 7 7M12 19V5",
  down: "M12 5v14M19 12l-7 7-7-7",
  minus: "M5 12h14",
  plus: "M5 12h14M12 5v14",
  lock: "M7 11V7a5 5 0 0 1 10 0v4M5 11h14a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2z",
  pause: "M7 4h3v16H7zM14 4h3v16h-3z",
  play: "M6 3l14 9-14 9z",
  undo: "M9 14 4 9l5-5M4 9h10.5a5.5 5.5 0 0 1 0 11H11",
  on: "M2.06 12.35a1 1 0 0 1 0-.7 10.75 10.75 0 0 1 19.88 0 1 1 0 0 1 0 .7 10.75 10.75 0 0 1-19.88 0M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  off: "M10.73 5.08a10.74 10.74 0 0 1 11.2 6.57 1 1 0 0 1 0 .7 10.75 10.75 0 0 1-1.44 2.49M14.08 14.16a3 3 0 0 1-4.24-4.24M17.48 17.5a10.75 10.75 0 0 1-15.42-5.15 1 1 0 0 1 0-.7 10.75 10.75 0 0 1 4.45-5.14M2 2l20 20",
  alert: "m21.73 18-8-14a2 2 0 0 0-3.46 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3M12 9v4M12 17h.01",
  close: "M18 6 6 18M6 6l12 12",
};

/** A small sign beside words. */
export const icon = (name) =>
  h("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, h("path", { d: ICONS[name] }));

/** A button with words. */
export const button = (text, onclick, props = {}) =>
  h("button", { type: "button", onclick, ...props }, text);

/** What moved, with a sign for its direction. */
export const change = (row) =>
  row.change ? h("span", { class: "change" }, row.up === null ? "" : icon(row.up ? "up" : "down"), row.change) : null;

// ---- parts that pages share

/** A card with its heading. */
export const card = (title, ...kids) =>
  h("section", { class: "card" }, title ? h("h2", {}, title) : null, kids);

/** A card that is opened when it is wanted; `key` keeps it the same, whatever its heading says. */
export const folded = (key, title, ...kids) =>
  h("details", { class: "card", key }, h("summary", {}, h("h2", {}, title)), kids);

/** A button that opens a list of others. */
export function menu(key, label, items) {
  const found = items.filter(Boolean);
  const shut = (event) => {
    if (event.type === "keydown" && event.key !== "Escape") return;
    const box = event.currentTarget;
    if (event.type === "click" && event.target.closest("summary")) return;
    box.open = false;
    if (event.type === "keydown") box.querySelector("summary").focus();
  };
  return h("details", { class: "menu", key, name: "menu", onkeydown: shut, onclick: shut },
    h("summary", { class: "button" }, label), h("ul", {}, found.map((one) => h("li", {}, one))));
}

/** What a team said in public. */
export const statement = (one) =>
  h("li", {}, h("strong", {}, one.team), one.posture ? h("span", { class: "tag" }, one.posture) : null,
    one.text ? h("q", { dir: "auto", translate: "no" }, one.text) : null);

// ---- what a browser may refuse to keep

const memory = new Map();

/** Storage that survives a reload where there is one, and never fails. */
export const store = {
  get: (key) => memory.get(key) ?? kept((held) => held.getItem(key), null),
  set(key, value) {
    memory.set(key, value);
    kept((held) => held.setItem(key, value));
  },
  remove(key) {
    memory.delete(key);
    kept((held) => held.removeItem(key));
  },
  keys: () => [...new Set([...memory.keys(), ...kept((held) => Object.keys(held), [])])],
};

function kept(use, otherwise) {
  try {
    return use(localStorage);
  } catch {
    return otherwise; // a private window, or no room: it lives as long as the page
  }
}
