/** What became of a case, as a card: number, what it means, the code to keep, place in the queue and by when. */

import { el } from "./dom.js";
import { linked } from "./links.js";
import { langTag } from "./texts.js";

const COPIED_MS = 3000;
const DAY = { timeZone: "Asia/Shanghai", month: "long", day: "numeric", weekday: "short" };
const RATE = /^\/case_rate\{.*"value": ?"([1-5])"/;

/** A day and time in Shanghai, where the cases are worked on, as people say it. */
export function moment(at, language) {
  const date = new Date(at);
  if (!at || Number.isNaN(date.getTime())) return "";
  return date.toLocaleString(langTag(language), { ...DAY, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** The end of a period: one that ends at midnight ends with the day before. */
export function periodEnd(at, language) {
  const date = new Date(at);
  if (!at || Number.isNaN(date.getTime())) return "";
  const isMidnight = date.toLocaleTimeString("en", { timeZone: DAY.timeZone, hourCycle: "h23" }) === "00:00:00";
  return isMidnight ? new Date(date.getTime() - 1000).toLocaleDateString(langTag(language), DAY) : moment(at, language);
}

/** Copies `text`; where the browser forbids that, the code is selected to be copied by hand. */
async function copy(text, node) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    window.getSelection().selectAllChildren(node);
    return false;
  }
}

/** The code in large letters with a button to copy it. */
export function codeBox(code, words) {
  const shown = el("output", { class: "code" }, code);
  const button = el("button", { class: "button", type: "button" }, words.copy);
  button.addEventListener("click", async () => {
    button.textContent = (await copy(code, shown)) ? words.copied : words.copyFailed;
    setTimeout(() => (button.textContent = words.copy), COPIED_MS);
  });
  return el("div", { class: "code-box" }, el("span", { class: "code-word" }, words.codeWord), shown, button);
}

/** The card of one message of kind `case`. */
export function caseBody(message, words) {
  const marks = [
    message.place && words.place(message.place),
    message.due && words.dueBy(periodEnd(message.due, message.language)),
  ].filter(Boolean);
  return el("section", { class: `card case-card case-${message.event}` },
    el("h2", { class: "case-title" }, words.caseTitles[message.event] || words.caseWord,
      message.number && el("span", { class: "case-number" }, message.number)),
    el("p", { class: "case-text" }, ...linked(String(message.text || ""))),
    message.code && codeBox(message.code, words),
    marks.length ? el("ul", { class: "case-marks" }, marks.map((mark) => el("li", {}, mark))) : null);
}

/** The button as it is shown here: a rating in words instead of a number. */
export function caseButton(button, words) {
  const match = RATE.exec(String(button.payload || ""));
  return match ? { ...button, title: words.ratings[Number(match[1]) - 1], rating: Number(match[1]) } : button;
}
