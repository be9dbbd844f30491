// Making elements; texts are always texts, never markup.
export const element = (name, text, css) => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (css) made.className = css;
  return made;
};

export const number = (value) => value.toLocaleString("en-US");

export const count = (value, noun) => number(value) + " " + noun + (value === 1 ? "" : "s");
