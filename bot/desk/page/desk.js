/** The desk: signs in, opens the line to the server, and shows the page that the address names. */

import { CallFailed, onSignedOut, signOut } from "./api.js";
import { approvalsOpen } from "./approvals.js";
import { clocksRun } from "./clock.js";
import { draftsForget, unsentCount } from "./drafts.js";
import { figuresOpen } from "./figures.js";
import { askSheet } from "./form.js";
import { keysStart } from "./keys.js";
import { lineClose, lineOpen, listen } from "./live.js";
import { meOpen } from "./me.js";
import { noticesForget, noticesRead, noticesStart } from "./notices.js";
import { applyLooks, onLanguage, texts } from "./preferences.js";
import { reviewOpen } from "./review.js";
import { metaRefresh, pages, session, sessionOpen } from "./session.js";
import { shellBuild, shellMark } from "./shell.js";
import { invitationShow, signInShow, unreachableShow } from "./sign_in.js";
import { soundPrepare } from "./sound.js";
import { staffOpen } from "./staff.js";
import { workspaceOpen } from "./workspace.js";

const PAGES = { cases: workspaceOpen, figures: figuresOpen, staff: staffOpen, approvals: approvalsOpen, review: reviewOpen, me: meOpen };
const META_EVERY_MS = 2000;
const root = document.getElementById("app");

let shell = null;
let page = null; // what is shown: {name, show(rest), end(), caseId()}
let redraw = () => {};

/** The address after `#`, as words. */
function address() {
  return window.location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
}

function go() {
  if (!shell) return;
  const [wanted, ...rest] = address();
  const name = pages().includes(wanted) ? wanted : pages()[0];
  if (page?.name !== name) {
    page?.end();
    shell.main.replaceChildren();
    page = { name, ...PAGES[name](shell.main) };
  }
  shellMark(name);
  page.show?.(rest);
}

function build() {
  page?.end();
  page = null;
  shell?.end();
  shell = shellBuild(root, leave);
  document.title = texts().pageTitle;
  go();
}

function takeDown() {
  lineClose();
  page?.end();
  shell?.end();
  page = shell = null;
  noticesForget();
  session.member = null;
}

async function leave() {
  const unsent = unsentCount();
  const words = texts();
  if (unsent && !(await askSheet({
    title: words.signOut, lead: words.unsent(unsent), fields: [], confirm: words.signOutAnyway, danger: true, submit: async () => ({}),
  }))) return;
  try {
    await signOut();
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
  }
  draftsForget();
  takeDown();
  knock();
}

function show(screen) {
  redraw = screen;
  screen();
}

function knock(lead) {
  show(() => signInShow(root, () => start(), lead && texts().signedOutLead));
}

async function enter() {
  await sessionOpen();
  show(build);
  if (!pages().includes("cases")) return; // who manages staff alone is told nothing
  lineOpen();
  noticesRead();
}

/** From the beginning: an invitation, a session that still holds, or the door. `expired`: there was a session. */
async function start(expired = false) {
  const [first, token] = address();
  if (first === "invitation" && token) {
    show(() => invitationShow(root, token, () => {
      window.location.hash = "";
      start();
    }));
    return;
  }
  try {
    await enter();
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    if (error.status === 401) knock(expired);
    else show(() => unreachableShow(root, () => start()));
  }
}

let metaTimer = null;

/** Counts and colleagues change with the cases; asked for at most every two seconds. */
function metaSoon() {
  if (metaTimer || !shell) return;
  metaTimer = setTimeout(async () => {
    metaTimer = null;
    try {
      if (shell) await metaRefresh();
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      return;
    }
    if (shell) {
      shellMark(page.name);
      page.metaChanged?.();
    }
  }, META_EVERY_MS);
}

onSignedOut(() => {
  if (!shell) return;
  takeDown();
  start(true);
});
onLanguage(() => {
  applyLooks();
  redraw();
});
window.addEventListener("hashchange", () => (address()[0] === "invitation" ? start() : go()));
listen("cases", metaSoon);
listen("sync", metaSoon);
applyLooks();
clocksRun();
keysStart();
soundPrepare();
noticesStart(() => page?.caseId?.() ?? null);
start();
