/** What is around every page of the desk: name, ways, duty, bell, language, account, and the line about the connection. */

import { CallFailed, meChange } from "./api.js";
import { el } from "/static/dom.js";
import { keysShow } from "./keys.js";
import { isLost, listen, reconnect } from "./live.js";
import { menu } from "./menu.js";
import { noticeItem, noticesClear, noticesUnseen, onNotices } from "./notices.js";
import { chooseLanguage, language, texts } from "./preferences.js";
import { refusal, toast } from "./refusals.js";
import { nameOf, pages, session } from "./session.js";
import { glyph } from "./svg.js";

function navigation() {
  const links = pages().map((page) => el("a", { href: `#/${page}`, "data-page": page },
    el("span", {}, texts().pages[page]), page === "approvals" && el("span", { class: "count", "data-count": "approvals" })));
  return el("nav", { class: "ways", "aria-label": texts().ways }, links);
}

/** Marks the page that is shown, and how many answers wait for a nod. */
export function shellMark(page) {
  for (const link of document.querySelectorAll(".ways a")) {
    if (link.dataset.page === page) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const waiting = session.meta.counts?.approvals || 0;
  document.querySelectorAll("[data-count=approvals]").forEach((node) => (node.textContent = waiting ? String(waiting) : ""));
}

function dutySwitch() {
  const words = texts();
  const button = el("button", { class: "tool duty", type: "button", role: "switch", "aria-label": words.duty },
    el("i", { class: "knob", "aria-hidden": "true" }), el("span", {}));
  const show = () => {
    button.setAttribute("aria-checked", String(session.member.on_duty));
    button.querySelector("span").textContent = session.member.on_duty ? words.onDuty : words.offDuty;
  };
  button.addEventListener("click", async () => {
    try {
      session.member = { ...session.member, ...(await meChange({ on_duty: !session.member.on_duty })) };
      show();
      toast(session.member.on_duty ? words.dutyOnSaid : words.dutyOffSaid);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      toast(refusal(error), "bad");
    }
  });
  show();
  return button;
}

function bell() {
  const words = texts();
  const count = el("span", { class: "count" });
  const button = el("button", { class: "tool", type: "button" }, glyph("bell"), count);
  const fill = () => {
    const list = noticesUnseen();
    if (!list.length) return el("p", { class: "hint" }, words.noNotices);
    return [
      el("button", { class: "button", type: "button", "data-closes": true, onclick: noticesClear }, words.allSeen),
      el("ul", { class: "notice-list" }, list.map(noticeItem)),
    ];
  };
  const holder = menu({ button, fill, label: words.noticesLabel });
  const show = () => {
    const { length } = noticesUnseen();
    count.textContent = length ? String(length) : "";
    button.setAttribute("aria-label", length ? words.noticesWaiting(length) : words.noticesLabel);
    holder.refill();
  };
  show();
  return { node: holder.node, end: onNotices(show) };
}

function account(onSignOut) {
  const words = texts();
  const { member } = session;
  const button = el("button", { class: "tool", type: "button", "aria-label": words.account(member.name) },
    glyph("person"), el("span", { class: "wide-only" }, member.name));
  const fill = () => [
    el("p", {}, el("b", {}, member.name), el("br"), el("span", { class: "hint" },
      `${nameOf("roles", member.role)} · ${nameOf("organisations", member.organisation)}`)),
    el("a", { class: "button", href: "#/me" }, words.pages.me),
    el("button", { class: "button", type: "button", "data-closes": true, onclick: keysShow }, words.keysTitle),
    el("button", { class: "button", type: "button", onclick: onSignOut }, words.signOut),
  ];
  return menu({ button, fill, label: words.account(member.name) }).node;
}

function languageSwitch() {
  const other = language() === "en" ? "zh" : "en";
  return el("button", {
    class: "tool", type: "button", lang: other === "en" ? "en" : "zh-CN", onclick: () => chooseLanguage(other),
  }, texts().otherLanguage);
}

function lineBanner() {
  const words = texts();
  const banner = el("p", { class: "banner", role: "status" });
  const show = () => {
    banner.replaceChildren(...(isLost() ? [
      words.lineLost, " ",
      el("button", { class: "link-button", type: "button", onclick: reconnect }, words.tryAgain),
    ] : []));
    banner.classList.toggle("shown", isLost());
  };
  show();
  return { node: banner, end: listen("line", show) };
}

/**
 * Builds the surroundings in `root`. Returns `{main, end}`: where the page goes, and what ends the listening.
 * `onSignOut()` is called by the button.
 */
export function shellBuild(root, onSignOut) {
  const words = texts();
  const notices = bell();
  const line = lineBanner();
  const main = el("main", { id: "main", tabindex: "-1" });
  const skip = el("a", { class: "skip", href: "#main" }, words.skip);
  skip.addEventListener("click", (event) => {
    event.preventDefault(); // the address tells which page is shown
    main.focus();
  });
  root.className = "shell";
  root.replaceChildren(skip,
    el("header", { class: "desk-top" },
      el("a", { class: "brand", href: "#/", "aria-label": words.name },
        el("img", { class: "logo", src: "/static/logo.svg", alt: "", width: "30", height: "30" }),
        el("span", {}, words.name)),
      el("div", { class: "tools" },
        pages().includes("cases") && [dutySwitch(), notices.node], languageSwitch(), account(onSignOut))),
    navigation(), line.node, main);
  return {
    main,
    end: () => {
      notices.end();
      line.end();
    },
  };
}
