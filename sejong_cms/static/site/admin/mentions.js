// Colleagues' names while a comment is typed: after an @, a list to choose from by mouse or keyboard.
window.deskMentions = (() => {
  "use strict"

  let count = 0
  const MOST = 8

  // What is typed after the last @ before the caret, or null.
  function typed(box) {
    const before = box.value.slice(0, box.selectionStart)
    const found = before.match(/(?:^|[^\w.+-])@([\p{L}\p{N}_.+-]*)$/u)
    return found ? found[1] : null
  }

  function matching(people, word) {
    const sought = word.toLowerCase()
    const rank = (person) => {
      const names = [person.username, person.name, ...person.name.split(" ")]
      return names.some((name) => name.toLowerCase().startsWith(sought)) ? 0 : 1
    }
    return people
      .filter((person) => `${person.username} ${person.name}`.toLowerCase().includes(sought))
      .sort((a, b) => rank(a) - rank(b))
      .slice(0, MOST)
  }

  // Equip a textarea. `people()` gives [{username, name}]; the list is put after the textarea.
  return function equip(box, people, label) {
    const list = document.createElement("ul")
    list.className = "desk-mentions"
    list.id = `desk-mentions-${++count}`
    list.hidden = true
    list.setAttribute("role", "listbox")
    list.setAttribute("aria-label", label)
    box.after(list)
    box.setAttribute("role", "combobox")
    box.setAttribute("aria-autocomplete", "list")
    box.setAttribute("aria-controls", list.id)
    let chosen = 0
    let shown = []

    function close() {
      list.hidden = true
      shown = []
      box.setAttribute("aria-expanded", "false")
      box.removeAttribute("aria-activedescendant")
    }

    function mark() {
      ;[...list.children].forEach((item, n) => item.setAttribute("aria-selected", n === chosen))
      box.setAttribute("aria-activedescendant", list.children[chosen].id)
    }

    function offer() {
      const word = typed(box)
      shown = word === null ? [] : matching(people(), word)
      if (!shown.length) return close()
      chosen = 0
      list.replaceChildren(
        ...shown.map((person, n) => {
          const item = document.createElement("li")
          item.id = `${list.id}-${n}`
          item.setAttribute("role", "option")
          item.textContent =
            person.name === person.username ? person.name : `${person.name} (@${person.username})`
          // Before the box loses the focus.
          item.addEventListener("mousedown", (event) => {
            event.preventDefault()
            take(person)
          })
          return item
        }),
      )
      list.hidden = false
      box.setAttribute("aria-expanded", "true")
      mark()
    }

    function take(person) {
      const end = box.selectionStart
      const start = end - typed(box).length
      box.setRangeText(`${person.username} `, start, end, "end")
      close()
      box.dispatchEvent(new Event("input", { bubbles: true }))
    }

    close()
    box.addEventListener("input", offer)
    box.addEventListener("blur", close)
    box.addEventListener("keydown", (event) => {
      if (!shown.length || event.isComposing) return
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (step) {
        chosen = (chosen + step + shown.length) % shown.length
        mark()
      } else if (event.key === "Enter" || event.key === "Tab") {
        take(shown[chosen])
      } else if (event.key === "Escape") {
        close()
      } else {
        return
      }
      event.preventDefault()
      event.stopPropagation()
    })
  }
})()
