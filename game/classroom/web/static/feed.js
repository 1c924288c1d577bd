// What goes between a page and the server. News come by WebSocket, or by asking every two seconds
// where that is blocked; commands go by POST with a key of their own and are sent again until they
// are answered, across a reload and across minutes without a network.

import { store } from "./core.js";

const OPENS = 3; // failed openings after which the page asks instead
const SILENCE_MS = 20_000;
const STALE_MS = 12_000;
const ASK_MS = 2_000;
const AGAIN_MS = 60_000; // until a socket is tried again
const PATIENCE_MS = 8_000;
const MOVED = 4409;
const GONE = 4403;
const FULL = 4429;

const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const seconds = () => Date.now() / 1000;

/** What a page shows, kept up to date. `mode` is new (connecting), live, slow (asking), off, or why
    it ended: moved, gone. */
export class Feed {
  constructor({ query, first, changed }) {
    this.query = query;
    this.changed = changed;
    this.mode = "new";
    this.parts = {};
    this.version = -1;
    this.offset = 0;
    this.words = "";
    this.fails = 0;
    this.taken = 0;
    this.heard = Date.now();
    if (first) this.adopt(first, true);
  }

  /** The server's time, in seconds. */
  now() {
    return seconds() + this.offset;
  }

  get ended() {
    return this.mode === "moved" || this.mode === "gone";
  }

  start() {
    this.open();
    setInterval(() => this.watch(), ASK_MS);
    const wake = () => document.visibilityState === "visible" && this.wake();
    document.addEventListener("visibilitychange", wake);
    addEventListener("online", wake);
    addEventListener("pageshow", (event) => event.persisted && wake());
  }

  // ---- socket

  open() {
    if (this.ended || this.socket) return;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    let socket;
    try {
      socket = new WebSocket(`${scheme}://${location.host}/feed?${this.query}`);
    } catch {
      this.failed();
      return;
    }
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    let opened = false;
    let whole = true;
    const late = setTimeout(() => socket.readyState === WebSocket.CONNECTING && socket.close(), PATIENCE_MS);
    socket.onopen = () => {
      opened = true;
      clearTimeout(late);
      this.fails = 0;
      this.heard = Date.now();
      this.asking = false;
      this.become("live");
    };
    socket.onmessage = (event) => {
      this.heard = Date.now();
      const text = typeof event.data === "string" ? event.data : new TextDecoder().decode(event.data);
      const frame = JSON.parse(text);
      if (frame.hb) this.offset = frame.hb - seconds();
      else {
        this.take(frame, whole);
        whole = false;
      }
    };
    socket.onclose = (event) => {
      clearTimeout(late);
      if (this.socket !== socket) return;
      this.socket = null;
      if (event.code === MOVED) this.become("moved");
      else if (event.code === GONE) this.become("gone");
      else {
        if (event.code === FULL) this.fails = OPENS;
        this.failed(opened);
      }
    };
  }

  failed(opened = false) {
    if (this.ended) return;
    if (this.mode === "live") this.become("new");
    if (!opened) this.fails += 1;
    this.ask(); // says why, if the server has a reason
    if (this.fails >= OPENS) this.asking = true;
    this.later(this.asking ? AGAIN_MS : 300 * (this.fails + 1) * (1 + Math.random()));
  }

  later(ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), ms);
  }

  drop() {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  /** Every two seconds: notice silence, and ask where there is no socket. */
  watch() {
    if (this.ended) return;
    if (this.mode === "live" && Date.now() - this.heard > SILENCE_MS) {
      this.drop();
      this.asking = true;
      this.later(AGAIN_MS);
    }
    if (this.asking || !this.socket) this.ask();
  }

  /** The page is looked at again, or the network is back. */
  wake() {
    if (this.ended) return;
    if (this.socket && Date.now() - this.heard > STALE_MS) this.drop();
    this.fails = 0;
    this.ask();
    if (!this.socket) this.open();
  }

  // ---- asking

  async ask() {
    if (this.busy || this.ended) return;
    this.busy = true;
    const before = this.taken;
    try {
      const answer = await fetch(`/api/feed?${this.query}&after=${this.version}`, {
        cache: "no-store",
        signal: timeout(PATIENCE_MS),
      });
      await this.answered(answer, before);
    } catch {
      if (this.mode !== "live") this.become("off");
    } finally {
      this.busy = false;
    }
  }

  async answered(answer, before) {
    if (answer.status === 403) {
      this.words = (await answer.json()).error;
      this.drop();
      this.become("moved");
      return;
    }
    if (answer.status === 204) this.offset = Number(answer.headers.get("x-now")) - seconds();
    if (answer.status === 200) {
      const frame = await answer.json();
      if (this.taken === before) this.take(frame, true);
    }
    if (this.mode !== "live" && answer.status < 500) this.become(this.asking ? "slow" : "new");
  }

  // ---- what came

  take(frame, whole) {
    this.adopt(frame, whole);
    this.changed(this);
  }

  adopt(frame, whole) {
    this.taken += 1;
    this.version = frame.v;
    this.offset = frame.now - seconds();
    this.parts = whole ? frame.parts : { ...this.parts, ...frame.parts };
  }

  become(mode) {
    if (this.mode === mode || this.ended) return;
    this.mode = mode;
    this.changed(this);
  }
}

function timeout(ms) {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), ms);
  return stop.signal;
}

/** 96 bits that no other command has. */
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
}

/** One POST. Says {ok}, {error, status} for a refusal, or {again} where there was no answer. */
export async function post(path, body, key = newKey()) {
  let answer;
  try {
    answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Game": "1", "Idempotency-Key": key },
      body: JSON.stringify(body),
      signal: timeout(PATIENCE_MS),
    });
    const said = await answer.json();
    if (answer.ok) return { ok: true, status: answer.status, said };
    const again = answer.status >= 500 || answer.status === 429 || answer.status === 408;
    return { error: said.error || "", status: answer.status, again };
  } catch {
    return { again: true, status: 0, error: "" };
  }
}

const BACKOFF_MS = [300, 700, 1500, 3000, 5000];
const FAULTS = 5; // answers 500 after which a command is given up

/** Commands on their way, in order. With a `name` they are kept across a reload. */
export class Outbox {
  constructor({ path, name = "", changed, refused }) {
    Object.assign(this, { path, name, changed, refused, queue: [], trouble: "", lost: false });
    for (const key of name ? store.keys() : []) {
      if (!key.startsWith(`${name} out `)) continue;
      this.queue.push({ ...JSON.parse(store.get(key)), kept: key });
    }
    this.queue.sort((one, other) => one.at - other.at);
    addEventListener("online", () => this.hurry?.());
    document.addEventListener("visibilitychange", () => this.hurry?.());
    this.run();
  }

  /** Send a command; the promise says whether it was taken. One that waits gives way to `instead`. */
  give(command, body, instead = false) {
    const old = instead && this.queue.find((one) => one.command === command && !one.flying);
    if (old) this.remove(old);
    const key = newKey();
    const one = { command, body, key, at: Date.now() };
    if (this.name) {
      one.kept = `${this.name} out ${key}`;
      store.set(one.kept, JSON.stringify(one));
    }
    this.queue.push(one);
    const done = new Promise((tell) => (one.tell = tell));
    this.changed();
    this.run();
    return done;
  }

  get waiting() {
    return this.queue.length;
  }

  async run() {
    if (this.running) return;
    this.running = true;
    for (let tries = 0; this.queue.length; ) {
      const one = this.queue[0];
      one.flying = true;
      const answer = await post(this.path(one.command), one.body, one.key);
      if (answer.again && !(answer.status === 500 && tries >= FAULTS)) {
        this.trouble = answer.error;
        this.lost = answer.status === 0;
        this.changed();
        await this.pause(BACKOFF_MS[Math.min(tries++, BACKOFF_MS.length - 1)]);
        continue;
      }
      tries = 0;
      this.trouble = "";
      this.lost = false;
      this.remove(one);
      if (!answer.ok) this.refused(answer, one);
      one.tell?.(Boolean(answer.ok));
      this.changed();
    }
    this.running = false;
  }

  pause(ms) {
    return Promise.race([wait(ms), new Promise((done) => (this.hurry = done))]);
  }

  remove(one) {
    this.queue = this.queue.filter((other) => other !== one);
    if (one.kept) store.remove(one.kept);
  }
}

/** Forget what other classes left in this browser. */
export function forgetOthers(code) {
  for (const key of store.keys()) {
    if (key.startsWith("class ") && !key.startsWith(`class ${code} `)) store.remove(key);
  }
}
