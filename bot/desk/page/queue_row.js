/** One case in the list. */

import { dueClock, sinceClock } from "./clock.js";
import { el, icon } from "/static/dom.js";
import { texts } from "./preferences.js";
import { nameOf, session } from "./session.js";

const OPEN = ["registered", "routed", "in_progress", "supervised"];

/** Whether the case is still being worked on or waits for it. */
export function isOpen(row) {
  return OPEN.includes(row.state);
}

/** The label of a raised or dangerous case, or null. */
export function priorityMark(row) {
  if (!row.priority) return null;
  return row.priority >= 2
    ? el("b", { class: "mark danger" }, icon("alert"), texts().danger)
    : el("b", { class: "mark raised" }, texts().raised);
}

/** Kind and district in words. */
export function placeWords(row) {
  return [nameOf("kinds", row.kind), row.district && nameOf("districts", row.district)].filter(Boolean).join(" · ");
}

function holderWords(row) {
  if (!row.holder) return null;
  if (!isOpen(row)) return el("span", {}, texts().handledBy(row.holder.name));
  const mine = row.holder.id === session.member.id;
  return el("span", {}, mine ? texts().heldByMe : texts().heldBy(row.holder.name));
}

function waiting(row) {
  const since = row.holder ? row.last_message?.at : row.queued_at;
  if (!isOpen(row) || !since) return null;
  return el("span", {}, row.holder ? texts().lastWord : texts().waitingFor, " ", sinceClock(since));
}

/** What is due: of a closed case the return visit. */
function duePart(row) {
  if (!row.due_at || !(isOpen(row) || row.state === "closed")) return null;
  return el("span", {}, row.state === "closed" && `${texts().deadlines.return_visit} `, dueClock(row.due_at));
}

function lastWords(row) {
  const { last_message: last } = row;
  if (!last?.text) return null;
  return el("span", { class: "row-last" }, `${texts().saidBy[last.from] || ""}${last.text}`);
}

/** The row as a list item with one link. `openId` is the case on the screen. */
export function queueRow(row, openId) {
  const words = texts();
  return el("li", { class: row.id === openId ? "row open" : "row" },
    el("a", { href: `#/cases/${row.id}`, "data-case": row.id, "aria-current": row.id === openId ? "true" : null },
      el("span", { class: "row-top" },
        priorityMark(row), el("b", { class: "number" }, row.number),
        row.language === "en" && el("span", { class: "mark", title: words.languages.en }, "EN"),
        row.unread ? el("b", { class: "unread" }, words.unread(row.unread)) : null),
      el("span", { class: "row-place" }, placeWords(row)),
      el("span", { class: "row-summary" }, row.summary || words.noSummary),
      row.unread ? lastWords(row) : null,
      el("span", { class: "row-foot" },
        duePart(row), waiting(row), holderWords(row),
        (!isOpen(row) || row.state === "supervised") && el("span", { class: "mark state" }, nameOf("states", row.state)))));
}
