/** The page where the work is done: the list on the left, one case beside it. On a phone one of the two. */

import { CasePane } from "./case.js";
import { el } from "/static/dom.js";
import { keyMeans } from "./keys.js";
import { noticesOfCaseSeen } from "./notices.js";
import { texts } from "./preferences.js";
import { Queue } from "./queue.js";

function nothingOpen() {
  return el("div", { class: "nothing-open" }, el("p", {}, texts().nothingOpen), el("p", { class: "hint" }, texts().nothingOpenKeys));
}

/** Opens the page in `root`; `show([id])` puts a case beside the list. */
export function workspaceOpen(root) {
  const queue = new Queue();
  const place = el("div", { class: "case-place" });
  const space = el("div", { class: "workspace" }, el("h1", { class: "visually-hidden" }, texts().pages.cases), queue.node, place);
  let pane = null;

  const show = ([id]) => {
    if (pane?.id === id) return;
    pane?.end();
    pane = id ? new CasePane(place, id) : null;
    if (!pane) place.replaceChildren(nothingOpen());
    space.classList.toggle("case-open", Boolean(pane));
    queue.mark(id || null);
    if (id) noticesOfCaseSeen(id);
  };
  const leave = () => {
    if (!pane) return;
    const { id } = pane;
    window.location.hash = "#/cases";
    queue.links().find((link) => link.dataset.case === id)?.focus();
  };
  const claim = () => {
    const row = queue.current();
    if (row && row.id !== pane?.id) {
      show([row.id]);
      window.location.hash = `#/cases/${row.id}`;
    }
    pane?.claim();
  };
  const keys = [
    keyMeans("j", () => queue.move(1)), keyMeans("k", () => queue.move(-1)), keyMeans("/", () => queue.search()),
    keyMeans("c", claim), keyMeans("r", () => pane?.replyFocus()), keyMeans("n", () => pane?.noteFocus()),
    keyMeans("Escape", leave),
  ];
  root.append(space);
  return {
    show,
    caseId: () => pane?.id ?? null,
    metaChanged: () => queue.filters.show(),
    end: () => {
      keys.forEach((end) => end());
      queue.end();
      pane?.end();
    },
  };
}
