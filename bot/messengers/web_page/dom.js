/** Builds elements from text only. Nothing on this page ever parses HTML from a message. */

/**
 * An element. `attributes` are set as attributes, but `onclick`-like keys with a function become listeners and
 * null, undefined or false are left out. `children` are nodes or strings; those three and "" are left out.
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  phone: "M6.6 3.5 9.400 3l2 4.700-2 1.700a13 13 0 0 0 5.200 5.200l1.700-2 4.700 2-.5 2.800A3.200 3.200 0 0 1 17.300 20C10 19.600 4.400 14 4 6.700a3.200 3.200 0 0 1 2.600-3.200Z",
  clock: "M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17ZM12 7.500V12l3 2",
  book: "M5 5.500A2.500 2.500 0 0 1 7.500 3H19v15H7.500A2.500 2.500 0 0 0 5 20.500v-15ZM5 20.500A2.500 2.500 0 0 0 7.500 21H19",
  check: "M5 12.500 10 17.500 19.500 7",
  person: "M12 12.500a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.500 20.500c.6-3.600 3.700-5.500 7.500-5.500s6.900 1.900 7.500 5.500",
  alert: "M12 4 21 19.500H3L12 4ZM12 10v4.500M12 17v.5",
};

/** A decorative line icon, hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}
