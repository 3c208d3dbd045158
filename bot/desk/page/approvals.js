/** Answers of new cards that wait for a person's nod before the citizen sees them. */

import { cardBody } from "/static/card.js";
import { el } from "/static/dom.js";
import { textsIn as citizenTextsIn } from "/static/texts.js";
import { approvalDecide, approvalList, CallFailed } from "./api.js";
import { dueClock, moment } from "./clock.js";
import { keyedShow } from "./keyed.js";
import { listen } from "./live.js";
import { langTag, texts } from "./preferences.js";
import { refusal, toast } from "./refusals.js";

const EVERY_MS = 15000; // no event of its own tells of a new one

function preview(answer) {
  const node = cardBody(answer, citizenTextsIn(answer.language), () => {});
  node.querySelectorAll("input").forEach((input) => (input.disabled = true));
  node.querySelector(".card-foot button")?.remove();
  return el("div", { lang: langTag(answer.language) }, node);
}

function item(approval, decide) {
  const words = texts();
  const button = (decision, text, kind) => el("button", {
    class: `button ${kind}`, type: "button", "aria-label": `${text}: ${approval.title}`, onclick: () => decide(approval.id, decision),
  }, text);
  return el("article", { class: "approval" },
    el("header", {}, el("h2", {}, approval.title), approval.until && dueClock(approval.until)),
    el("p", { class: "hint" }, words.asked, " ", moment(approval.at)),
    el("blockquote", {}, approval.question),
    el("details", { class: "seen-card", open: true }, el("summary", {}, words.answerToCome), preview(approval.answer)),
    el("div", { class: "sheet-actions" }, button("approve", words.approve, "primary"), button("refuse", words.refuseAnswer, "danger")));
}

/** Opens the page in `root`. */
export function approvalsOpen(root) {
  const words = texts();
  const list = el("div", { class: "approvals" });
  const told = el("p", { role: "status" }, words.loading);
  root.append(el("div", { class: "page" }, el("h1", {}, words.pages.approvals), el("p", { class: "hint" }, words.approvalsLead), told, list));

  async function load() {
    try {
      const found = await approvalList();
      told.textContent = found.length ? "" : words.noApprovals;
      keyedShow(list, found, ({ id }) => id, (approval) => item(approval, decide));
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      told.textContent = refusal(error);
    }
  }
  async function decide(id, decision) {
    try {
      await approvalDecide(id, decision);
      toast(decision === "approve" ? words.approved : words.refusedAnswer);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      toast(refusal(error), "bad");
    }
    load();
  }
  const timer = setInterval(load, EVERY_MS);
  const end = listen("sync", load);
  load();
  return {
    end: () => {
      clearInterval(timer);
      end();
    },
  };
}
