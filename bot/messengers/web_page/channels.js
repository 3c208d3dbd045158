/** Shows ways to settle a dispute: folded one by one, or side by side where there is room. */

import { el, icon } from "./dom.js";
import { linked, telephone, webAddress } from "./links.js";

/** The six facts that every way has; why one would take it and what comes next stand beside them in a route. */
const FACTS = ["why", "fee", "time", "binding", "enforcement", "decided_by", "not_for", "if_it_fails"];
const MOST_COLUMNS = 4;

/** A large link that dials, or null when there is no number. */
export function dialLink(number, words, name = "") {
  const address = telephone(number);
  if (!address) return null;
  const label = name ? `${name} ${words.dial(number)}` : null;
  return el("a", { class: "dial", href: address, "aria-label": label }, icon("phone"), el("span", {}, words.dial(number)));
}

function siteLink(channel, words) {
  const address = webAddress(channel.url);
  if (!address) return null;
  const label = `${channel.name} ${words.site} ${words.newWindow}`;
  return el("a", { class: "button", href: address, target: "_blank", rel: "noopener noreferrer", "aria-label": label }, words.site);
}

function factList(channel, words) {
  const facts = FACTS.filter((fact) => channel[fact]);
  return el("dl", { class: "facts" }, facts.map((fact) =>
    el("div", {}, el("dt", {}, words.facts[fact]), el("dd", {}, ...linked(String(channel[fact]))))));
}

/** One channel that folds: its six facts, how to apply, dial and site links. */
export function channelItem(channel, words, open = false) {
  return el("details", { class: "channel fold", open },
    el("summary", {}, el("span", { class: "fold-title" }, channel.name), channel.fee && el("span", { class: "fold-hint" }, channel.fee)),
    el("div", { class: "fold-body" },
      factList(channel, words),
      channel.how && el("p", { class: "how" }, el("b", {}, `${words.how} `), ...linked(String(channel.how))),
      el("div", { class: "links" }, dialLink(channel.number, words, channel.name), siteLink(channel, words))));
}

function compareTable(title, channels, words) {
  const head = el("tr", {}, el("th", { scope: "col" }, words.fact), channels.map((channel) => el("th", { scope: "col" }, channel.name)));
  const told = FACTS.filter((fact) => channels.some((channel) => channel[fact]));
  const rows = told.map((fact) => el("tr", {}, el("th", { scope: "row" }, words.facts[fact]),
    channels.map((channel) => el("td", {}, ...linked(String(channel[fact] || "—"))))));
  const how = el("tr", {}, el("th", { scope: "row" }, words.how),
    channels.map((channel) => el("td", {}, ...linked(String(channel.how || "—")))));
  const links = el("tr", {}, el("th", { scope: "row" }, words.phone),
    channels.map((channel) => el("td", {}, dialLink(channel.number, words, channel.name) || "—", siteLink(channel, words))));
  return el("table", { class: "compare-table" },
    el("caption", { class: "visually-hidden" }, title), el("thead", {}, head), el("tbody", {}, rows, how, links));
}

/** The comparison: a table on a wide screen when there are few enough, foldable items otherwise. */
export function channelsBody(message, words) {
  const channels = message.channels || [];
  const tabular = channels.length > 1 && channels.length <= MOST_COLUMNS;
  return el("section", { class: tabular ? "card compare tabular" : "card compare" },
    el("h2", { class: "card-title" }, message.title || words.where),
    el("div", { class: "compare-folds" }, channels.map((channel) => channelItem(channel, words, channels.length === 1))),
    tabular ? compareTable(message.title || words.where, channels, words) : null);
}
