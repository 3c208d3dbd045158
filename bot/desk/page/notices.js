/** What the member is to be told at once: a list behind the bell, a tone, the browser's notification, the title's count. */

import { noticeList, noticesSeen, CallFailed } from "./api.js";
import { el } from "/static/dom.js";
import { listen } from "./live.js";
import { inLanguage, texts } from "./preferences.js";
import { soundPlay, soundReady } from "./sound.js";
import { recall, remember } from "/static/storage.js";
import { moment } from "./clock.js";
import { session } from "./session.js";

const KEPT = 200; // ids that were sounded, so that no tab sounds them again
const URGENT = ["danger", "overdue", "supervised"];
const HIDDEN_TURN_MS = 250;
const SILENT_TURN_MS = 600;

const unseen = new Map();
const listeners = new Set();
let openCase = () => null;

/** The notices not yet seen, newest first. */
export function noticesUnseen() {
  return [...unseen.values()].sort((one, other) => other.id - one.id);
}

/** Calls `listener()` whenever that list changes. */
export function onNotices(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The sentence of a notice. */
function noticeText(notice) {
  return texts().notices[notice.kind]?.(notice.number || "") || inLanguage(notice.text) || notice.number || notice.kind;
}

function changed() {
  const count = unseen.size;
  document.title = count ? `(${count}) ${texts().pageTitle}` : texts().pageTitle;
  listeners.forEach((listener) => listener());
}

/** Of all tabs one sounds a notice: the one in front that can be heard goes first. */
async function isMine(id) {
  const claim = () => {
    const sounded = recall("desk.sounded", []);
    if (sounded.includes(id)) return false;
    remember("desk.sounded", [...sounded, id].slice(-KEPT));
    return true;
  };
  const wait = (document.hidden ? HIDDEN_TURN_MS : 0) + (soundReady() ? 0 : SILENT_TURN_MS);
  if (wait) await new Promise((resolve) => setTimeout(resolve, wait));
  return navigator.locks ? navigator.locks.request("jiefen-desk-notice", claim) : claim();
}

/** The browser's own notification names no more than the number: it may be read over a shoulder or on a locked screen. */
function pop(notice) {
  if (!("Notification" in window) || Notification.permission !== "granted" || !document.hidden) return;
  const shown = new Notification(texts().name, { body: noticeText(notice), tag: `jiefen-${notice.id}` });
  shown.addEventListener("click", () => {
    window.focus();
    if (notice.case) window.location.hash = `#/cases/${notice.case}`;
    shown.close();
  });
}

/** A word about the case that is being looked at needs no bell. */
function isBeforeTheEyes(notice) {
  return notice.kind === "message" && notice.case === openCase() && !document.hidden;
}

async function arrive(notice) {
  if (unseen.has(notice.id) || handled().includes(notice.id)) return;
  unseen.set(notice.id, notice);
  if (isBeforeTheEyes(notice)) {
    noticesOfCaseSeen(notice.case);
    return;
  }
  changed();
  if (!(await isMine(notice.id))) return;
  soundPlay(URGENT.includes(notice.kind));
  pop(notice);
}

/** Ids that were seen here while earlier ones were not: the server only knows "seen up to". */
function handled() {
  return recall("desk.handled", []);
}

function handle(ids) {
  if (!ids.length) return;
  const largest = Math.max(...ids);
  ids.forEach((id) => unseen.delete(id));
  remember("desk.handled", [...handled(), ...ids].slice(-KEPT));
  changed();
  seenTell(unseen.size ? Math.min(largest, Math.min(...unseen.keys()) - 1) : largest);
}

async function seenTell(upTo) {
  try {
    await noticesSeen(upTo);
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
  }
}

/** The case is on the screen: what the bell had to say of it is seen. */
export function noticesOfCaseSeen(caseId) {
  handle([...unseen.values()].filter((notice) => notice.case === caseId).map(({ id }) => id));
}

/** Marks everything as seen, here and on the server. */
export function noticesClear() {
  handle([...unseen.keys()]);
}

function forgetHandled() {
  handled().forEach((id) => unseen.delete(id));
  changed();
}

/** Forgets what it knows: somebody else may sign in. */
export function noticesForget() {
  unseen.clear();
  changed();
}

/** Reads from the server what is not yet seen. */
export async function noticesRead() {
  if (!session.member) return;
  try {
    const found = await noticeList();
    const ids = new Set(found.map(({ id }) => id));
    [...unseen.keys()].filter((id) => !ids.has(id)).forEach((id) => unseen.delete(id));
    await Promise.all(found.map(arrive));
    changed();
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
  }
}

/** One notice as an item that leads to its case. */
export function noticeItem(notice) {
  const text = noticeText(notice);
  return el("li", { class: URGENT.includes(notice.kind) ? "notice-item urgent" : "notice-item" },
    notice.case ? el("a", { href: `#/cases/${notice.case}` }, text) : el("span", {}, text),
    el("span", { class: "hint" }, moment(notice.at)));
}

/** Begins to listen; `caseInFront()` gives the id of the case that is on the screen, or null. */
export function noticesStart(caseInFront) {
  openCase = caseInFront;
  window.addEventListener("storage", ({ key }) => key === "jiefen.desk.handled" && forgetHandled()); // another tab
  listen("notice", arrive);
  listen("sync", noticesRead);
}
