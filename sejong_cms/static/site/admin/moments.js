// Says in words which moment was entered, where it holds, and how far off it is.
(() => {
  "use strict"

  const UNITS = [
    ["day", 86400],
    ["hour", 3600],
    ["minute", 60],
  ]
  const lang = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang
  const moments = new Intl.DateTimeFormat(lang, { dateStyle: "full", timeStyle: "short", timeZone: "UTC" })
  const spans = new Intl.RelativeTimeFormat(lang)

  function span(seconds) {
    const [unit, length] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? UNITS.at(-1)
    return spans.format(Math.trunc(seconds / length), unit)
  }

  function say(input, note) {
    // The clock on the wall of the zone: read as UTC it is written as it was entered.
    const wall = Date.parse(`${input.value}Z`)
    const at = Date.parse(`${input.value}${input.dataset.offset}`)
    note.textContent = Number.isNaN(wall)
      ? ""
      : input.dataset.words
          .replace("{moment}", moments.format(wall))
          .replace("{span}", span((at - Date.now()) / 1000))
  }

  function equip() {
    for (const input of document.querySelectorAll("input[data-offset]:not([data-said])")) {
      const note = document.createElement("output")
      note.className = "help"
      note.htmlFor = input.id
      input.dataset.said = ""
      input.after(" ", note)
      input.addEventListener("input", () => say(input, note))
      say(input, note)
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", equip)
  else equip()
})()
