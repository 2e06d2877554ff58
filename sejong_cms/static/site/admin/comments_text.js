// Where comments stand in the text: blocks, their fields, selected stretches, and finding them again.
window.deskText = (() => {
  "use strict"

  const AROUND = 64
  const LONGEST = 1000
  const BREAKING = new Set("P H3 H4 LI TR TD TH UL OL BLOCKQUOTE TABLE DIV".split(" "))
  const FIELDS = "heading html name question answer change_reason wording alt caption credit".split(" ")

  // Blocks of the screen with the text boxes, and of the one that is only read.
  const blocks = () =>
    [...document.querySelectorAll(".inline-related[data-uid]:not(.empty-form), article[id^='b-']")]
      .filter((block) => uidOf(block))
      .sort((a, b) => placeOf(a) - placeOf(b))
  const placeOf = (block) => Number(block.style.order || 0)
  const uidOf = (block) => block.dataset.uid || block.id.replace(/^b-/, "")
  const blockOf = (uid) => blocks().find((block) => uidOf(block) === uid)
  const around = (node) =>
    (node instanceof Element ? node : node?.parentElement)?.closest(
      ".inline-related:not(.empty-form), article[id^='b-']",
    )
  const headerOf = (block) => block.querySelector(":scope > h3")

  function nameOf(block) {
    const named = FIELDS.filter((name) => name !== "html")
      .map((name) => fieldOf(block, name))
      .find((field) => field && textOf(field).trim())
    const header = headerOf(block)
    const kind = header?.querySelector(".inline_label, b, .quiet")?.textContent.trim() || ""
    const name = named ? textOf(named).trim() : fieldOf(block, "html")?.textContent.trim() || kind
    return name.length > 70 ? `${name.slice(0, 69)}…` : name
  }

  // The element that holds a field's text: a rich text box, an input, or a part of the read text.
  function fieldOf(block, name) {
    const row = block.querySelector(`.field-${name}`)
    return (
      block.querySelector(`[data-field="${name}"]`) ||
      row?.querySelector(".ProseMirror[contenteditable]") ||
      block.querySelector(`input[name$="-${name}"], textarea[name$="-${name}"]`) ||
      null
    )
  }

  function fieldAt(node) {
    const element = node instanceof Element ? node : node?.parentElement
    const field = element?.closest("[data-field], .ProseMirror[contenteditable], input[type=text], textarea")
    if (!field) return null
    const name =
      field.dataset.field ||
      (field.matches(".ProseMirror") ? "html" : (field.name || "").split("-").pop())
    return FIELDS.includes(name) ? { field, name } : null
  }

  const isInput = (field) => field.matches("input, textarea")

  // The words of a node, paragraphs apart as the server keeps them.
  function wordsOf(node) {
    if (node.nodeType === Node.TEXT_NODE) return node.data
    if (node.nodeName === "BR") return "\n"
    const inner = [...node.childNodes].map(wordsOf).join("")
    return BREAKING.has(node.nodeName) ? `${inner}\n` : inner
  }
  // Of what is cut off at its end: the elements around the cut end there for no reader.
  function wordsUpTo(node) {
    if (node.nodeType === Node.TEXT_NODE || !node.lastChild) return wordsOf(node)
    const whole = [...node.childNodes].slice(0, -1)
    return whole.map(wordsOf).join("") + wordsUpTo(node.lastChild)
  }
  const textOf = (field) => (isInput(field) ? field.value : wordsOf(field))

  // What is selected within one field of a saved block: {block, field, quote, prefix, suffix, box}.
  function selected() {
    const active = document.activeElement
    if (active && isInput(active) && active.selectionStart !== active.selectionEnd) {
      const at = fieldAt(active)
      const block = around(active)
      if (!at || !block) return null
      const [from, to] = [active.selectionStart, active.selectionEnd]
      return stretch(block, at.name, active.value, from, to, active.getBoundingClientRect())
    }
    const selection = document.getSelection()
    if (!selection.rangeCount || selection.isCollapsed) return null
    const range = selection.getRangeAt(0).cloneRange()
    const start = fieldAt(range.startContainer)
    const block = around(range.startContainer)
    if (!start || !block) return null
    // Three clicks select up to the beginning of what comes next.
    if (!start.field.contains(range.endContainer)) range.setEnd(start.field, start.field.childNodes.length)
    const before = document.createRange()
    before.selectNodeContents(start.field)
    before.setEnd(range.startContainer, range.startOffset)
    const after = document.createRange()
    after.selectNodeContents(start.field)
    after.setStart(range.endContainer, range.endOffset)
    const [prefix, quote] = [before, range].map((cut) => wordsUpTo(cut.cloneContents()))
    const suffix = wordsOf(after.cloneContents())
    return stretch(
      block,
      start.name,
      prefix + quote + suffix,
      prefix.length,
      prefix.length + quote.length,
      range.getBoundingClientRect(),
    )
  }

  function stretch(block, field, text, from, to, box) {
    const quote = text.slice(from, to).trim()
    if (!quote || quote.length > LONGEST) return null
    const prefix = text.slice(Math.max(0, from - AROUND), from)
    return { block, field, quote, prefix, suffix: text.slice(to, to + AROUND), box }
  }

  // --- Finding a stretch again

  const plain = (text) => text.replace(/\s+/g, " ")

  function shared(one, other) {
    let n = 0
    while (n < one.length && n < other.length && one[n] === other[n]) n++
    return n
  }
  const backwards = (text) => [...text].reverse().join("")

  // The place in `text`, whose white space is single, that is most like the stretch; -1 if none.
  function placeIn(text, thread) {
    const [quote, prefix, suffix] = [thread.quote, thread.prefix, thread.suffix].map(plain)
    let [best, place] = [-1, -1]
    for (let at = text.indexOf(quote); at !== -1; at = text.indexOf(quote, at + 1)) {
      const score =
        shared(backwards(text.slice(0, at)), backwards(prefix)) +
        shared(text.slice(at + quote.length), suffix)
      if (score > best) [best, place] = [score, at]
    }
    return place
  }

  // A field's text with single spaces, and for each of its characters where it stands: [node, offset].
  function mapped(field) {
    let text = ""
    const places = []
    const add = (character, node, offset) => {
      if (/\s/.test(character)) {
        if (text.endsWith(" ")) return
        character = " "
      }
      text += character
      places.push([node, offset])
    }
    if (isInput(field)) {
      for (let n = 0; n < field.value.length; n++) add(field.value[n], field, n)
      return { text, places }
    }
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) {
        for (let n = 0; n < node.data.length; n++) add(node.data[n], node, n)
        return
      }
      const last = node
      for (const child of node.childNodes) walk(child)
      if (node.nodeName === "BR" || BREAKING.has(node.nodeName)) add(" ", last, 0)
    }
    walk(field)
    return { text, places }
  }

  // The Range of a thread's stretch in a rich text, [from, to] in an input, null where it is gone.
  function find(thread) {
    const block = thread.block && blockOf(thread.block)
    const field = block && thread.quote && fieldOf(block, thread.field)
    if (!field) return null
    const { text, places } = mapped(field)
    const at = placeIn(text, thread)
    if (at === -1) return null
    const [first, last] = [places[at], places[at + plain(thread.quote).length - 1]]
    if (isInput(field)) return { field, from: first[1], to: last[1] + 1 }
    const range = document.createRange()
    range.setStart(first[0], first[1])
    range.setEnd(last[0], last[1] + (last[0].nodeType === Node.TEXT_NODE ? 1 : 0))
    return { field, range }
  }

  // Mark stretches without touching the text: `name` is that of the style's ::highlight().
  function mark(name, found) {
    if (!window.CSS?.highlights) return
    const ranges = found.filter((each) => each?.range).map((each) => each.range)
    if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges))
    else CSS.highlights.delete(name)
  }

  return { blocks, uidOf, blockOf, around, headerOf, nameOf, fieldAt, selected, find, mark }
})()
