/* The contents follow the reader: the entry of the part that is being read is marked. */
"use strict";

(() => {
  const links = [...document.querySelectorAll(".contents a")];
  const parts = links
    .map((link) => [document.getElementById(decodeURIComponent(link.hash.slice(1))), link])
    .filter(([part]) => part);
  if (!parts.length) return;
  let marked = null;

  const mark = () => {
    // The last part that begins above the upper third; at the very end the last one of all.
    const line = innerHeight / 3;
    const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    const begun = parts.filter(([part]) => part.getBoundingClientRect().top <= line);
    const now = (atEnd ? parts.at(-1) : begun.at(-1))?.[1] ?? null;
    if (now === marked) return;
    marked?.removeAttribute("aria-current");
    now?.setAttribute("aria-current", "location");
    marked = now;
    const list = now?.closest(".contents");
    if (list && list.scrollHeight > list.clientHeight) {
      list.scrollTop = now.offsetTop - list.clientHeight / 2;
    }
  };

  let waiting = false;
  addEventListener(
    "scroll",
    () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        mark();
      });
    },
    { passive: true },
  );
  mark();
})();
