/* Suggestions while typing, for a search box that works without them: a combobox as WAI-ARIA 1.2 has it. */
"use strict";

(() => {
  const box = document.querySelector("input[data-suggest]");
  if (!box) return;
  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.label);
  list.hidden = true;
  box.after(list);
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-controls", list.id],
    ["aria-expanded", "false"],
  ]) {
    box.setAttribute(name, value);
  }

  let asked = null;
  let waiting = 0;
  let shownFor = "";
  let chosen = -1;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };

  const choose = (number) => {
    const options = [...list.children];
    options[chosen]?.setAttribute("aria-selected", "false");
    // Beyond either end lies the box itself.
    chosen = number >= options.length ? -1 : number < -1 ? options.length - 1 : number;
    if (chosen < 0) return box.removeAttribute("aria-activedescendant");
    options[chosen].setAttribute("aria-selected", "true");
    options[chosen].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", options[chosen].id);
  };

  const go = (option) => {
    location.href = option.dataset.page;
  };

  const show = (rows) => {
    list.replaceChildren(
      ...rows.map((row, number) => {
        const option = document.createElement("li");
        option.id = `suggestion-${number}`;
        option.dataset.page = row.page;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        const words = document.createElement("span");
        words.textContent = row.words;
        if (row.language) words.lang = row.language;
        const kind = document.createElement("span");
        kind.className = "suggestion-kind";
        kind.textContent = row.kind;
        option.append(words, " ", kind);
        return option;
      }),
    );
    chosen = -1;
    box.removeAttribute("aria-activedescendant");
    list.hidden = !rows.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
  };

  const ask = async () => {
    const typed = box.value.trim();
    if (typed === shownFor && !list.hidden) return;
    asked?.abort();
    if (!typed) return close();
    asked = new AbortController();
    try {
      const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(typed)}`, {
        signal: asked.signal,
      });
      if (!answer.ok) return close();
      const rows = (await answer.json()).suggestions;
      // What was typed meanwhile is asked for already.
      if (box.value.trim() !== typed || document.activeElement !== box) return;
      shownFor = typed;
      show(rows);
    } catch {
      // Without an answer the box is what it is without this script.
    }
  };

  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });
  box.addEventListener("keydown", (event) => {
    // Keys that compose a syllable are the input method's.
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) go(list.children[chosen]);
    else return;
    event.preventDefault();
  });
  // Before the box loses the focus, which closes the list.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });
  box.addEventListener("blur", close);
})();
