// The edition's screen: blocks and rows are moved by buttons as well as by mouse, and blocks are added by
// buttons that the keyboard reaches. `Desk` is what the screen's other scripts may use of it.
window.Desk = { isSafe: true, isLeaving: false }
;(() => {
  "use strict"

  const words = () => document.getElementById("desk-words").dataset

  function button(label, sign, onClick) {
    const made = document.createElement("button")
    made.type = "button"
    made.className = "desk-button"
    made.textContent = sign
    made.title = label
    made.setAttribute("aria-label", label)
    made.addEventListener("click", (event) => {
      // The header below folds its block when clicked.
      event.stopPropagation()
      event.preventDefault()
      onClick()
    })
    return made
  }

  // --- Blocks

  const orderingOf = (block) => block.querySelector(".order-machine-ordering")

  function blocksInOrder() {
    return [...document.querySelectorAll(".order-machine .inline-related:not(.empty-form)")].sort(
      (a, b) => a.style.order - b.style.order,
    )
  }

  function place(block, order) {
    block.style.order = order
    orderingOf(block).value = order
  }

  function moveTo(block, to) {
    const blocks = blocksInOrder()
    if (to < 0 || to >= blocks.length) return
    blocks.splice(blocks.indexOf(block), 1)
    blocks.splice(to, 0, block)
    blocks.forEach((each, n) => place(each, 10 * (n + 1)))
    touched = true
    document.dispatchEvent(new CustomEvent("desk:moved"))
  }

  function moveBlock(block, step) {
    moveTo(block, blocksInOrder().indexOf(block) + step)
    block.scrollIntoView({ block: "nearest" })
  }

  function fold(block) {
    block.querySelector(":scope > h3").click()
  }

  function showFolds() {
    for (const toggle of document.querySelectorAll(".desk-fold")) {
      const folded = toggle.closest(".inline-related").classList.contains("collapsed")
      toggle.setAttribute("aria-expanded", String(!folded))
      toggle.textContent = folded ? "▸" : "▾"
    }
  }

  function equipBlock(block) {
    const header = block.querySelector(":scope > h3")
    if (!header || header.querySelector(".desk-buttons") || block.matches(".empty-form")) return
    const buttons = document.createElement("span")
    buttons.className = "desk-buttons"
    const toggle = button(words().fold, "▾", () => fold(block))
    toggle.classList.add("desk-fold")
    const up = button(words().up, "↑", () => (moveBlock(block, -1), up.focus()))
    const down = button(words().down, "↓", () => (moveBlock(block, 1), down.focus()))
    buttons.append(toggle, up, down)
    header.append(buttons)
  }

  function addingButtons() {
    const editor = window.ContentEditor
    const wrapper = document.querySelector(".order-machine-wrapper")
    if (!editor || !editor.allowChange || !wrapper) return
    const bar = document.createElement("div")
    bar.className = "desk-adding"
    bar.append(words().add)
    for (const plugin of editor.plugins) {
      const add = button(plugin.title, `+ ${plugin.title}`, () => {
        editor._insertBefore = null
        editor.addContent(plugin.prefix)
      })
      bar.append(add)
    }
    wrapper.after(bar)
  }

  // Text boxes have no label that assistive technology could find.
  function nameTextBoxes(root) {
    for (const box of root.querySelectorAll(".ProseMirror[contenteditable]")) {
      if (box.hasAttribute("aria-label")) continue
      const label = box.closest(".form-row, td")?.querySelector("label")
      box.setAttribute("role", "textbox")
      box.setAttribute("aria-multiline", "true")
      box.setAttribute("aria-label", label ? label.textContent.replace(/:$/, "") : words().text)
    }
  }

  // Comments find a block by its lasting identity.
  function identify() {
    for (const block of blocksInOrder()) {
      const input = block.querySelector("input[name$='-identity']")
      if (input?.value) block.dataset.uid = input.value
    }
  }

  let isReady = false
  Object.assign(window.Desk, {
    blocksInOrder,
    moveTo,
    fold,
    whenReady: (then) =>
      isReady ? then() : document.addEventListener("desk:ready", then, { once: true }),
  })

  document.addEventListener("content-editor:ready", () => {
    identify()
    for (const block of blocksInOrder()) equipBlock(block)
    addingButtons()
    showFolds()
    document.querySelector(".order-machine").addEventListener("click", () => setTimeout(showFolds))
    document.querySelector(".collapse-items input").addEventListener("change", () => showFolds())
    const machine = document.querySelector(".order-machine-wrapper")
    new MutationObserver(() => nameTextBoxes(document)).observe(machine, {
      childList: true,
      subtree: true,
    })
    nameTextBoxes(document)
    watching = true
    isReady = true
    document.dispatchEvent(new CustomEvent("desk:ready"))
  })
  document.addEventListener("content-editor:activate", (event) => {
    equipBlock(event.detail.inline)
    showFolds()
  })

  // --- Rows of tables that are ordered

  const ORDERED = ".desk-ordered"

  function renumber(table) {
    const rows = table.querySelectorAll("tr.form-row:not(.empty-form)")
    rows.forEach((row, n) => {
      const input = row.querySelector(".field-ordering input")
      if (input) input.value = 10 * (n + 1)
    })
  }

  // Django counts rows by their place in the page, known ones first; so order is only shown, by
  // numbers, until the edition is saved.
  function moveRow(row, step) {
    const rows = [...row.closest("tbody").querySelectorAll("tr.form-row:not(.empty-form)")].sort(
      (a, b) => orderOf(a) - orderOf(b),
    )
    const from = rows.indexOf(row)
    const to = from + step
    if (to < 0 || to >= rows.length) return
    rows.splice(from, 1)
    rows.splice(to, 0, row)
    rows.forEach((each, n) => {
      each.querySelector(".field-ordering input").value = 10 * (n + 1)
    })
    showPlaces(row.closest("tbody"))
    touched = true
  }

  const orderOf = (row) => Number(row.querySelector(".field-ordering input").value || 1e9)

  function showPlaces(body) {
    const rows = [...body.querySelectorAll("tr.form-row:not(.empty-form)")]
    const sorted = [...rows].sort((a, b) => orderOf(a) - orderOf(b))
    for (const row of rows) {
      row.querySelector(".desk-place").textContent = `${sorted.indexOf(row) + 1}`
    }
  }

  function equipRow(row) {
    const cell = row.querySelector(".field-ordering")
    if (!cell || cell.querySelector(".desk-buttons")) return
    const shown = document.createElement("span")
    shown.className = "desk-place"
    const buttons = document.createElement("span")
    buttons.className = "desk-buttons"
    buttons.append(
      button(words().up, "↑", () => moveRow(row, -1)),
      button(words().down, "↓", () => moveRow(row, 1)),
    )
    cell.append(shown, buttons)
    cell.querySelector("input").type = "hidden"
  }

  function equipTables() {
    for (const table of document.querySelectorAll(ORDERED)) {
      for (const row of table.querySelectorAll("tr.form-row:not(.empty-form)")) equipRow(row)
      const body = table.querySelector("tbody")
      if (body) showPlaces(body)
    }
  }

  document.addEventListener("formset:added", (event) => {
    touched = true
    const table = event.target.closest(ORDERED)
    if (!table) return
    equipRow(event.target)
    const row = event.target
    row.querySelector(".field-ordering input").value =
      10 * table.querySelectorAll("tr.form-row:not(.empty-form)").length
    showPlaces(row.closest("tbody"))
  })
  document.addEventListener("formset:removed", () => {
    touched = true
    for (const body of document.querySelectorAll(`${ORDERED} tbody`)) showPlaces(body)
  })

  // --- What was typed and not saved

  let touched = false
  let watching = false

  function guard() {
    const form = document.getElementById("edition_form")
    if (!form) return
    const touch = (event) => {
      if (watching && event.isTrusted) touched = true
    }
    form.addEventListener("input", touch)
    form.addEventListener("change", touch)
    // What was typed is kept by itself (keeping.js); this is for a browser that cannot.
    window.addEventListener("beforeunload", (event) => {
      if (touched && !Desk.isSafe && !Desk.isLeaving) event.preventDefault()
    })
    for (const move of document.querySelectorAll(".desk-move form")) {
      move.addEventListener("submit", (event) => {
        if (!touched) return
        event.preventDefault()
        event.stopImmediatePropagation()
        const note = document.querySelector(".desk-unsaved")
        note.textContent = words().unsaved
        note.hidden = false
        note.scrollIntoView({ block: "nearest" })
      })
    }
    for (const link of document.querySelectorAll(".desk-problems a[href^='#']")) {
      link.addEventListener("click", () => {
        document.querySelector(link.getAttribute("href"))?.classList.remove("collapsed")
        showFolds()
      })
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (!document.getElementById("desk-words")) return
    equipTables()
    guard()
    // Shown again after an error: what stands there is not what is stored.
    if (document.querySelector("#edition_form .errornote") || document.getElementById("desk-tab")?.dataset.typed) {
      touched = true
    }
  })
})()
