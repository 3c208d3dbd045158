/** What surrounds the conversation: menu, dialogs, welcome, banner, printing. */

import { dialLink } from "./channels.js";
import { CallFailed } from "./connection.js";
import { el } from "./dom.js";
import { onLanguage, texts } from "./settings.js";

const byId = (id) => document.getElementById(id);

/** The menu under the header: opens and closes, also with Escape and a click elsewhere. */
export function wireMenu() {
  const button = byId("menu-button");
  const menu = byId("menu");
  const set = (open) => {
    menu.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => set(menu.hidden));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || menu.hidden) return;
    set(false);
    button.focus();
  });
  document.addEventListener("click", (event) => {
    if (!menu.hidden && !event.target.closest(".top, dialog")) set(false);
  });
  return () => set(false);
}

/** Emergency numbers in a dialog; without this script the link dials 110. */
export function wireEmergency() {
  const fill = () => byId("emergency-list").replaceChildren(...texts().dials.map(({ number, name, use }) =>
    el("li", {}, el("div", {}, el("b", {}, name), el("p", {}, use)), dialLink(number, texts(), name))));
  fill();
  onLanguage(fill);
  byId("emergency").addEventListener("click", (event) => {
    event.preventDefault();
    byId("emergency-dialog").showModal();
  });
}

/** The example questions; `onAsk(question)` gets the one pressed. */
export function wireExamples(onAsk) {
  const fill = () => byId("examples").replaceChildren(
    el("p", { class: "examples-lead" }, texts().examplesLead),
    ...texts().examples.map(({ area, questions }) => el("section", { class: "example-area" },
      el("h3", {}, area),
      el("ul", {}, questions.map((question) =>
        el("li", {}, el("button", { class: "example", type: "button", onclick: () => onAsk(question) }, question)))))));
  fill();
  onLanguage(fill);
}

/** What stays of the cases of an erased conversation, and why; nothing when nothing does. */
function showKept(kept) {
  if (!kept.length) return;
  byId("kept-list").replaceChildren(...kept.map(({ number, kept: why }) => el("p", {}, el("b", {}, number), " ", why)));
  byId("kept-dialog").showModal();
}

/** The button that adds files. `canAdd()` tells whether there is a case for them; else a person can be asked for. */
export function wireAttach({ canAdd, add, askForPerson }) {
  const files = byId("attach-files");
  const dialog = byId("person-dialog");
  dialog.addEventListener("close", () => dialog.returnValue === "yes" && askForPerson());
  byId("attach").addEventListener("click", () => {
    if (canAdd()) return files.click();
    dialog.returnValue = "no";
    return dialog.showModal();
  });
  files.addEventListener("change", () => {
    add([...files.files]);
    files.value = "";
  });
}

/**
 * The dialog before erasing. `erase` does it, returns what stays of cases and may throw `CallFailed`; `done` follows
 * success; `hasCases()` tells whether cases go too.
 */
export function wireErase({ erase, done, hasCases }) {
  const dialog = byId("erase-dialog");
  const failed = byId("erase-failed");
  const confirm = byId("erase-confirm");
  byId("erase").addEventListener("click", () => {
    failed.hidden = true;
    byId("erase-cases").hidden = !hasCases();
    dialog.showModal();
  });
  confirm.addEventListener("click", async () => {
    confirm.disabled = true;
    try {
      const kept = await erase();
      dialog.close();
      done();
      showKept(kept);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      failed.textContent = texts().eraseFailed;
      failed.hidden = false;
    } finally {
      confirm.disabled = false;
    }
  });
}

/** Folded parts open for printing and fold again afterwards, so that paper has everything. */
export function wirePrint() {
  const opened = new Set();
  window.addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("details:not([open])")) {
      opened.add(fold);
      fold.open = true;
    }
  });
  window.addEventListener("afterprint", () => {
    opened.forEach((fold) => (fold.open = false));
    opened.clear();
  });
  byId("print").addEventListener("click", () => window.print());
}

/** Clicking beside a dialog closes it. */
export function wireDialogs() {
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  }
}

/** Lifts the composer above an on-screen keyboard where the browser lays the keyboard over the page. */
export function wireKeyboard() {
  const view = window.visualViewport;
  if (!view) return;
  const lift = () => {
    const covered = view.scale > 1.05 ? 0 : Math.max(0, window.innerHeight - view.height - view.offsetTop);
    document.documentElement.style.setProperty("--keyboard", `${Math.round(covered)}px`);
  };
  view.addEventListener("resize", lift);
  view.addEventListener("scroll", lift);
}

/** The line about the connection: offline, server unreachable, or nothing. */
export function showBanner(conversation) {
  const banner = byId("banner");
  const words = texts();
  const text = !navigator.onLine ? words.offline : conversation.unreachable ? words.unreachable : "";
  if (banner.textContent !== text) banner.textContent = text;
  banner.hidden = !text;
}

/** Says something to screen readers without showing it. */
export function announce(text) {
  byId("announce").textContent = text;
}
