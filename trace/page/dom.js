/**
 * Creates an element. Recorded data is only ever inserted as text.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {string} [className]
 * @param {string} [text]
 * @param {readonly (Node | string | undefined)[]} [children]
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(name, className, text, children = []) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** Text for screen readers only: others see it in another way. @param {string} text */
export function unseen(text) {
  return element("span", "visually-hidden", text);
}

/**
 * The element of the page with this id, checked to have the given tag name.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {string} id
 * @param {K} _name
 * @returns {HTMLElementTagNameMap[K]}
 */
export function byId(id, _name) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return /** @type {HTMLElementTagNameMap[K]} */ (found);
}
