// What the comments' panel is made with: elements, questions to the server, and boxes to write in, whose
// words are kept in the tab until they are sent.
window.deskWriting = (words) => {
  "use strict"

  // --- Small things

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag)
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "on") for (const [type, act] of Object.entries(value)) element.addEventListener(type, act)
      else if (name === "class") element.className = value
      else element.setAttribute(name, value)
    }
    element.append(...children)
    return element
  }
  const button = (label, act, kind = "") =>
    make("button", { type: "button", class: `desk-button ${kind}`, on: { click: act } }, label)

  // --- Asking the server

  class Failed extends Error {}

  async function ask(body) {
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value || words.token
    let answer
    try {
      answer = await fetch(words.url, {
        method: body ? "POST" : "GET",
        headers: body ? { "Content-Type": "application/json", "X-CSRFToken": token } : {},
        body: body && JSON.stringify(body),
        redirect: "manual",
      })
    } catch {
      throw new Failed(words.failed)
    }
    const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json")
    if (!isJson) throw new Failed(answer.status >= 500 ? words.failed : words.ended)
    const found = await answer.json()
    if (!answer.ok) throw new Failed(found.message)
    return found
  }

  // --- A box to write in; its words are kept until they are sent

  const keyOf = (name) => `desk-comment ${words.user} ${words.url} ${name}`

  function writing(name, { label, send, sent, people, cancel, initial = "" }) {
    const key = keyOf(name)
    const box = make("textarea", { rows: "1", maxlength: "5000", "aria-label": words.text, placeholder: words.text })
    box.value = sessionStorage.getItem(key) ?? initial
    const fault = make("p", { class: "desk-comment-fault", role: "alert" })
    const go = button(label, submit, "desk-comment-send")
    const form = make("div", { class: "desk-comment-form" }, box, fault)
    const row = make("div", { class: "desk-comment-row" }, go)
    if (cancel) {
      const stop = () => (sessionStorage.removeItem(key), cancel())
      row.append(button(words.cancel, stop))
      box.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return
        // What was typed is not thrown away by a key.
        event.stopPropagation()
        if (box.value.trim() === initial.trim()) stop()
      })
    }
    form.append(row)
    window.deskMentions(box, people, words.colleagues)
    box.addEventListener("input", () => sessionStorage.setItem(key, box.value))
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit()
    })

    async function submit() {
      if (go.disabled) return
      go.disabled = true
      fault.textContent = ""
      try {
        const found = await ask({ ...send, text: box.value })
        sessionStorage.removeItem(key)
        box.value = ""
        form.dispatchEvent(new CustomEvent("sent"))
        sent(found)
      } catch (problem) {
        if (!(problem instanceof Failed)) throw problem
        fault.textContent = problem.message
        box.focus()
      } finally {
        go.disabled = false
      }
    }

    return { form, box, row }
  }

  return { make, button, ask, Failed, keyOf, writing }
}
