/** Keeps a list on the page in step with data, touching only what changed, so that place and focus stay. */

/**
 * Makes the children of `parent` show `items` in order. `keyOf(item)` tells items apart, `build(item)` makes an element;
 * an element is made anew only when its item changed. The focus follows the item.
 */
export function keyedShow(parent, items, keyOf, build) {
  const old = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  const nodes = items.map((item) => {
    const key = String(keyOf(item));
    const data = JSON.stringify(item);
    const known = old.get(key);
    if (known && known.keyedData === data) return known;
    const node = build(item);
    node.dataset.key = key;
    node.keyedData = data;
    return node;
  });
  const held = [...parent.children].find((node) => node.contains(document.activeElement));
  const active = document.activeElement;
  place(parent, nodes);
  if (held) refocus(active, nodes.find((node) => node.dataset.key === held.dataset.key));
}

/** An element that was moved or made anew has lost the focus. */
function refocus(active, node) {
  if (!node || document.activeElement === active) return;
  const target = node.contains(active) ? active : node.querySelector("a, button");
  target?.focus({ preventScroll: true });
}

function place(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] || null);
  });
}

/** Runs `change` and scrolls `box` so that the row at its upper edge stays where it was. */
export function keepingPlace(box, list, change) {
  const edge = box.getBoundingClientRect().top;
  const anchor = box.scrollTop > 0 && [...list.children].find((row) => row.getBoundingClientRect().bottom > edge);
  const before = anchor && anchor.getBoundingClientRect().top;
  const key = anchor && anchor.dataset.key;
  change();
  const after = key && [...list.children].find((row) => row.dataset.key === key);
  if (after) box.scrollTop += after.getBoundingClientRect().top - before;
}
