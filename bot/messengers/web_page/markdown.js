/** The small part of Markdown that guidance uses: paragraphs, lists, headings, bold. Everything else stays text. */

import { el } from "./dom.js";
import { linked } from "./links.js";

const BULLET = /^\s*[-*]\s+/;
const NUMBER = /^\s*\d+[.、)]\s+/;
const HEADING = /^#{1,6}\s+/;

function inline(text) {
  return text.split(/(\*\*[^*]+\*\*)/).flatMap((part) =>
    /^\*\*[^*]+\*\*$/.test(part) ? [el("strong", {}, ...linked(part.slice(2, -2)))] : linked(part),
  );
}

function kindOf(line) {
  if (BULLET.test(line)) return "ul";
  if (NUMBER.test(line)) return "ol";
  if (HEADING.test(line)) return "heading";
  return "p";
}

function block(kind, lines) {
  if (kind === "heading") return el("h4", {}, ...inline(lines[0].replace(HEADING, "")));
  if (kind === "p") return el("p", {}, ...inline(lines.join("\n")));
  const marker = kind === "ul" ? BULLET : NUMBER;
  return el(kind, {}, ...lines.map((line) => el("li", {}, ...inline(line.replace(marker, "")))));
}

/** Markdown as a list of elements; never HTML. */
export function markdown(source) {
  const blocks = [];
  let open = null;
  for (const line of String(source || "").split(/\r?\n/)) {
    if (!line.trim()) {
      open = null;
      continue;
    }
    const kind = kindOf(line);
    if (!open || open.kind !== kind || kind === "heading") blocks.push((open = { kind, lines: [] }));
    open.lines.push(line);
  }
  return blocks.map(({ kind, lines }) => block(kind, lines));
}
