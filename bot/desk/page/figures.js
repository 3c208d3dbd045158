/** The lead's page: how much there is, how fast it goes, how it ends, and who has how much on the table. */

import { CallFailed, figuresAddress, figuresGet } from "./api.js";
import { barTable, dayChart } from "./charts.js";
import { isoDay, lasting } from "./clock.js";
import { el } from "/static/dom.js";
import { listen } from "./live.js";
import { texts } from "./preferences.js";
import { refusal } from "./refusals.js";
import { nameOf, session } from "./session.js";
import { recall, remember } from "/static/storage.js";

const DAY_MS = 86400000;
const PERIODS = [7, 30, 90];
const SOON_MS = 5000;

function period(days) {
  return { from: isoDay(Date.now() - (days - 1) * DAY_MS), to: isoDay(Date.now()) };
}

function tile(name, value, kind = "", more = null) {
  return el("div", { class: `tile ${kind}` }, el("dt", {}, name), el("dd", {}, String(value)), more && el("dd", { class: "hint" }, more));
}

function span(seconds) {
  return seconds === null || seconds === undefined ? "–" : lasting(seconds);
}

function tiles(totals) {
  const words = texts().figures;
  return el("dl", { class: "tiles" },
    tile(words.open, totals.open), tile(words.overdue, totals.overdue, totals.overdue ? "bad" : ""),
    tile(words.waiting, totals.waiting), tile(words.opened, totals.opened), tile(words.closed, totals.closed),
    tile(words.firstReply, span(totals.first_reply_median_s)), tile(words.toClose, span(totals.close_median_s)),
    tile(words.satisfaction, totals.satisfaction === null ? "–" : totals.satisfaction.toFixed(1), "", words.rated(totals.rated)));
}

function part(title, ...content) {
  return el("section", { class: "figure" }, el("h2", {}, title), content);
}

function grouped(title, list, rows) {
  const words = texts().figures;
  const heads = [title, words.opened, words.open, words.overdue, words.closed];
  const named = rows.map((row) => ({
    name: row.id ? nameOf(list, row.id) : words.unknown, values: [row.opened, row.open, row.overdue, row.closed],
  }));
  return named.length ? barTable(title, heads, named) : el("p", { class: "hint" }, words.none);
}

function counted(title, rows, name) {
  const words = texts().figures;
  if (!rows.length) return el("p", { class: "hint" }, words.none);
  return barTable(title, [title, words.count], rows.map((row) => ({ name: name(row), values: [row.count] })));
}

function team(members) {
  const words = texts().figures;
  const rows = members.map((one) => ({
    name: one.on_duty ? `${one.name} · ${texts().onDuty}` : one.name,
    values: [one.open, one.overdue, one.closed, span(one.first_reply_median_s)],
  }));
  if (!rows.length) return el("p", { class: "hint" }, words.none);
  return barTable(words.team, [words.member, words.open, words.overdue, words.closed, words.firstReply], rows);
}

function content(figures) {
  const words = texts().figures;
  const series = [{ key: "opened", name: words.opened }, { key: "closed", name: words.closed }];
  return [
    tiles(figures.totals),
    part(words.byDay, dayChart(words.byDay, words.day, figures.by_day, series)),
    el("div", { class: "figure-grid" },
      part(words.team, team(figures.members)),
      part(words.byState, counted(words.byState, figures.by_state, ({ id }) => nameOf("states", id))),
      part(words.byKind, grouped(words.byKind, "kinds", figures.by_kind)),
      part(words.byDistrict, grouped(words.byDistrict, "districts", figures.by_district)),
      part(words.outcomes, counted(words.outcomes, figures.outcomes, ({ id }) => nameOf("outcomes", id))),
      part(words.satisfaction, counted(words.satisfaction, figures.satisfaction, ({ value }) => texts().stars(value)))),
  ];
}

function controls(chosen, change) {
  const words = texts().figures;
  const pressed = (days) => String(JSON.stringify(period(days)) === JSON.stringify(chosen));
  const dates = ["from", "to"].map((name) => {
    const id = `figures-${name}`;
    const box = el("input", { type: "date", id, value: chosen[name], required: true });
    box.addEventListener("change", () => box.value && change({ [name]: box.value }));
    return el("div", { class: "field" }, el("label", { for: id }, words[name]), box);
  });
  return el("div", { class: "figure-tools" },
    el("div", { class: "tabs", role: "group", "aria-label": words.period }, PERIODS.map((days) =>
      el("button", { type: "button", "aria-pressed": pressed(days), onclick: () => change(period(days)) }, words.lastDays(days)))),
    dates,
    el("a", { class: "button", href: figuresAddress(chosen), download: `${chosen.from}_${chosen.to}.csv` }, words.csv));
}

/** Opens the page in `root`. */
export function figuresOpen(root) {
  const words = texts();
  let chosen = recall("desk.period") || period(30);
  let timer = null;
  let turn = 0;
  const tools = el("div", {});
  const body = el("div", { class: "figures-body" }, el("p", { role: "status" }, words.loading));
  root.append(el("div", { class: "page" },
    el("h1", {}, words.figures.title(nameOf("organisations", session.member.organisation))), tools, body));

  async function load() {
    const mine = ++turn;
    try {
      const figures = await figuresGet(chosen);
      if (mine === turn) body.replaceChildren(...content(figures));
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      if (mine === turn) body.replaceChildren(el("p", { class: "failed-note", role: "alert" }, refusal(error)));
    }
  }
  function change(fields) {
    chosen = { ...chosen, ...fields };
    remember("desk.period", chosen);
    tools.replaceChildren(controls(chosen, change));
    load();
  }
  function soon() {
    if (timer) return;
    timer = setTimeout(() => {
      timer = null;
      load();
    }, SOON_MS);
  }
  const ends = [listen("cases", soon), listen("sync", soon)];
  change({});
  return {
    end: () => {
      turn += 1;
      clearTimeout(timer);
      ends.forEach((end) => end());
    },
  };
}
