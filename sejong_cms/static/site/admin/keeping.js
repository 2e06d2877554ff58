// Nothing typed is lost. What stands in the form is put into this browser at once and sent to the server
// a moment later, as a working copy of this tab; what the server has is removed from the browser. A
// session that ended is begun anew in place; a save goes out only when it can arrive.
(() => {
  "use strict"

  const LOOK = 1000
  const SOON = 2000
  const LONGEST_WAIT = 60000
  const PULSE = 25000
  const LONGEST_SAVE = 30000

  let tab, words, form
  let last = null // the form as it was last looked at, as JSON; null until somebody does something
  let kept = null // the form as the server has it
  let sequence = 0
  let wait = SOON
  let timer = null
  let sending = null
  let stopped = false
  let busy = false // while a form is asked for or on its way: what is pressed again is the same
  let passing = false // while the form that was asked for is sent
  let typed = false // since the last pulse
  let isChanged = false
  let loggingIn = null

  class LoginNeeded extends Error {}

  // --- Talking to the server

  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value

  async function ask(address, body, more = {}) {
    const headers = { Accept: "application/json" }
    const options = { cache: "no-store", redirect: "manual", headers, ...more }
    if (body) {
      options.method = "POST"
      options.headers["Content-Type"] = "application/json"
      options.headers["X-CSRFToken"] = token()
      options.body = JSON.stringify(body)
    }
    const response = await fetch(address, options)
    if (response.type === "opaqueredirect") throw new LoginNeeded()
    const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json")
    return { status: response.status, data: isJson ? await response.json() : null }
  }

  // A token that a log-in elsewhere made worthless is exchanged once.
  async function post(address, body) {
    const answer = await ask(address, body)
    if (answer.status !== 403 || answer.data) return answer
    await whoIsHere()
    return ask(address, body)
  }

  // Resolves to whether the person of this page is the one who is logged in.
  async function whoIsHere() {
    const { data, status } = await ask(tab.pulse)
    if (!data) throw new Error(`answered ${status}`)
    for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = data.csrf
    if (String(data.person) === tab.person) return true
    stop(words.other)
    return false
  }

  // --- What stands in the form

  function content() {
    const found = {}
    for (const [name, value] of new FormData(form)) {
      if (typeof value !== "string" || name === "csrfmiddlewaretoken") continue
      ;(found[name] ||= []).push(value)
    }
    return found
  }

  function begin() {
    if (last === null) last = kept = JSON.stringify(content())
  }

  function look() {
    if (last === null || stopped) return
    const now = JSON.stringify(content())
    if (now === last) return
    last = now
    typed = isChanged = true
    keepHere()
    say(words.keeping)
    schedule(SOON)
  }

  // --- In this browser

  const prefix = () => `desk:${tab.person}:${tab.edition}:`
  const here = () => prefix() + tab.tab

  function keepHere() {
    const entry = { at: Date.now(), version: Number(tab.version), content: JSON.parse(last) }
    try {
      localStorage.setItem(here(), JSON.stringify(entry))
      Desk.isSafe = true
    } catch {
      Desk.isSafe = false
      say(words.full, true)
    }
  }

  function dropHere(name = here()) {
    try {
      localStorage.removeItem(name)
    } catch {
      // A browser that keeps nothing has nothing to drop.
    }
  }

  function leftHere() {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(prefix()) && name !== here())
    } catch {
      return []
    }
  }

  // --- On the server

  function schedule(after) {
    clearTimeout(timer)
    timer = setTimeout(send, after)
  }

  function send() {
    sending ||= sendNow().finally(() => {
      sending = null
      if (!stopped && last !== kept) schedule(wait)
    })
    return sending
  }

  async function sendNow() {
    if (stopped || last === kept) return
    const text = last
    try {
      const { status, data } = await post(tab.copy, {
        tab: tab.tab,
        sequence: ++sequence,
        version: Number(tab.version),
        person: Number(tab.person),
        content: JSON.parse(text),
      })
      if (status === 200 || data?.kept) {
        kept = text
        wait = SOON
        if (last === text) dropHere()
        Desk.isSafe = true
        if (status === 200) say(words.kept.replace("{time}", new Date().toLocaleTimeString()))
        else movedOn(data.message)
      } else if (data?.code === "other_tab") {
        takeAnotherTab()
        wait = 0
      } else if (data?.code === "other_person") {
        stop(data.message)
      } else {
        wait = LONGEST_WAIT
        say(data?.message || words.offline, true)
      }
    } catch (problem) {
      wait = Math.min(wait * 2, LONGEST_WAIT)
      if (!(problem instanceof LoginNeeded)) return say(words.offline, true)
      say(words.login, true)
      if (await logIn()) wait = 0
    }
  }

  function takeAnotherTab() {
    dropHere()
    tab.tab = uuid()
    sequence = 0
    form.querySelector("[name=tab]").value = tab.tab
    keepHere()
  }

  function uuid() {
    const bytes = crypto.getRandomValues(new Uint8Array(16))
    bytes[6] = (bytes[6] & 15) | 64
    bytes[8] = (bytes[8] & 63) | 128
    const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")
    return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
  }

  // --- Who is here, and how the edition stands

  async function pulse() {
    if (stopped || document.hidden) return
    try {
      const { data, status } = await post(tab.pulse, beat(false))
      if (status !== 200) return
      typed = false
      if (String(data.person) !== tab.person) return stop(words.other)
      showPeople(data.people)
      if (data.version > Number(tab.version)) movedOn(data.sentence)
      document.dispatchEvent(new CustomEvent("desk:pulse", { detail: data }))
    } catch (problem) {
      if (problem instanceof LoginNeeded && last !== null) logIn()
    }
  }

  const beat = (leaving) => ({ tab: tab.tab, typed, leaving, version: Number(tab.version) })

  function leave() {
    look()
    if (!stopped) ask(tab.pulse, beat(true), { keepalive: true }).catch(() => {})
  }

  function showPeople(people) {
    const list = document.querySelector(".desk-people ul")
    list.hidden = people.length === 0
    list.replaceChildren(
      ...people.map((each) => {
        const item = document.createElement("li")
        item.textContent = each.words
        item.classList.toggle("desk-is-here", each.here)
        return item
      }),
    )
  }

  function movedOn(message) {
    const note = document.querySelector(".desk-moved-on")
    note.querySelector("span").textContent = message
    note.hidden = false
  }

  // --- What was never saved

  function offerLeft() {
    const box = document.querySelector(".desk-unsent")
    if (!box) return
    for (const name of leftHere()) {
      let entry
      try {
        entry = JSON.parse(localStorage.getItem(name))
      } catch {
        continue
      }
      const left = name.slice(prefix().length)
      const item = document.createElement("li")
      const time = document.createElement("time")
      time.textContent = `${new Date(entry.at).toLocaleString()} (${words.here}) `
      const open = document.createElement("button")
      const drop = document.createElement("button")
      open.type = drop.type = "button"
      open.className = drop.className = "desk-button"
      open.textContent = words.open
      drop.textContent = words.discard
      open.addEventListener("click", () => openLeft(name, left, entry))
      drop.addEventListener("click", () => {
        if (confirm(words.sure)) giveUp(left, item).then(() => dropHere(name))
      })
      item.append(time, open, " ", drop)
      box.querySelector(`li[data-tab="${CSS.escape(left)}"]`)?.remove()
      box.querySelector("ul").prepend(item)
      box.hidden = false
    }
    for (const button of box.querySelectorAll(".desk-discard-copy")) {
      const item = button.closest("li")
      button.addEventListener("click", () => {
        if (confirm(words.sure)) giveUp(item.dataset.tab, item)
      })
    }
  }

  async function openLeft(name, left, entry) {
    const fresh = uuid()
    try {
      const { data } = await post(tab.copy, {
        tab: fresh,
        sequence: 1,
        version: entry.version,
        person: Number(tab.person),
        content: { ...entry.content, tab: [fresh] },
      })
      if (!data?.kept) return say(data?.message || words.offline, true)
      dropHere(name)
      await post(tab.discard, { tabs: [left] })
      location.assign(`${tab.here}?copy=${fresh}`)
    } catch {
      say(words.offline, true)
    }
  }

  async function giveUp(left, item) {
    await post(tab.discard, { tabs: [left] })
    const box = item.closest(".desk-unsent")
    item.remove()
    box.hidden = box.querySelector("li") === null
  }

  // Resolves to whether the person of this page is logged in again.
  function logIn() {
    const again = () => Desk.logIn(tab.login, tab.pulse, words.login).then((done) => done && whoIsHere())
    loggingIn ||= again()
      .catch(() => {
        say(words.offline, true)
        return false
      })
      .finally(() => (loggingIn = null))
    return loggingIn
  }

  // --- Saving

  // Whether a form that is sent now will arrive, and as the person's who typed it.
  async function mayGo() {
    if (stopped) return false
    try {
      look()
      clearTimeout(timer)
      await send()
      await sending
      if (!(await whoIsHere())) return false
      return true
    } catch (problem) {
      if (problem instanceof LoginNeeded && (await logIn())) return mayGo()
      say(problem instanceof LoginNeeded ? words.login : words.nothing, true)
      return false
    }
  }

  function guard(each) {
    each.addEventListener("submit", async (event) => {
      if (event.defaultPrevented) return
      if (passing) {
        passing = false
        return
      }
      event.preventDefault()
      if (busy) return
      busy = true
      const by = event.submitter
      if (!(await mayGo())) return stay()
      passing = Desk.isLeaving = true
      each.requestSubmit(by)
      // The browser or another script refused what is in it by now.
      if (passing) return stay()
      // Somebody who stopped the page from loading can press again.
      setTimeout(stay, LONGEST_SAVE)
    })
  }

  function stay() {
    busy = passing = Desk.isLeaving = false
  }

  function say(message, isWarning = false) {
    const status = document.querySelector(".desk-status")
    if (!status) return
    status.textContent = message
    status.classList.toggle("desk-warned", isWarning)
  }

  function stop(message) {
    stopped = true
    movedOn(message)
    say(message, true)
  }

  document.addEventListener("DOMContentLoaded", () => {
    const found = document.getElementById("desk-tab")
    form = document.getElementById("edition_form")
    if (!found || !form) return
    tab = { ...found.dataset }
    words = document.getElementById("desk-words").dataset
    sequence = Number(tab.sequence)
    for (const kind of ["pointerdown", "keydown", "focusin"]) {
      form.addEventListener(kind, begin, { capture: true })
    }
    // What is shown as typed is in no edition yet: it is kept whether or not it is touched again.
    if (tab.typed) {
      last = kept = ""
      Desk.whenReady(() => setTimeout(look, LOOK))
    }
    setInterval(look, LOOK)
    setInterval(pulse, PULSE)
    document.addEventListener("visibilitychange", pulse)
    window.addEventListener("online", () => last !== kept && schedule(0))
    window.addEventListener("pagehide", leave)
    window.addEventListener("pageshow", (event) => {
      if (!event.persisted) return
      stay()
      pulse()
    })
    offerLeft()
    pulse()
    guard(form)
    for (const move of document.querySelectorAll(".desk-move form")) guard(move)
    document.querySelector(".desk-moved-on button")?.addEventListener("click", () => {
      if (!isChanged && !tab.typed) location.reload()
      else form.requestSubmit(form.querySelector("[name=_continue]"))
    })
  })
})()
