// The panel of comments beside an edition's text. What was typed here and not sent is kept in the tab.
;(() => {
  "use strict"

  const template = document.getElementById("desk-comment-words")
  if (!template) return
  const words = template.dataset
  const panel = document.getElementById("desk-comments")
  const toggle = document.getElementById("desk-comments-toggle")
  const text = window.deskText
  const { make, button, ask, Failed, keyOf, ...tools } = window.deskWriting(words)
  const writing = (name, options) =>
    tools.writing(name, { ...options, sent: show, people: () => state.people })
  let state = { threads: [], people: [], count: 0, latest: null }
  let showsResolved = false
  let beginning = null // what a new thread would be on
  const cards = new Map() // thread's id → its element, kept while it is redrawn

  async function reload() {
    try {
      show(await ask())
    } catch {
      // The next word of a change asks again.
    }
  }

  // --- Threads

  function commentOf(comment, thread) {
    const when = make("time", { datetime: comment.when, title: comment.moment }, comment.shown)
    const head = make("p", { class: "desk-comment-head" }, make("strong", {}, comment.who), " ", when)
    if (comment.changed) head.append(` · ${words.changed}`)
    const body = make("p", { class: "desk-comment-text" }, comment.text)
    const element = make("div", { class: "desk-comment-one" }, head, body)
    if (!comment.mine || thread.resolved) return element
    const name = `change-${comment.id}`
    const change = () => {
      const { form, box } = writing(name, {
        label: words.keep,
        initial: comment.text,
        send: { do: "change", comment: comment.id },
        cancel: () => (form.replaceWith(body), more.focus()),
      })
      body.replaceWith(form)
      form.addEventListener("sent", () => form.replaceWith(body))
      box.focus()
    }
    const more = button(words.change, change, "desk-comment-change")
    head.append(more)
    if (sessionStorage.getItem(keyOf(name)) !== null) change()
    return element
  }

  function placeOf(thread) {
    const block = thread.block && text.blockOf(thread.block)
    if (!thread.block) return make("p", { class: "desk-comment-place" }, words.onPiece)
    if (!block) return make("p", { class: "desk-comment-place" }, words.gone)
    const name = text.nameOf(block)
    return make(
      "p",
      { class: "desk-comment-place" },
      make(
        "button",
        { type: "button", title: words.jump, on: { click: () => jump(thread) } },
        name || words.jump,
      ),
    )
  }

  function card(thread) {
    let held = cards.get(thread.id)
    if (!held) {
      const reply = writing(`reply-${thread.id}`, {
        label: words.reply,
        send: { do: "reply", thread: thread.id },
      })
      const [body, act] = [make("div"), make("span", { class: "desk-comment-row" })]
      held = { body, reply, act, element: make("section", { class: "desk-thread" }, body, reply.form) }
      held.element.addEventListener("focusin", () => point(thread.id))
      held.element.addEventListener("mouseenter", () => point(thread.id))
      cards.set(thread.id, held)
    }
    // Redrawn only where something is new, so that nothing is taken from under somebody's hands.
    const stamp = JSON.stringify(thread) + (thread.block ? Boolean(text.blockOf(thread.block)) : "")
    if (held.stamp !== stamp && !held.body.contains(document.activeElement)) {
      held.stamp = stamp
      held.body.replaceChildren(placeOf(thread))
      if (thread.quote) {
        const quote = make("blockquote", {}, thread.quote)
        if (!thread.stands) quote.prepend(make("span", { class: "desk-comment-was" }, words.was), " ")
        held.body.append(quote)
      }
      held.body.append(...thread.comments.map((comment) => commentOf(comment, thread)))
      const verb = thread.resolved ? "reopen" : "resolve"
      const fault = make("p", { class: "desk-comment-fault", role: "alert" })
      const move = async () => {
        try {
          show(await ask({ do: verb, thread: thread.id }))
          panel.querySelector(".desk-comments-title").focus()
        } catch (problem) {
          fault.textContent = problem.message
          if (problem instanceof Failed) reload()
        }
      }
      held.act.replaceChildren(button(words[verb], move), fault)
      if (thread.resolved) {
        const { who, shown } = thread.resolved
        held.body.append(make("p", { class: "desk-comment-head" }, `${words.resolved} ${who}, ${shown}`))
      }
      held.reply.form.hidden = Boolean(thread.resolved)
      ;(thread.resolved ? held.element : held.reply.row).append(held.act)
    }
    held.element.classList.toggle("desk-thread-resolved", Boolean(thread.resolved))
    return held.element
  }

  function inOrder(threads) {
    const order = new Map(text.blocks().map((block, n) => [text.uidOf(block), n]))
    const place = (thread) => order.get(thread.block) ?? order.size
    return [...threads].sort((a, b) => place(a) - place(b))
  }

  // --- A new thread

  function begin(on) {
    if (on.element && !on.block) return tell(words.unsaved)
    beginning = on
    sessionStorage.setItem(keyOf("beginning"), JSON.stringify({ ...on, element: undefined }))
    open()
    draw()
    panel.querySelector(".desk-comment-new textarea").focus()
  }

  function newCard() {
    if (!beginning) return []
    const { block, field, quote, prefix, suffix, name } = beginning
    const place = name || words.onPiece
    const quoted = quote ? { field, quote, prefix, suffix } : {}
    if (!beginning.drawn) {
      const { form } = writing("new", {
        label: words.send,
        send: { do: "open", ...(block && { block }), ...quoted },
        cancel: () => ((beginning = null), draw(), toggle.focus()),
      })
      form.addEventListener("sent", () => (beginning = null))
      beginning.drawn = make(
        "section",
        { class: "desk-thread desk-comment-new" },
        make("p", { class: "desk-comment-place" }, `${words.on} ${place}`),
        ...(quote ? [make("blockquote", {}, quote)] : []),
        form,
      )
    }
    return [beginning.drawn]
  }

  // What a comment would be on if it were begun now: the selected stretch, else the block at hand.
  function atHand() {
    const selected = text.selected()
    const element = selected?.block || text.around(document.activeElement)
    if (!element) return {}
    const block = text.blocks().includes(element) ? text.uidOf(element) : null
    const { field, quote, prefix, suffix } = selected || {}
    return { element, block, field, quote, prefix, suffix, name: text.nameOf(element) }
  }

  function tell(message) {
    open()
    panel.querySelector(".desk-comments-said").textContent = message
  }

  // --- The panel

  function draw() {
    const list = panel.querySelector(".desk-comments-list") || frame()
    const wanted = inOrder(state.threads.filter((thread) => showsResolved || !thread.resolved))
    const elements = [...newCard(), ...wanted.map(card)]
    if (!elements.length) elements.push(make("p", { class: "desk-comments-none" }, words.none))
    const same = elements.length === list.children.length && elements.every((e, n) => e === list.children[n])
    if (!same) {
      const focused = document.activeElement
      list.replaceChildren(...elements)
      if (panel.contains(focused)) focused.focus()
    }
    const resolved = state.threads.filter((thread) => thread.resolved).length
    const choice = panel.querySelector(".desk-comments-show")
    choice.hidden = !resolved
    choice.querySelector("span").textContent = `${words.show} (${resolved})`
    toggle.querySelector(".desk-comments-count").textContent = state.count || ""
    toggle.hidden = false
    badges()
    highlight()
  }

  function frame() {
    const check = make("input", {
      type: "checkbox",
      on: { change: () => ((showsResolved = check.checked), draw()) },
    })
    const list = make("div", { class: "desk-comments-list" })
    panel.append(
      make(
        "header",
        {},
        make("h2", { class: "desk-comments-title", tabindex: "-1" }, words.title),
        make("button", { type: "button", class: "desk-button", "aria-label": words.close, title: words.close, on: { click: close } }, "×"),
      ),
      make("p", { class: "desk-comments-said", role: "status" }),
      button(words.new, () => begin({}), "desk-comments-begin"),
      make("label", { class: "desk-comments-show" }, check, make("span")),
      list,
    )
    return list
  }

  function show(found) {
    state = found
    draw()
  }

  function open() {
    panel.hidden = false
    panel.querySelector(".desk-comments-said").textContent = ""
    toggle.setAttribute("aria-expanded", "true")
    document.body.classList.add("desk-with-comments")
    sessionStorage.setItem(keyOf("open"), "1")
    highlight()
  }

  function close() {
    panel.hidden = true
    toggle.setAttribute("aria-expanded", "false")
    document.body.classList.remove("desk-with-comments")
    sessionStorage.removeItem(keyOf("open"))
    highlight()
    toggle.focus()
  }

  // --- In the text

  function badges() {
    const counts = new Map()
    for (const thread of state.threads) {
      if (!thread.resolved && thread.block) counts.set(thread.block, (counts.get(thread.block) || 0) + 1)
    }
    for (const block of text.blocks()) {
      const header = text.headerOf(block)
      if (!header) continue
      let badge = header.querySelector(".desk-comment-badge")
      if (!badge) {
        badge = make("button", { type: "button", class: "desk-button desk-comment-badge", title: words.hint })
        badge.addEventListener("click", (event) => {
          // The header below folds its block when clicked.
          event.stopPropagation()
          event.preventDefault()
          ofBlock(block)
        })
        header.append(badge)
      }
      const count = counts.get(text.uidOf(block)) || 0
      badge.textContent = count ? `${words.comment} ${count}` : words.comment
      badge.classList.toggle("desk-has-comments", count > 0)
      badge.setAttribute("aria-label", `${words.ofBlock} ${count}`)
    }
  }

  function ofBlock(block) {
    const uid = text.uidOf(block)
    const first = state.threads.find((thread) => thread.block === uid && !thread.resolved)
    const selected = text.selected()
    if (!first || selected?.block === block) return begin({ ...atHand(), element: block, block: uid, name: text.nameOf(block) })
    open()
    draw()
    cards.get(first.id).element.scrollIntoView({ block: "nearest" })
    cards.get(first.id).reply.box.focus()
  }

  let pointed = null
  function point(id) {
    pointed = id
    highlight()
  }

  function highlight() {
    const open = panel.hidden ? [] : state.threads.filter((thread) => !thread.resolved && thread.quote)
    text.mark("desk-comment", open.map(text.find))
    text.mark("desk-comment-at", open.filter((thread) => thread.id === pointed).map(text.find))
  }

  function jump(thread) {
    const block = text.blockOf(thread.block)
    if (!block) return
    // Where there is no room for both, the text is what was asked for.
    if (window.innerWidth < 1024) close()
    block.classList.remove("collapsed")
    const found = text.find(thread)
    const target = found?.range?.startContainer.parentElement || found?.field || block
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches
    target.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" })
    if (found) {
      found.field.focus({ preventScroll: true })
      if (found.range && found.field.isContentEditable) document.getSelection().collapse(found.range.startContainer, found.range.startOffset)
      else if (found.from !== undefined) found.field.setSelectionRange(found.from, found.to)
    } else {
      const header = text.headerOf(block)
      header?.querySelector(".desk-comment-badge")?.focus({ preventScroll: true })
    }
    point(thread.id)
  }

  // A button beside what is selected.
  const floating = button(words.comment, () => begin(atHand()), "desk-comment-here")
  floating.title = words.hint
  floating.hidden = true
  // The selection stays while it is pressed.
  floating.addEventListener("mousedown", (event) => event.preventDefault())
  document.body.append(floating)

  function offer() {
    const selected = text.selected()
    floating.hidden = !selected
    if (!selected) return
    const { top, left, width } = selected.box
    floating.style.top = `${window.scrollY + Math.max(top - 34, 4)}px`
    floating.style.left = `${window.scrollX + Math.min(left + width / 2, window.innerWidth - 110)}px`
  }

  let waiting
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting)
    waiting = setTimeout(offer, 200)
  })
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.altKey && event.code === "KeyM") {
      event.preventDefault()
      begin(atHand())
    } else if (event.key === "Escape" && !panel.hidden && panel.contains(document.activeElement)) {
      close()
    }
  })
  toggle.addEventListener("click", () => {
    if (!panel.hidden) return close()
    open()
    draw()
    panel.querySelector(".desk-comments-title").focus()
  })

  let typing
  document.addEventListener("input", (event) => {
    if (panel.contains(event.target)) return
    clearTimeout(typing)
    typing = setTimeout(highlight, 600)
  })
  let told
  document.addEventListener("desk:pulse", (event) => {
    const now = JSON.stringify(event.detail?.comments)
    if (now && now !== told) reload()
    told = now
  })
  // The block editor is made after this.
  document.addEventListener("content-editor:ready", () => setTimeout(draw))

  frame()
  if (sessionStorage.getItem(keyOf("open"))) open()
  // A new comment that was not sent before the page was left.
  if (sessionStorage.getItem(keyOf("new"))) {
    beginning = JSON.parse(sessionStorage.getItem(keyOf("beginning")) || "{}")
  }
  reload()
})()
