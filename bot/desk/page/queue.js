/** The list of cases: keeps itself current, and the place in it, while somebody works in it. */

import { CallFailed, caseList } from "./api.js";
import { el } from "/static/dom.js";
import { Filters, filterCount } from "./filters.js";
import { keepingPlace, keyedShow } from "./keyed.js";
import { listen } from "./live.js";
import { texts } from "./preferences.js";
import { queueRow } from "./queue_row.js";
import { refusal } from "./refusals.js";
import { session } from "./session.js";

const PAGE = 50;
const MOST = 200; // of one request
const SOON_MS = 300;
const LATER_MS = 1500; // of what is said only the last words and a count show here

export class Queue {
  constructor() {
    this.rows = [];
    this.next = null;
    this.total = 0;
    this.openId = null;
    this.turn = 0;
    this.failed = null;
    this.filters = new Filters(() => this.load(false));
    this.list = el("ul", { class: "rows" });
    this.told = el("p", { class: "visually-hidden", role: "status" });
    this.foot = el("div", { class: "queue-foot" });
    this.box = el("div", { class: "queue-box" }, this.list, this.foot);
    this.node = el("section", { class: "queue", "aria-label": texts().casesLabel }, this.filters.node, this.told, this.box);
    this.ends = [
      listen("cases", () => this.soon(SOON_MS)), listen("messages", () => this.soon(LATER_MS)), listen("sync", () => this.soon(SOON_MS)),
    ];
    this.load(false);
  }

  end() {
    clearTimeout(this.timer);
    this.turn += 1;
    this.ends.forEach((end) => end());
  }

  /** Reads the list anew within so many milliseconds: events come in bursts, and a busy day must not put it off. */
  soon(wait) {
    const at = Date.now() + wait;
    if (this.timer && this.readsAt <= at) return;
    clearTimeout(this.timer);
    this.readsAt = at;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.load(true);
    }, wait);
  }

  /** `keep` keeps as many rows as are shown now; otherwise the list begins at its top. */
  async load(keep) {
    const turn = ++this.turn;
    const limit = keep ? Math.min(MOST, Math.max(PAGE, this.rows.length)) : PAGE;
    const answer = await this.ask({ ...this.filters.chosen, limit });
    if (turn !== this.turn) return;
    if (answer) {
      this.rows = answer.cases;
      this.next = answer.next;
      this.total = answer.total;
    }
    if (!keep) this.box.scrollTop = 0;
    this.show();
    if (!keep && answer) this.told.textContent = texts().found(this.total);
  }

  async more() {
    const turn = ++this.turn;
    const answer = await this.ask({ ...this.filters.chosen, limit: PAGE, cursor: this.next });
    if (turn !== this.turn || !answer) return;
    const known = new Set(this.rows.map(({ id }) => id));
    this.rows = [...this.rows, ...answer.cases.filter(({ id }) => !known.has(id))];
    this.next = answer.next;
    this.show();
  }

  async ask(fields) {
    try {
      const answer = await caseList(fields);
      this.failed = null;
      return answer;
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      this.failed = refusal(error);
      return null;
    }
  }

  /** Marks the case that is on the screen. */
  mark(id) {
    this.openId = id;
    this.show();
  }

  show() {
    const items = this.rows.map((row) => ({ ...row, isOpen: row.id === this.openId }));
    keepingPlace(this.box, this.list, () => keyedShow(this.list, items, ({ id }) => id, (row) => queueRow(row, this.openId)));
    this.foot.replaceChildren(...this.below());
    this.filters.show();
  }

  below() {
    const words = texts();
    if (this.failed) {
      return [el("p", { class: "failed-note" }, this.failed),
        el("button", { class: "button", type: "button", onclick: () => this.load(true) }, words.tryAgain)];
    }
    if (this.rows.length && this.next) {
      return [el("button", { class: "button", type: "button", onclick: () => this.more() }, words.moreRows(this.rows.length, this.total))];
    }
    return this.rows.length ? [] : this.empty();
  }

  empty() {
    const words = texts();
    const { chosen } = this.filters;
    if (chosen.q || filterCount(chosen)) {
      return [el("p", {}, words.emptyFiltered),
        el("button", { class: "button", type: "button", onclick: () => this.filters.clear() }, words.clearFilters)];
    }
    const lead = el("p", {}, words.empty[chosen.view]);
    if (chosen.view === "mine") {
      return [lead, el("button", { class: "button", type: "button", onclick: () => this.filters.choose({ view: "queue" }) }, words.toQueue)];
    }
    return chosen.view === "queue" && !session.member.on_duty ? [lead, el("p", { class: "hint" }, words.emptyOffDuty)] : [lead];
  }

  links() {
    return [...this.list.querySelectorAll("a")];
  }

  /** The row that has the focus, or null. */
  current() {
    const link = document.activeElement?.closest?.(".rows a");
    return link ? this.rows.find(({ id }) => id === link.dataset.case) : null;
  }

  /** Moves the focus by `step` rows; from outside it enters at the open case, else at the top. */
  move(step) {
    const links = this.links();
    const at = links.indexOf(document.activeElement);
    const from = at >= 0 ? at + step : Math.max(0, links.findIndex((link) => link.dataset.case === this.openId));
    links[Math.min(links.length - 1, Math.max(0, from))]?.focus();
  }

  search() {
    this.filters.search.querySelector("input").focus();
  }
}
