/** Pictures of numbers, drawn as SVG: bars inside a table that says the same, and days as columns. */

import { el } from "/static/dom.js";
import { svg } from "./svg.js";

const BAR_WIDTH = 100;
const DAY_HEIGHT = 150;
const DAY_WIDTH = 640;
const AXIS = 18;

function bar(value, largest, kind) {
  const width = largest ? (value / largest) * BAR_WIDTH : 0;
  return svg("svg", { class: `bar ${kind}`, viewBox: `0 0 ${BAR_WIDTH} 8`, preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { x: 0, y: 0, width: BAR_WIDTH, height: 8, class: "bar-ground" }),
    svg("rect", { x: 0, y: 0, width, height: 8, class: "bar-value" }));
}

/**
 * A table whose first number is drawn as a bar. `rows` are `{name, values[]}`, `heads` name the columns, the first of
 * them that of the names.
 */
export function barTable(caption, heads, rows, kind = "") {
  const largest = Math.max(0, ...rows.map(({ values }) => Number(values[0]) || 0));
  return el("div", { class: "table-box", tabindex: "0", role: "region", "aria-label": caption }, el("table", { class: "figures-table" },
    el("caption", { class: "visually-hidden" }, caption),
    el("thead", {}, el("tr", {}, heads.map((head, place) => el("th", { scope: "col", class: place ? "number-cell" : null }, head)))),
    el("tbody", {}, rows.map(({ name, values }) => el("tr", {},
      el("th", { scope: "row" }, name, bar(Number(values[0]) || 0, largest, kind)),
      values.map((value) => el("td", { class: "number-cell" }, value === null || value === undefined ? "–" : String(value))))))));
}

function columns(days, series, largest) {
  const step = DAY_WIDTH / days.length;
  const width = Math.max(1, (step * 0.7) / series.length);
  const scale = (DAY_HEIGHT - AXIS) / largest;
  return days.flatMap((day, place) => series.map(({ key }, nth) => {
    const height = (day[key] || 0) * scale;
    return svg("rect", { class: `column ${key}`, x: place * step + step * 0.15 + nth * width, y: DAY_HEIGHT - AXIS - height, width, height });
  }));
}

function dayLabels(days) {
  const step = DAY_WIDTH / days.length;
  const every = Math.ceil(days.length / 8);
  return days.map(({ day }, place) => (place % every ? null
    : svg("text", { x: place * step + step / 2, y: DAY_HEIGHT - 4, "text-anchor": "middle" }, day.slice(5).replace("-", "/"))));
}

/**
 * Days as columns, with their numbers in a table for who cannot see them. `series` are `{key, name}`; `days` hold `day`
 * (an ISO date) and a number for each key.
 */
export function dayChart(caption, dayHead, days, series) {
  const largest = Math.max(1, ...days.flatMap((day) => series.map(({ key }) => day[key] || 0)));
  const picture = svg("svg", { class: "day-chart", viewBox: `0 0 ${DAY_WIDTH} ${DAY_HEIGHT}`, "aria-hidden": "true" },
    svg("line", { class: "axis", x1: 0, x2: DAY_WIDTH, y1: DAY_HEIGHT - AXIS, y2: DAY_HEIGHT - AXIS }),
    svg("text", { x: 0, y: 10 }, String(largest)), columns(days, series, largest), dayLabels(days));
  const legend = el("p", { class: "legend", "aria-hidden": "true" }, series.map(({ key, name }) => el("span", { class: key }, name)));
  const heads = [dayHead, ...series.map(({ name }) => name)];
  const row = (day) => el("tr", {},
    el("th", { scope: "row" }, day.day), series.map(({ key }) => el("td", {}, String(day[key] || 0))));
  const table = el("table", { class: "visually-hidden" }, el("caption", {}, caption),
    el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))), el("tbody", {}, days.map(row)));
  return el("div", { class: "chart" }, legend, picture, table);
}
