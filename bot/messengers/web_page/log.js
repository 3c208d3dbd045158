/** Keeps the message list on the page in step with the conversation, by adding and never by rebuilding. */

import { el } from "./dom.js";
import { assistantNode, choicesNode, citizenNode, mediatorNode } from "./render.js";
import { texts } from "./settings.js";

const NEAR_BOTTOM = 240;
const QUIET_MS = 1000;
const DOUBLE_CLICK_MS = 600;
const log = document.getElementById("log");
const newer = document.getElementById("newer");
const header = document.querySelector(".top");

const NODES = { citizen: citizenNode, assistant: assistantNode, mediator: mediatorNode };

function keyOf(item) {
  return item.from === "citizen" ? `c:${item.id}:${item.erased === true}:${item.upload === true}` : `a:${item.seq}`;
}

/** Whether the end of the conversation is in sight, or nearly. */
export function isNearBottom() {
  const page = document.documentElement;
  return page.scrollHeight - window.scrollY - window.innerHeight < NEAR_BOTTOM;
}

/** The first message of the answer to the citizen's last message, if there is one yet. */
function lastAnswer(items) {
  const lastAsked = items.map((item) => item.from).lastIndexOf("citizen");
  return items[lastAsked + 1];
}

/** Whether a message is a piece of the answer to the citizen's last one: not a mediator's, not news of its own. */
function answers(piece, items) {
  const asked = items[items.map((item) => item.from).lastIndexOf("citizen")];
  return piece.from === "assistant" && asked !== undefined && String(piece.id).startsWith(`${asked.id}/`);
}

/** The button of `items[index]` that the citizen's next message used, if any. */
function chosenButton(items, index) {
  const next = items.slice(index + 1).find((item) => item.from === "citizen");
  if (!next) return undefined;
  const { buttons } = items[index];
  return buttons.find((button) => next.payload === button.payload) || buttons.find((button) => !next.payload && next.text === button.title);
}

/** Buttons work in the last turn; a card's until something newer offers buttons, a case's until it has news. */
function buttonsAreActive(items, index) {
  const later = items.slice(index + 1);
  const { kind, number } = items[index];
  if (kind === "case") return !later.some((item) => item.kind === "case" && item.number === number);
  if (!later.some((item) => item.from === "citizen")) return true;
  return items[index].kind === "card" && !later.some((item) => item.buttons && item.buttons.length);
}

/** The state line under a citizen's message, as `{text, actions, failed}`, or null. */
function stateOf(item, index, items, conversation) {
  const words = texts();
  if (item.upload) return stateOfUpload(item, words);
  if (!item.pending) return index === items.length - 1 ? { text: arrived(item, conversation, words) } : null;
  const reasons = { long: words.failedLong, choice: words.failedChoice, refused: words.failed };
  if (item.failed) {
    const retry = item.failed === "refused" ? ["retry"] : [];
    return { text: reasons[item.failed], failed: true, actions: [...retry, "edit", "discard"] };
  }
  const { current, hold } = conversation.sender;
  if (current === item.id) return { text: words.sending };
  if (hold && hold.why === "busy") return { text: words.busy(hold.seconds) };
  if (!navigator.onLine) return { text: words.queued };
  return conversation.unreachable ? { text: words.retrying, actions: ["retryNow"] } : { text: words.sending };
}

/** What became of a message that the server has and nobody has answered yet. */
function arrived(item, conversation, words) {
  if (item.relayed) return conversation.speaker.read_seq >= item.seq ? words.readByMediator : words.relayed;
  if (item.kind === "file") return words.uploaded;
  return conversation.isAnswering ? words.sent : words.kept;
}

function stateOfUpload(item, words) {
  if (item.failed) {
    const again = ["offline", "busy", "file_full"].includes(item.failed) ? ["retry"] : [];
    return { text: words.uploadFailures[item.failed] || words.uploadFailures.offline, failed: true, actions: [...again, "discard"] };
  }
  return { text: item.isCurrent ? words.uploading(item.percent) : words.uploadWaits, actions: ["cancelUpload"] };
}

export class Log {
  /** `actions` has `choose(button)`, `retry(id)`, `edit(id)`, `discard(id)`. */
  constructor(conversation, actions) {
    this.conversation = conversation;
    this.actions = { ...actions, retryNow: actions.retry, cancelUpload: actions.discard };
    this.nodes = new Map();
    window.addEventListener("scroll", () => isNearBottom() && (newer.hidden = true), { passive: true });
  }

  /** Shows the conversation as it is now; `quiet` keeps screen readers and scrolling out of it. */
  show({ quiet = false } = {}) {
    const items = this.conversation.items();
    const wasNearBottom = isNearBottom();
    if (quiet) this.hush();
    const added = this.place(items);
    this.removeGone(items);
    items.forEach((item, index) => this.dress(item, index, items));
    if (quiet) this.toLastTurn(items);
    else if (added.length) this.follow(added, items, wasNearBottom);
  }

  /** Keeps screen readers from reading out what was there before. */
  hush() {
    log.setAttribute("aria-live", "off");
    clearTimeout(this.hushed);
    this.hushed = setTimeout(() => log.setAttribute("aria-live", "polite"), QUIET_MS);
  }

  /** A double click must not press a second button that moved under the pointer. */
  choose(button) {
    if (Date.now() - (this.chosenAt || 0) < DOUBLE_CLICK_MS) return;
    this.chosenAt = Date.now();
    this.actions.choose(button);
  }

  /** Builds every message anew, for a change of language. */
  rebuild() {
    this.nodes.clear();
    log.replaceChildren();
    const { scrollY } = window;
    this.show({ quiet: true });
    window.scrollTo(0, scrollY);
  }

  place(items) {
    const added = [];
    let before = log.firstChild;
    for (const item of items) {
      const key = keyOf(item);
      let node = this.nodes.get(key);
      if (!node) {
        node = NODES[item.from](item, this.conversation.id);
        this.nodes.set(key, node);
        added.push(item);
      }
      if (node === before) before = node.nextSibling;
      else log.insertBefore(node, before);
    }
    return added;
  }

  removeGone(items) {
    const keys = new Set(items.map(keyOf));
    for (const [key, node] of this.nodes) {
      if (keys.has(key)) continue;
      node.remove();
      this.nodes.delete(key);
    }
  }

  dress(item, index, items) {
    const node = this.nodes.get(keyOf(item));
    if (item.from === "citizen") this.dressState(node, item, stateOf(item, index, items, this.conversation));
    else if (item.buttons && item.buttons.length) this.dressChoices(node, item, index, items);
  }

  dressChoices(node, item, index, items) {
    const chosen = chosenButton(items, index);
    const active = buttonsAreActive(items, index);
    const mark = `${active}:${chosen ? item.buttons.indexOf(chosen) : ""}`;
    if (node.dataset.choices === mark) return;
    node.dataset.choices = mark;
    const old = node.querySelector(":scope > .choices");
    const hadFocus = old && old.contains(document.activeElement);
    if (old) old.remove();
    const group = choicesNode(item, { chosen, active, onChoose: (button) => this.choose(button) });
    if (group) node.append(group);
    const next = hadFocus && group && group.querySelector(".chosen");
    if (next) next.focus({ preventScroll: true });
  }

  dressState(node, item, state) {
    const mark = state ? `${state.text}|${state.actions || ""}` : "";
    if ((node.dataset.state || "") === mark) return;
    node.dataset.state = mark;
    const old = node.querySelector(":scope > .state");
    if (old) old.remove();
    if (!state) return;
    const buttons = (state.actions || []).map((name) =>
      el("button", { class: "link-button", type: "button", onclick: () => this.actions[name](item.id) }, texts()[name]));
    node.append(el("p", { class: state.failed ? "state failed" : "state" }, el("span", {}, state.text), ...buttons));
  }

  /** An answer may come in pieces: what counts is where the answer to the last message begins. */
  follow(added, items, wasNearBottom) {
    const piece = added.find((item) => item.from !== "citizen");
    if (!piece) return window.scrollTo({ top: document.documentElement.scrollHeight });
    const start = answers(piece, items) ? lastAnswer(items) : piece;
    if (wasNearBottom) return this.toStart(start, items);
    return piece !== start && this.isInView(start) ? undefined : this.offer(piece, items);
  }

  isInView(item) {
    const { top } = this.nodes.get(keyOf(item)).getBoundingClientRect();
    return top >= 0 && top < window.innerHeight;
  }

  /** Someone who is reading further up is not pulled away, but told. */
  offer(answer, items) {
    newer.hidden = false;
    newer.onclick = () => {
      newer.hidden = true;
      this.toStart(answer, items);
    };
  }

  /** Brings the start of an answer to the top, with the question above it when that is short. */
  toStart(answer, items) {
    const node = this.nodes.get(keyOf(answer));
    const question = items[items.indexOf(answer) - 1];
    const asked = question && question.from === "citizen" ? this.nodes.get(keyOf(question)) : null;
    const start = asked && asked.offsetHeight < window.innerHeight / 5 ? asked : node;
    const top = start.getBoundingClientRect().top + window.scrollY - header.offsetHeight - 12;
    window.scrollTo({ top });
  }

  toLastTurn(items) {
    const answer = lastAnswer(items);
    if (answer) this.toStart(answer, items);
    else if (items.length) window.scrollTo({ top: document.documentElement.scrollHeight });
  }
}
