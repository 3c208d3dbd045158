/**
 * What the server tells unasked. Of several tabs one holds the line and passes on what it hears, since browsers allow
 * few connections to one server. A lost line is tried again, more and more slowly.
 */

import { EVENTS } from "./api.js";

const NAMES = ["cases", "notice", "messages", "typing", "read"];
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30000;
const POLL_MS = 10000;
const BEAT_MS = 20000;
const SILENT_MS = 150000; // browsers let a hidden tab's timers run once a minute
const LOCK = "jiefen-desk-line";

const listeners = new Map();
const canShare = typeof BroadcastChannel === "function" && "locks" in navigator;

let channel = null;
let source = null;
let retry = null;
let poll = null;
let beat = null;
let attempts = 0;
let heardAt = 0;
let letGo = null;
let lost = false;

/**
 * Calls `listener(data)` at each event of `name`: those of the server; `sync` when something may have been missed and is
 * to be read anew; `line` with `{lost}`. Returns what ends the listening.
 */
export function listen(name, listener) {
  if (!listeners.has(name)) listeners.set(name, new Set());
  listeners.get(name).add(listener);
  return () => listeners.get(name).delete(listener);
}

function tell(name, data) {
  heardAt = Date.now();
  if (name === "line") lost = data.lost;
  for (const listener of listeners.get(name) || []) listener(data);
}

function share(name, data) {
  tell(name, data);
  channel?.postMessage({ name, data });
}

/** Whether the line to the server is down. */
export function isLost() {
  return lost;
}

function connect() {
  source = new EventSource(EVENTS);
  for (const name of NAMES) source.addEventListener(name, (event) => share(name, JSON.parse(event.data)));
  source.addEventListener("open", connected);
  source.addEventListener("error", broken);
}

function connected() {
  attempts = 0;
  clearInterval(poll);
  poll = null;
  share("line", { lost: false });
  share("sync", {});
}

/** The browser's own way of trying again is as fast as the server dies; ours slows down and waits for the network. */
function broken() {
  source?.close();
  source = null;
  clearTimeout(retry);
  const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempts);
  attempts += 1;
  retry = setTimeout(connect, longest / 2 + (Math.random() * longest) / 2);
  if (attempts > 1) share("line", { lost: true });
  if (!poll) poll = setInterval(() => share("sync", {}), POLL_MS);
}

/** Tries at once instead of waiting for the next turn. */
export function reconnect() {
  if (source || !retry) {
    channel?.postMessage({ name: "reconnect" });
    return;
  }
  clearTimeout(retry);
  connect();
}

function hangUp() {
  source?.close();
  source = null;
  [retry, poll, beat].forEach(clearInterval);
  retry = poll = beat = null;
}

function hold() {
  if (!channel) return null;
  connect();
  beat = setInterval(() => channel?.postMessage({ name: "beat" }), BEAT_MS);
  return new Promise((resolve) => {
    letGo = resolve;
  });
}

/** Waits its turn; a holder that fell asleep for long loses the line to the tab in front. */
function queueUp(steal = false) {
  const taken = navigator.locks.request(LOCK, steal ? { steal: true } : {}, hold);
  taken.catch((error) => {
    if (error.name !== "AbortError") throw error;
    hangUp();
    if (channel) queueUp();
  });
}

function heard({ data: { name, data } }) {
  heardAt = Date.now();
  if (name === "reconnect") {
    if (letGo) reconnect();
  } else if (name !== "beat") {
    tell(name, data);
  }
}

function wake() {
  if (document.hidden || !channel) return;
  if (!source && !retry && Date.now() - heardAt > SILENT_MS) queueUp(true);
}

/** Begins to listen to the server, in this tab or through another. */
export function lineOpen() {
  heardAt = Date.now();
  window.addEventListener("online", reconnect);
  if (!canShare) {
    connect();
    return;
  }
  channel = new BroadcastChannel(LOCK);
  channel.addEventListener("message", heard);
  document.addEventListener("visibilitychange", wake);
  queueUp();
}

/** Ends it: nobody is signed in any more. */
export function lineClose() {
  window.removeEventListener("online", reconnect);
  document.removeEventListener("visibilitychange", wake);
  channel?.close();
  channel = null;
  hangUp();
  letGo?.();
  letGo = null;
}
