// SW-1 in JavaScript on Node: typed arrays, and worker threads for many runs.
// Driven by with_node.py: a line of JSON asks, a line of JSON answers.
import { createInterface } from "node:readline";
import { Worker, isMainThread, parentPort } from "node:worker_threads";

const FIRMS = 60, BLOCS = 5, FIRMS_OF_A_BLOC = 12, SANCTIONS_FROM = 40;
const OTHERS = Math.exp(-1.5);

// xoshiro128** (Blackman, Vigna), seeded by a hash of the seed.
function generator(seed) {
  const state = new Uint32Array(4);
  let h = seed >>> 0;
  for (let i = 0; i < 4; i++) {
    h = (h + 0x9e3779b9) >>> 0;
    let z = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    state[i] = z ^ (z >>> 16);
  }
  return () => {
    const product = Math.imul(state[1], 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = state[1] << 9;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = (state[3] << 11) | (state[3] >>> 21);
    return result / 4294967296;
  };
}

function mayBuy(buyers, firms, quarter) {
  if (quarter < SANCTIONS_FROM) return true;
  return !((buyers === 1 && firms === 0) || ((buyers === 0 || buyers === 2) && firms === 1));
}

function play(seed, buyers, quarters) {
  const random = generator(seed);
  const quality = new Float64Array(FIRMS), cash = new Float64Array(FIRMS).fill(50);
  const price = new Float64Array(FIRMS), appeal = new Float64Array(FIRMS);
  const sales = new Int32Array(FIRMS), served = new Int32Array(BLOCS * BLOCS);
  const firmOf = new Uint8Array(buyers), ofBloc = new Int32Array(BLOCS);
  const sums = new Float64Array(BLOCS * FIRMS), bonuses = new Float64Array(BLOCS * FIRMS);
  const blocOf = Uint8Array.from({ length: FIRMS }, (_, f) => Math.floor(f / FIRMS_OF_A_BLOC));
  const history = new Float64Array(quarters * 6);
  for (let f = 0; f < FIRMS; f++) {
    const place = (f % FIRMS_OF_A_BLOC) / (FIRMS_OF_A_BLOC - 1);
    quality[f] = (f < FIRMS_OF_A_BLOC ? 1.3 : 1) * (1 + 0.2 * place);
  }
  for (let i = 0; i < buyers; i++) {
    const f = Math.floor(random() * FIRMS);
    firmOf[i] = f;
    sales[f]++;
    served[(i % BLOCS) * BLOCS + blocOf[f]]++;
    ofBloc[i % BLOCS]++;
  }
  for (let t = 0; t < quarters; t++) {
    for (let f = 0; f < FIRMS; f++) {
      const spend = 0.02 * Math.max(cash[f], 0);
      cash[f] -= spend;
      if (random() < 1 - Math.exp(-0.1 * spend)) quality[f] *= 1 + 0.1 * random();
      price[f] = 1.2 + (0.5 * sales[f]) / buyers;
      appeal[f] = (quality[f] / price[f]) ** 2;
    }
    for (let b = 0; b < BLOCS; b++) {
      let sum = 0;
      for (let k = 0; k < BLOCS; k++) {
        const pull = mayBuy(b, k, t) ? Math.exp((0.8 * served[b * BLOCS + k]) / ofBloc[b]) : 0;
        for (let f = k * FIRMS_OF_A_BLOC; f < (k + 1) * FIRMS_OF_A_BLOC; f++) {
          const own = pull * appeal[f];
          sum += OTHERS * own;
          sums[b * FIRMS + f] = sum;
          bonuses[b * FIRMS + f] = (1 - OTHERS) * own;
        }
      }
    }
    for (let i = 0; i < buyers; i++) {
      if (random() >= 0.25) continue;
      const first = (i % BLOCS) * FIRMS, present = firmOf[i];
      const bonus = bonuses[first + present];
      const draw = random() * (sums[first + FIRMS - 1] + bonus) - bonus;
      if (draw < 0) continue;
      let low = 0, high = FIRMS - 1; // the first firm whose sum is above the draw
      while (low < high) {
        const middle = (low + high) >> 1;
        if (sums[first + middle] > draw) high = middle;
        else low = middle + 1;
      }
      firmOf[i] = low;
    }
    sales.fill(0);
    served.fill(0);
    for (let i = 0; i < buyers; i++) {
      sales[firmOf[i]]++;
      served[(i % BLOCS) * BLOCS + blocOf[firmOf[i]]]++;
    }
    for (let f = 0; f < FIRMS; f++) {
      cash[f] += 0.2 * (2000 / buyers) * (price[f] - 1) * sales[f];
      history[6 * t + blocOf[f]] += sales[f] / buyers;
      history[6 * t + BLOCS] += quality[f] / FIRMS;
    }
  }
  let concentration = 0;
  for (let f = 0; f < FIRMS; f++) concentration += (sales[f] / buyers) ** 2;
  return [...history.slice(6 * (quarters - 1)), concentration];
}

function several({ first, runs, buyers, quarters }) {
  return Array.from({ length: runs }, (_, r) => play(first + r, buyers, quarters));
}

if (isMainThread) {
  const workers = [];
  const ask = (worker, task) =>
    new Promise((resolve) => {
      worker.once("message", resolve);
      worker.postMessage(task);
    });
  for await (const line of createInterface({ input: process.stdin })) {
    const task = JSON.parse(line);
    while (workers.length < task.threads) workers.push(new Worker(new URL(import.meta.url)));
    let rows;
    if (task.threads === 0) rows = several(task);
    else {
      const part = Math.ceil(task.runs / task.threads);
      const shares = workers.map((worker, w) => {
        const first = task.first + w * part;
        return ask(worker, { ...task, first, runs: Math.min(part, task.first + task.runs - first) });
      });
      rows = (await Promise.all(shares)).flat();
    }
    process.stdout.write(JSON.stringify(rows) + "\n");
  }
  for (const worker of workers) worker.terminate();
} else {
  parentPort.on("message", (task) => parentPort.postMessage(several(task)));
}
