// Tests what the game will need, and tells the laptop: a round trip, the live channel, a POST.

const PINGS = 5;
const SOCKET_MS = 6000;
const TRIES = 3;
const PAUSE_MS = 1500;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function roundTrip() {
  const times = [];
  for (let i = 0; i < PINGS; i += 1) {
    const begun = performance.now();
    await fetch("/ping", { cache: "no-store" });
    times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b)[Math.floor(PINGS / 2)];
}

function liveChannel() {
  return new Promise((done) => {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    let socket;
    try {
      socket = new WebSocket(`${scheme}://${location.host}/socket`);
    } catch {
      done(false);
      return;
    }
    const end = (open) => {
      done(open);
      socket.close();
    };
    socket.onmessage = () => end(true);
    socket.onerror = () => end(false);
    socket.onclose = () => done(false);
    setTimeout(end, SOCKET_MS, false);
  });
}

async function tell(report) {
  const answer = await fetch("/report", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Game": "1" },
    body: JSON.stringify(report),
  });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
}

async function insist(action) {
  for (let tried = 1; ; tried += 1) {
    try {
      return await action();
    } catch (problem) {
      if (tried === TRIES) throw problem;
      await pause(PAUSE_MS);
    }
  }
}

const [speed, live, verdict] = ["speed", "live", "verdict"].map((id) => document.getElementById(id));
try {
  const milliseconds = await insist(roundTrip);
  speed.textContent = `${Math.round(milliseconds)} ${speed.dataset.unit}`;
  const websocket = await liveChannel();
  live.textContent = websocket ? live.dataset.open : live.dataset.closed;
  await insist(() => tell({ websocket, round_trip_ms: milliseconds }));
  verdict.textContent = verdict.dataset.done;
} catch {
  verdict.textContent = verdict.dataset.lost;
  verdict.className = "bad";
}
