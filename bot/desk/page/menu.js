/** A button that opens a small panel below it: Escape, a click elsewhere or a choice closes it. */

import { el } from "/static/dom.js";

/**
 * `button` is the element to press, `fill()` makes what the panel holds each time it opens, `label` names the panel.
 * Returns `{node, open, close, refill}`; `node` holds both.
 */
export function menu({ button, fill, label, side = "end" }) {
  const panel = el("div", { class: `menu-panel ${side}`, role: "group", "aria-label": label, hidden: true });
  const node = el("div", { class: "menu-holder" }, button, panel);
  button.setAttribute("aria-expanded", "false");
  const refill = () => !panel.hidden && panel.replaceChildren(...[fill()].flat());
  const outside = (event) => !node.contains(event.target) && close();
  const escape = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close();
    button.focus();
  };

  function open() {
    panel.hidden = false;
    button.setAttribute("aria-expanded", "true");
    refill();
    document.addEventListener("click", outside);
    node.addEventListener("keydown", escape);
  }

  function close() {
    panel.hidden = true;
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("click", outside);
    node.removeEventListener("keydown", escape);
  }

  button.addEventListener("click", () => (panel.hidden ? open() : close()));
  panel.addEventListener("click", (event) => event.target.closest("a, button[data-closes]") && close());
  return { node, open, close, refill };
}
