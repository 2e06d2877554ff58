// The outline of an edition's blocks: to jump to one, to drag it elsewhere, to see how long the text is.
(() => {
  "use strict"

  const SOON = 400
  const WORD = /[\p{L}\p{N}_]+(?:[-'’.,:/&][\p{L}\p{N}_]+)*/gu
  const NAMES = ["heading", "question", "wording", "name", "caption", "alt"]
  const READ = ["heading", "name", "question", "answer", "wording", "caption", "change_reason", "html"]

  let nav, list, words, timer, dragged

  const field = (block, name) => block.querySelector(`[name="${block.id}-${name}"]`)
  const isRemoved = (block) => field(block, "DELETE")?.checked ?? false

  function textOf(html) {
    return new DOMParser().parseFromString(html.replace(/<\/(p|li|h\d|td)>/g, "$& "), "text/html").body.textContent
  }

  function titleOf(block) {
    for (const name of NAMES) {
      const text = field(block, name)?.value.trim()
      if (text) return text
    }
    return textOf(field(block, "html")?.value ?? "").trim() || words.empty
  }

  const kindOf = (block) =>
    window.ContentEditor.plugins.find((plugin) => block.id.startsWith(`${plugin.prefix}-`))?.title ?? ""

  function jump(block) {
    if (block.classList.contains("collapsed")) Desk.fold(block)
    block.scrollIntoView({ block: "start", behavior: "smooth" })
    const target = block.querySelector(
      "input:not([type=hidden]):not([type=checkbox]), textarea:not([hidden]), [contenteditable=true]",
    )
    target?.focus({ preventScroll: true })
  }

  function item(block, place) {
    const made = document.createElement("li")
    const button = document.createElement("button")
    const kind = document.createElement("span")
    kind.className = "quiet"
    kind.textContent = kindOf(block)
    button.type = "button"
    button.append(`${place + 1}. ${titleOf(block).slice(0, 90)} `, kind)
    if (isRemoved(block)) {
      made.className = "desk-removed"
      kind.textContent = words.removed
    } else if (document.querySelector(`.desk-problems li[data-block="${block.id}"]`)) {
      made.className = "desk-flagged"
    }
    button.addEventListener("click", () => jump(block))
    made.append(button)
    made.draggable = true
    made.addEventListener("dragstart", (event) => {
      dragged = block
      event.dataTransfer.effectAllowed = "move"
      event.dataTransfer.setData("text/plain", block.id)
    })
    made.addEventListener("dragover", (event) => {
      if (!dragged) return
      event.preventDefault()
      made.classList.add("desk-over")
    })
    made.addEventListener("dragleave", () => made.classList.remove("desk-over"))
    made.addEventListener("dragend", () => (dragged = null))
    made.addEventListener("drop", (event) => {
      event.preventDefault()
      if (dragged && dragged !== block) Desk.moveTo(dragged, Desk.blocksInOrder().indexOf(block))
      dragged = null
      draw()
    })
    return made
  }

  function draw() {
    const blocks = Desk.blocksInOrder()
    nav.hidden = blocks.length === 0
    list.replaceChildren(...blocks.map(item))
    measure(blocks)
  }

  function measure(blocks) {
    const texts = ["title", "subtitle", "abstract"].map((name) => document.getElementById(`id_${name}`)?.value)
    for (const block of blocks) {
      if (isRemoved(block)) continue
      for (const name of READ) {
        const value = field(block, name)?.value ?? ""
        texts.push(name === "html" ? textOf(value) : value)
      }
    }
    const text = texts.filter(Boolean).join("\n")
    const count = text.match(WORD)?.length ?? 0
    const rate = Number(document.getElementById("desk-tab").dataset.rate)
    document.querySelector(".desk-length").textContent = words.length
      .replace("{words}", count.toLocaleString())
      .replace("{characters}", [...text.replace(/\s/g, "")].length.toLocaleString())
      .replace("{minutes}", Math.ceil(count / rate))
  }

  function later() {
    clearTimeout(timer)
    timer = setTimeout(draw, SOON)
  }

  function step(by) {
    const blocks = Desk.blocksInOrder()
    const at = blocks.findIndex((block) => block.contains(document.activeElement))
    const next = blocks[at < 0 ? (by > 0 ? 0 : blocks.length - 1) : at + by]
    if (next) jump(next)
  }

  document.addEventListener("DOMContentLoaded", () => {
    nav = document.querySelector(".desk-outline")
    if (!nav || !document.getElementById("desk-tab")) return
    words = document.getElementById("desk-words").dataset
    const box = document.createElement("details")
    const summary = document.createElement("summary")
    summary.textContent = words.outline
    list = document.createElement("ol")
    const keys = document.createElement("p")
    keys.className = "quiet"
    keys.textContent = words.keys
    box.append(summary, list, keys)
    box.open = window.matchMedia("(min-width: 1100px)").matches
    nav.append(box)
    Desk.whenReady(() => {
      draw()
      for (const kind of ["input", "change", "click", "keyup"]) {
        document.getElementById("edition_form").addEventListener(kind, later)
      }
      for (const kind of ["formset:added", "formset:removed", "content-editor:activate", "desk:moved"]) {
        document.addEventListener(kind, later)
      }
    })
    const preview = document.querySelector("[name=_preview]")
    document.addEventListener("keydown", (event) => {
      if (event.altKey && !event.ctrlKey && !event.metaKey && ["ArrowDown", "ArrowUp"].includes(event.key)) {
        event.preventDefault()
        step(event.key === "ArrowDown" ? 1 : -1)
      } else if (event.altKey && event.ctrlKey && event.code === "KeyP" && preview) {
        event.preventDefault()
        preview.click()
      }
    })
  })
})()
