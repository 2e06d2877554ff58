// Logging in again without leaving the page: the site's own log-in form, whatever it asks for, in a
// dialog. Where it leads on to another form, that one is shown next.
(() => {
  "use strict"

  const fetched = (address, options) => fetch(address, { cache: "no-store", ...options })

  // Resolves to true once the log-in led to `target`, to false where the dialog was closed before.
  // Rejects where the server does not answer, or answers with no form.
  Desk.logIn = (login, target, words) => {
    const address = `${login}?next=${encodeURIComponent(target)}`
    const dialog = document.createElement("dialog")
    const note = document.createElement("p")
    const holder = document.createElement("div")
    dialog.className = "desk-login"
    note.textContent = words
    dialog.append(note, holder)
    document.body.append(dialog)
    return new Promise((resolve, reject) => {
      dialog.addEventListener("close", () => resolve(false))

      async function send(event) {
        event.preventDefault()
        const body = new URLSearchParams(new FormData(event.target))
        try {
          const answer = await fetched(address, { method: "POST", body })
          if (answer.url.includes(target)) resolve(true)
          else show(await answer.text())
        } catch (problem) {
          reject(problem)
        }
      }

      function show(html) {
        const page = new DOMParser().parseFromString(html, "text/html")
        const theirs = page.getElementById("login-form")
        if (!theirs) throw new Error("there is no log-in form")
        const form = document.importNode(theirs, true)
        const errors = [...page.querySelectorAll(".errornote")].map((e) => document.importNode(e, true))
        holder.replaceChildren(...errors, form)
        form.addEventListener("submit", send)
        form.querySelector("input:not([type=hidden])")?.focus()
      }

      fetched(address)
        .then((answer) => answer.text())
        .then((html) => {
          show(html)
          dialog.showModal()
        })
        .catch(reject)
    }).finally(() => dialog.remove())
  }
})()
