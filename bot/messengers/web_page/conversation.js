/** The conversation as the page knows it: what the server has, what still has to be sent, and who is typing. */

import { CallFailed, caseReturn, conversationErase, LiveLine, messageList } from "./connection.js";
import { outboxAdd, outboxList, outboxMark, outboxRemove } from "./outbox.js";
import { Sender } from "./sending.js";
import { newId, recall, remember } from "./storage.js";
import { Uploads } from "./uploads.js";

const RELOAD_MS = 3000;
const ASSISTANT = { who: "assistant", name: null, case: null, read_seq: 0 };
const OPEN = ["registered", "routed", "in_progress", "supervised"];

/** Calls `onChange()` after every change, `onLanguage(language)` when the assistant was asked to change language. */
export class Conversation {
  constructor({ onChange, onLanguage }) {
    this.onChange = onChange;
    this.onLanguage = onLanguage;
    this.live = new LiveLine({
      message: (message) => this.pushed(message),
      typing: (typing, name) => this.setTyping(typing, name),
      speaker: (speaker) => this.setSpeaker(speaker),
      erased: (upTo) => this.erasedUpTo(upTo),
      sync: () => this.sync(),
    });
    this.sender = new Sender({
      conversation: () => (this.restored ? this.id : null),
      onDelivered: (entry, answer) => this.delivered(entry, answer),
      onUnreachable: () => this.setUnreachable(true),
      onChange: () => this.onChange(),
    });
    this.uploads = new Uploads({
      conversation: () => (this.restored ? this.id : null),
      onChange: () => this.onChange(),
      onDone: (message) => this.absorb([message]),
    });
    this.clear();
  }

  clear() {
    clearTimeout(this.reload);
    this.id = recall("conversation");
    this.known = new Map();
    this.synced = 0;
    this.erasedTo = 0;
    this.restored = !this.id;
    this.typing = false;
    this.typingName = null;
    this.speaker = ASSISTANT;
    this.unreachable = false;
    this.serverLanguage = undefined;
    this.generation = (this.generation || 0) + 1;
  }

  /** Loads what the server has, then sends what was left unsent. */
  async start() {
    await this.sync();
    this.sender.flush();
  }

  /** Every message in order: the server's by `seq`, then the unsent ones, which have `pending: true`. */
  items() {
    const stored = [...this.known.values()].sort((a, b) => a.seq - b.seq);
    const unsent = outboxList().filter((entry) => !this.known.has(entry.id));
    const files = this.uploads.items().filter((item) => !this.known.has(item.id));
    return [...stored, ...unsent.map((entry) => ({ ...entry, kind: "text", from: "citizen", pending: true })), ...files];
  }

  /** Whether an answer is on its way. */
  get isAnswering() {
    return this.typing || (!this.isWithMediator && this.sender.current !== null);
  }

  /** Whether a mediator, a person, answers now. */
  get isWithMediator() {
    return this.speaker.who === "mediator";
  }

  /** The state of each case that this conversation tells of, by number, the oldest first; an erased one is gone. */
  get cases() {
    const found = new Map();
    const told = [...this.known.values()].filter((message) => message.kind === "case" && message.number);
    for (const { event, number, state } of told.sort((a, b) => a.seq - b.seq)) {
      if (event === "erased") found.delete(number);
      else found.set(number, state);
    }
    return found;
  }

  /** Whether there is a case that something can be added to. */
  get hasOpenCase() {
    return [...this.cases.values()].some((state) => OPEN.includes(state));
  }

  /** Keeps a message, shows it and sends it as soon as possible. */
  say({ text, payload, language }) {
    if (!this.id) this.begin();
    outboxAdd({ id: newId(), text, payload, language, at: new Date().toISOString() });
    this.onChange();
    this.sender.flush();
  }

  /** A conversation gets its id with the first message: who only looks leaves no trace. */
  begin() {
    this.id = recall("conversation") || newId();
    remember("conversation", this.id);
  }

  /** Sends a refused or held message again now. */
  retry(id) {
    outboxMark(id, null);
    this.onChange();
    this.sender.resume({ evenIfBusy: true });
  }

  /** Gives an unsent message up and returns its text. */
  discard(id) {
    const entry = outboxList().find((candidate) => candidate.id === id);
    outboxRemove(id);
    this.onChange();
    return entry ? entry.text : "";
  }

  /**
   * Erases the conversation on the server, then here; returns what stays of each case. Throws `CallFailed` and changes
   * nothing when the server cannot.
   */
  async erase() {
    await this.sender.pause();
    let kept = [];
    try {
      if (this.id) kept = await conversationErase(this.id);
    } catch (error) {
      this.sender.resume();
      throw error;
    }
    for (const name of ["conversation", "outbox", "ticks"]) remember(name, null);
    this.restart();
    return kept;
  }

  /** Comes back to the case with this code, in place of what is here. Throws `CallFailed` and then changes nothing. */
  async comeBack(code) {
    const id = newId();
    await caseReturn(code, id);
    for (const name of ["outbox", "ticks"]) remember(name, null);
    remember("conversation", id);
    this.restart();
  }

  /** Another tab began or erased the conversation: follow it. */
  follow() {
    if (this.id !== recall("conversation")) this.restart();
  }

  restart() {
    this.live.close();
    this.sender.reset();
    this.uploads.reset();
    this.clear();
    this.onChange();
    this.start();
  }

  /** Gives the live line back while nobody looks: a browser has only six connections to a server for all its tabs. */
  rest() {
    this.live.close();
  }

  /** Tries everything that waits at once: after being offline or asleep. */
  resume() {
    this.sync();
    this.sender.resume();
  }

  /** Catches up with the server, and opens the live line once there is something to follow. */
  async sync() {
    const { generation } = this;
    if (!this.id) return;
    try {
      const list = await messageList(this.id, this.synced);
      if (generation === this.generation) this.caughtUp(list);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      if (generation === this.generation) this.missed(error);
    }
  }

  caughtUp({ messages, typing, language, erased_to: erasedTo = 0, speaker = ASSISTANT }) {
    if (erasedTo > this.erasedTo && this.synced) return this.erasedUpTo(erasedTo);
    this.erasedTo = erasedTo;
    this.synced = Math.max(this.synced, ...messages.map((message) => message.seq));
    this.restored = true;
    this.absorb(messages);
    this.setUnreachable(false);
    this.setSpeaker(speaker);
    this.setTyping(typing, this.typingName);
    this.heard(language);
    if (this.known.size && !this.live.source) this.live.open(this.id, this.synced);
    return undefined;
  }

  missed({ status, retryAfter }) {
    if (status !== 429) this.setUnreachable(true);
    if (this.restored) return;
    clearTimeout(this.reload);
    this.reload = setTimeout(() => this.start(), retryAfter ? retryAfter * 1000 : RELOAD_MS);
  }

  pushed(message) {
    this.synced = Math.max(this.synced, message.seq);
    this.absorb([message]);
    // A reply in another language than the fixed one may mean that the citizen just asked for it.
    if (message.from === "assistant" && this.serverLanguage && message.language !== this.serverLanguage) this.sync();
  }

  absorb(messages) {
    for (const message of messages) {
      const isMine = message.from === "citizen";
      if (isMine) outboxRemove(message.id);
      this.known.set(isMine ? message.id : message.seq, message);
      if (!isMine) {
        this.typing = false;
        this.typingName = null;
      }
    }
    this.onChange();
  }

  delivered(entry, { seq, language, replies = [] }) {
    const mine = this.known.get(entry.id) || { ...entry, kind: "text", from: "citizen", seq };
    this.absorb([mine, ...replies]);
    this.setUnreachable(false);
    if (!this.live.source) this.live.open(this.id, this.synced);
    // What was sent is what the server knew before this answer.
    if (entry.language) this.serverLanguage = entry.language;
    this.heard(language);
  }

  /** The server's language differs from the last known one only when the citizen asked the assistant to change it. */
  heard(language) {
    if (!language || language === this.serverLanguage) return;
    const isChange = this.serverLanguage !== undefined;
    this.serverLanguage = language;
    this.onLanguage(language, isChange);
  }

  /** Drops what was erased on the server and reads the rest again. */
  erasedUpTo(seq) {
    for (const [key, message] of this.known) if (message.seq <= seq) this.known.delete(key);
    remember("ticks", null);
    this.erasedTo = seq;
    this.synced = 0;
    this.onChange();
    this.sync();
  }

  setUnreachable(unreachable) {
    if (this.unreachable === unreachable) return;
    this.unreachable = unreachable;
    this.onChange();
  }

  setTyping(typing, name = null) {
    if (this.typing === typing && this.typingName === name) return;
    this.typing = typing;
    this.typingName = name;
    this.onChange();
  }

  setSpeaker(speaker) {
    if (JSON.stringify(this.speaker) === JSON.stringify(speaker)) return;
    this.speaker = speaker;
    this.onChange();
  }
}
