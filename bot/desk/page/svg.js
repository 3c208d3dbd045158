/** SVG elements, and the desk's line icons beside those of the citizen's page. */

const SPACE = "http://www.w3.org/2000/svg";
const PATHS = {
  back: "M14.500 5.500 8 12l6.500 6.500",
  bell: "M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 2h-15l1.500-2ZM10 21h4",
  chat: "M4 5.500h16v11H10l-4 3.500v-3.500H4v-11Z",
  close: "M6 6l12 12M18 6 6 18",
  down: "M12 5v13M6.500 12.500 12 18l5.500-5.500",
  file: "M7 3.500h7l4 4v13H7v-17ZM13.500 3.500V8H18",
  key: "M4 7h16v11H4zM7.500 10.500h.01M11 10.500h.01M14.500 10.500h.01M8 14.500h8",
  lock: "M6.500 11h11v8.500h-11zM9 11V8a3 3 0 0 1 6 0v3",
  menu: "M4.500 7h15M4.500 12h15M4.500 17h15",
  person: "M12 12a3.800 3.800 0 1 0 0-7.600A3.800 3.800 0 0 0 12 12ZM5 20c.6-3.500 3.400-5.500 7-5.500s6.400 2 7 5.500",
  search: "M11 4.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13ZM16 16l4 4",
  send: "M12 19V5M6.500 10.500 12 5l5.500 5.500",
  spark: "M12 4l1.800 5.200L19 11l-5.200 1.800L12 18l-1.800-5.200L5 11l5.200-1.800L12 4Z",
};

/** An SVG element; `attributes` that are null or undefined are left out, `children` are nodes or strings. */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** A decorative line icon, hidden from screen readers. */
export function glyph(name) {
  return svg("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" }, svg("path", { d: PATHS[name] }));
}
