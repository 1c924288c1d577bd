// Pictures of numbers: lines with a fan of futures, histograms, bars. Each has a table as well.

import { h, plain, say } from "./core.js";

const lang = document.documentElement.lang;
const MINUS = "\u2212";

/** A number as its kind is written: percent, money, signed or plain. `step` is that of an axis. */
export function write(form, value, step = 0) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "\u2013";
  const digits = step ? digitsOf(form === "percent" ? 100 * step : step)
    : form === "percent" || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const options = { maximumFractionDigits: digits };
  if (form === "percent") options.style = "percent";
  if (form === "signed") options.signDisplay = "exceptZero";
  return new Intl.NumberFormat(lang, options).format(value).replace("-", MINUS);
}

/** So many digits behind the point that two steps of an axis differ. */
function digitsOf(step) {
  const digits = [0, 1, 2, 3, 4, 5].find((one) => Math.abs(Math.round(step * 10 ** one) - step * 10 ** one) < 1e-6);
  return digits ?? 6;
}

/** A few round values that span some numbers. */
export function ticks(low, high, parts = 3) {
  const span = high - low || Math.abs(high) || 1;
  const raw = span / parts;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= raw);
  const found = [];
  for (let at = Math.floor(low / step) * step; at <= high + step * 0.999; at += step) found.push(Number(at.toPrecision(10)));
  return found;
}

const W = 460;
const H = 122;
const SIDE = 78;
const FOOT = 28;

/** What was, and the fan of what may come: 8 of 10 futures lie in the band. */
export function lineChart({ label, form, series, fan, dates }) {
  const [low, middle, high] = fan || [[], [], []];
  const count = Math.max(series.length + middle.length, 2);
  const scale = ticks(Math.min(...series, ...low), Math.max(...series, ...high), 2);
  const top = scale.at(-1);
  const bottom = scale[0];
  const x = (i) => SIDE + (i / (count - 1)) * (W - SIDE - 8);
  const y = (value) => 10 + ((top - value) / (top - bottom || 1)) * (H - FOOT - 10);
  const at = (values, from) => values.map((value, i) => `${x(from + i).toFixed(1)} ${y(value).toFixed(1)}`);
  const now = series.length - 1;
  const joined = (path) => [`${x(now).toFixed(1)} ${y(series[now]).toFixed(1)}`, ...at(path, now + 1)];
  const words = { label, first: dates[0], last: dates[now], from: write(form, series[0]), to: write(form, series[now]) };
  return h("svg", { class: "chart", viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": say("chart_is", words) },
    scale.map((one) => [
      h("line", { class: "grid", x1: SIDE, x2: W - 8, y1: y(one), y2: y(one) }),
      h("text", { class: "tick", x: SIDE - 8, y: y(one) + 8, "text-anchor": "end" }, write(form, one, scale[1] - scale[0]))]),
    middle.length ? [
      h("path", { class: "band", d: `M${joined(low).join("L")}L${joined(high).reverse().join("L")}Z` }),
      h("path", { class: "median", d: `M${joined(middle).join("L")}` })] : null,
    h("path", { class: "line", d: `M${at(series, 0).join("L")}` }),
    h("circle", { class: "dot", cx: x(now), cy: y(series[now]), r: 6 }),
    h("text", { class: "tick", x: SIDE, y: H - 4 }, dates[0]),
    count > series.length ? h("text", { class: "tick", x: W - 8, y: H - 4, "text-anchor": "end" }, dates[count - 1]) : null);
}

/** The same as a table, a row for each year. */
export function lineTable({ label, form, series, fan, dates }) {
  const [low, middle, high] = fan || [[], [], []];
  const rows = [];
  for (let i = 0; i < series.length + middle.length; i += 4) {
    const ahead = i - series.length;
    rows.push(h("tr", {}, h("th", { scope: "row" }, dates[i]),
      h("td", {}, ahead < 0 ? write(form, series[i]) : say("median_of", { middle: write(form, middle[ahead]), low: write(form, low[ahead]), high: write(form, high[ahead]) }))));
  }
  return h("table", { class: "data" }, h("caption", {}, label),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, say("quarter")), h("th", { scope: "col" }, say("value")))), h("tbody", {}, rows));
}

/** How often differences came, with a line at zero. */
export function histogram({ label, form, histogram: { edges, counts }, median }) {
  const wide = 900;
  const high = 330;
  const foot = 44;
  const low = Math.min(edges[0], 0);
  const top = Math.max(edges.at(-1), 0);
  const x = (value) => 44 + ((value - low) / (top - low || 1)) * (wide - 88);
  const most = Math.max(...counts);
  const [marks, step] = inside(low, top);
  return h("svg", { class: "chart histogram", viewBox: `0 0 ${wide} ${high}`, role: "img", "aria-label": say("histogram_is", { label, median }) },
    counts.map((count, i) => h("rect", {
      class: edges[i] + edges[i + 1] < 0 ? "below" : "above",
      x: x(edges[i]) + 1, width: Math.max(x(edges[i + 1]) - x(edges[i]) - 2, 1),
      y: high - foot - (count / most) * (high - foot - 30), height: (count / most) * (high - foot - 30) })),
    h("line", { class: "axis", x1: 0, x2: wide, y1: high - foot, y2: high - foot }),
    h("line", { class: "zero", x1: x(0), x2: x(0), y1: 4, y2: high - foot }),
    marks.map((one) => h("text", { class: "tick", x: x(one), y: high - 8, "text-anchor": "middle" }, write(form, one, step))));
}

/** Round values within an axis, two at least, and the step between them. */
function inside(low, top) {
  let scale, marks;
  for (let parts = 3; parts < 12; parts += 1) {
    scale = ticks(low, top, parts);
    const slack = 1e-9 * (top - low);
    marks = scale.filter((one) => one >= low - slack && one <= top + slack);
    if (marks.length > 1) break;
  }
  return [marks, scale[1] - scale[0]];
}

/** Bars beside words: what was said how often. */
export function bars(rows, most = Math.max(1, ...rows.map((one) => one.value))) {
  return h("ul", { class: "bars" }, rows.map((one) => h("li", { key: one.key },
    h("span", { class: "bar-label" }, one.label),
    h("span", { class: "bar-track" }, h("span", { class: "bar-fill", style: { "inline-size": `${(100 * one.value) / most}%` } })),
    h("strong", {}, one.text))));
}

/** A share of a whole as one bar in two parts. */
export function shareBar({ share, text, own, other }) {
  return h("div", { class: "share" },
    h("div", { class: "share-track", "aria-hidden": "true" }, h("span", { class: "share-own", style: { "inline-size": `${100 * share}%` } })),
    h("p", {}, h("span", { class: "key own" }), own, " ", h("strong", {}, text), h("span", { class: "key other" }), other));
}

/** The code in two groups, as people read it out. */
export const spaced = (code) => plain(`${code.slice(0, 3)} ${code.slice(3)}`);
