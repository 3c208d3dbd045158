/** Times in words, and words that stay true while the page is open. */

import { el, icon } from "/static/dom.js";
import { langTag, texts } from "./preferences.js";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SOON = 4 * HOUR;
const EVERY_MS = 20000;
const ZONE = { timeZone: "Asia/Shanghai" }; // where the working hours are, whatever the computer thinks

/** A length of time in seconds as words, in its largest unit: "3 小时", "2 days". */
export function lasting(seconds) {
  const words = texts();
  if (seconds < MINUTE) return words.lessThanMinute;
  if (seconds < HOUR) return words.minutes(Math.floor(seconds / MINUTE));
  if (seconds < DAY) return words.hours(Math.floor(seconds / HOUR));
  return words.days(Math.floor(seconds / DAY));
}

/** The day of a moment in Shanghai as an ISO date. */
export function isoDay(at) {
  return new Date(at).toLocaleDateString("sv", ZONE);
}

/** A moment as date and time, today as time alone. */
export function stamp(at) {
  const date = new Date(at);
  if (!at || Number.isNaN(date.getTime())) return "";
  const time = { ...ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const [that, now] = [isoDay(date), isoDay(new Date())];
  if (that === now) return date.toLocaleTimeString(langTag(), time);
  const year = that.slice(0, 4) === now.slice(0, 4) ? {} : { year: "numeric" };
  return date.toLocaleString(langTag(), { ...year, month: "numeric", day: "numeric", ...time });
}

/** A moment as its day, with the weekday. */
export function day(at) {
  return new Date(at).toLocaleDateString(langTag(), { ...ZONE, year: "numeric", month: "long", day: "numeric", weekday: "short" });
}

/** A `time` element that shows `stamp(at)`, or null when there is no moment. */
export function moment(at) {
  return at ? el("time", { datetime: at }, stamp(at)) : null;
}

function secondsUntil(at) {
  return (new Date(at).getTime() - Date.now()) / 1000;
}

/** How a due time reads now: words, and `level`: over, soon or fine. */
export function due(at) {
  const left = secondsUntil(at);
  if (left < 0) return { words: texts().overdueBy(lasting(-left)), level: "over" };
  return { words: texts().dueIn(lasting(left)), level: left < SOON ? "soon" : "fine" };
}

function fillDue(node) {
  const { words, level } = due(node.dataset.due);
  node.className = `due ${level}`;
  node.querySelector("span").textContent = words;
}

function fillSince(node) {
  node.textContent = lasting(Math.max(0, -secondsUntil(node.dataset.since)));
}

/** A due time that counts down; overdue says so in words and has a sign of its own. */
export function dueClock(at) {
  const node = el("span", { "data-due": at, title: stamp(at) }, icon("clock"), el("span", {}));
  fillDue(node);
  return node;
}

/** How long ago `at` is, kept current. */
export function sinceClock(at) {
  const node = el("time", { datetime: at, "data-since": at, title: stamp(at) });
  fillSince(node);
  return node;
}

/** Keeps every clock on the page current. */
export function clocksRun() {
  setInterval(() => {
    document.querySelectorAll("[data-due]").forEach(fillDue);
    document.querySelectorAll("[data-since]").forEach(fillSince);
  }, EVERY_MS);
}
